import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AgentId } from '../../protocol/ids.ts';
import { RecordedTurns, script } from '../support/recorded-turns.ts';

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns();
});
afterEach(() => turns.close());

describe('one turn over real stdio', () => {
  test('[S2.5] it starts, runs, speaks, thinks and ends, in this order', async () => {
    const run = turns.start(script({ do: 'think', text: 'hm' }, { do: 'say', text: 'hello', message: 'm1' }));
    expect(await turns.ended(run)).toEqual({ kind: 'completed' });
    const reports = turns.of(run);
    expect(reports.filter((report) => report.type !== 'updates')).toEqual([
      { type: 'moved', phase: { kind: 'starting' } },
      { type: 'attached', agentSession: expect.stringMatching(/^scripted-/), how: 'new', options: null },
      { type: 'moved', phase: { kind: 'running', heard: false } },
      { type: 'ended', outcome: { kind: 'completed' } },
    ]);
    expect(turns.updates(run)).toEqual([
      { type: 'text', of: 'thought', message: null, text: 'hm' },
      { type: 'text', of: 'reply', message: 'm1', text: 'hello' },
    ]);
    expect(reports.at(-1)?.type).toBe('ended');
  });

  test('[S2.5] tools with a diff, and a plan', async () => {
    const content = [{ type: 'diff', path: '/a.txt', oldText: 'a\n', newText: 'b\n' }];
    const tool = {
      sessionUpdate: 'tool_call',
      toolCallId: 'c',
      title: 'Edit',
      kind: 'edit',
      status: 'pending',
      content,
    };
    const done = { sessionUpdate: 'tool_call_update', toolCallId: 'c', status: 'completed' };
    const plan = { sessionUpdate: 'plan', entries: [{ content: 'one', status: 'pending', priority: 'high' }] };
    const run = turns.start(
      script({ do: 'update', update: tool }, { do: 'update', update: done }, { do: 'update', update: plan }),
    );
    await turns.ended(run);
    const changes = turns.updates(run).flatMap((update) => (update.type === 'tool' ? [update.change] : []));
    expect(Object.assign({}, ...changes)).toMatchObject({
      title: 'Edit',
      tool: 'edit',
      status: 'done',
      content: [{ type: 'diff', path: '/a.txt', hunks: [{ lines: ['-a', '+b'] }] }],
    });
    expect(turns.updates(run)).toContainEqual({
      type: 'plan',
      entries: [{ text: 'one', status: 'pending', priority: 'high' }],
    });
  });

  test.each([
    ['max_tokens', { kind: 'cut-short', reason: 'max-tokens' }],
    ['max_turn_requests', { kind: 'cut-short', reason: 'max-requests' }],
    ['refusal', { kind: 'cut-short', reason: 'refusal' }],
    ['cancelled', { kind: 'stopped' }],
    ['tired', { kind: 'completed' }],
  ])('[S2.5] an agent that ends with %s', async (reason, outcome) => {
    expect(await turns.play(script({ do: 'end', reason }))).toEqual(outcome);
  });

  test('[S2.5] unknown updates, malformed lines and notifications of its own do not disturb', async () => {
    const run = turns.start(
      script(
        { do: 'update', update: { sessionUpdate: 'hologram', of: 'me' } },
        { do: 'raw', line: 'npm warn deprecated', times: 20 },
        { do: 'raw', line: '{"jsonrpc":"2.0","method":"_auth/status_update","params":{}}' },
        { do: 'say', text: 'fine' },
      ),
    );
    expect(await turns.ended(run)).toEqual({ kind: 'completed' });
    expect(turns.text(run)).toBe('fine');
  });

  test('[S2.5] half characters are never passed on', async () => {
    const run = turns.start(script({ do: 'say', text: 'a\ud83d' }, { do: 'say', text: '\ude00b\ud83d' }));
    await turns.ended(run);
    expect(turns.text(run)).toBe('a😀b\ufffd');
    for (const update of turns.updates(run)) expect(update.type === 'text' && update.text.isWellFormed()).toBe(true);
  });

  test('[S2.5] what comes after the answer belongs to the turn that was answered', async () => {
    const run = turns.start(script({ do: 'say', text: 'now' }, { do: 'later', text: ' and then' }));
    await turns.ended(run);
    await turns.until(() => turns.text(run) === 'now and then' || undefined);
    expect(turns.text(run)).toBe('now and then');
  });

  test('[S2.5] the built-in agent runs in a thread through the same connection', async () => {
    const run = turns.start(script({ do: 'say', text: 'from a thread' }), { agentId: 'playbook' as AgentId });
    expect(await turns.ended(run)).toEqual({ kind: 'completed' });
    expect(turns.text(run)).toBe('from a thread');
    const stopped = turns.start(script({ do: 'hang' }), { agentId: 'playbook' as AgentId });
    await turns.until(() => turns.of(stopped).find((report) => report.type === 'attached'));
    await turns.runner.close();
    expect(await turns.ended(stopped)).toEqual({ kind: 'interrupted' });
  });
});

describe('files', () => {
  const ask = (method: string, params: object) => script({ do: 'request', method, params: { ...params } });

  test('[S2.5] are read and written inside the folder', async () => {
    writeFileSync(join(turns.folder, 'a.txt'), 'one\ntwo\n');
    const path = join(turns.folder, 'a.txt');
    const read = turns.start(ask('fs/read_text_file', { path, line: 2, limit: 1 }));
    await turns.ended(read);
    expect(JSON.parse(turns.text(read))).toEqual({ content: 'two' });
    await turns.play(ask('fs/write_text_file', { path, content: 'new' }));
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  test('[S2.5] outside of it the agent is told no, and a missing one is not found', async () => {
    const outside = turns.start(ask('fs/read_text_file', { path: '/etc/hostname' }));
    await turns.ended(outside);
    expect(JSON.parse(turns.text(outside))).toMatchObject({
      code: -32602,
      message: expect.stringContaining('Outside of the working folder'),
    });
    const missing = turns.start(ask('fs/read_text_file', { path: join(turns.folder, 'none') }));
    await turns.ended(missing);
    expect(JSON.parse(turns.text(missing))).toMatchObject({ code: -32002 });
  });

  test('[S2.5] a request that we do not know is answered as such', async () => {
    const run = turns.start(ask('mcp/connect', {}));
    await turns.ended(run);
    expect(JSON.parse(turns.text(run))).toMatchObject({ code: -32601 });
  });
});

describe('terminals', () => {
  test('[S2.5] the output is streamed to the call that shows the terminal, before and after it does', async () => {
    const command = 'printf "before "; sleep 0.1; printf "after ä" >&2; exit 3';
    const run = turns.start(script({ do: 'run', call: 'c', command }));
    await turns.ended(run);
    const updates = turns.updates(run);
    const shown = updates.find((update) => update.type === 'tool' && update.change.content);
    const [part] = shown?.type === 'tool' ? (shown.change.content ?? []) : [];
    expect(part).toMatchObject({ type: 'terminal', command, folder: turns.folder });
    const output = updates.flatMap((update) => (update.type === 'output' ? [update] : []));
    expect(output.map((one) => one.text).join('')).toBe('before after ä');
    expect(output.every((one) => one.call === 'c' && one.terminal === (part as { terminal: string }).terminal)).toBe(
      true,
    );
    expect(updates).toContainEqual(expect.objectContaining({ type: 'exit', exit: { code: 3, signal: null } }));
    const [exit, kept] = turns
      .text(run)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(exit).toEqual({ exitCode: 3, signal: null });
    expect(kept).toEqual({ output: 'before after ä', truncated: false, exitStatus: { exitCode: 3, signal: null } });
  });

  test('[S2.5] a program and its arguments run without a shell, with their variables', async () => {
    const params = {
      command: process.execPath,
      args: ['-p', 'process.env.A + process.argv[1]', '$HOME'],
      env: [{ name: 'A', value: '1' }],
    };
    const run = turns.start(script({ do: 'request', method: 'terminal/create', params }));
    await turns.ended(run);
    const { terminalId } = JSON.parse(turns.text(run));
    const update = { sessionUpdate: 'tool_call', toolCallId: 'c', content: [{ type: 'terminal', terminalId }] };
    const next = turns.start(
      script({ do: 'request', method: 'terminal/wait_for_exit', params: { terminalId } }, { do: 'update', update }),
      turns.after(run),
    );
    await turns.ended(next);
    expect(turns.updates(next)).toContainEqual(expect.objectContaining({ type: 'output', text: '1$HOME\n' }));
  });

  test('[S2.5] a folder outside, and a command that is not there, are refused', async () => {
    const outside = turns.start(
      script({ do: 'request', method: 'terminal/create', params: { command: 'true', cwd: '/' } }),
    );
    await turns.ended(outside);
    expect(JSON.parse(turns.text(outside))).toMatchObject({ code: -32602 });
    const missing = turns.start(script({ do: 'run', call: 'c', command: 'no-such-command', args: ['x'] }));
    await turns.ended(missing);
    expect(JSON.parse(turns.text(missing))).toMatchObject({ message: expect.stringContaining('ENOENT') });
  });
});
