import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import { newFolder, newSession, prompt, type Started, statuses, told, updatesOf, type Way } from './playbook.ts';
import { start } from './starting.ts';

const sh = (text: string, info = 'sh') => fenced(info, text);

/** How many commands have begun to run so far. */
const running = (playbook: Started) =>
  updatesOf(playbook, 'tool_call_update').filter((update) => update['status'] === 'in_progress').length;

/** Makes the editor's person think for ever; resolves with the title when they are asked. */
function neverAnswer(playbook: Started): Promise<string> {
  return new Promise((resolve) => {
    playbook.editor.answer = (title) => {
      resolve(title);
      return new Promise(() => {});
    };
  });
}

describe.each<Way>(['process', 'worker'])('Playbook as a %s', (way) => {
  it('[S2.5] runs a runbook from the prompt and ends when its input does', async () => {
    const playbook = await start(way);
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    const text = `# Demo\n\nThis sentence is told in a few pieces.\n\n## Do\n\n${sh('echo hello; pwd')}\n\n${fenced('md file=a/note.md', '# Hi')}`;
    expect(await prompt(playbook, id, text)).toBe('end_turn');

    expect(told(playbook)).toContain('This sentence is told in a few pieces.');
    expect(updatesOf(playbook, 'agent_message_chunk').length).toBeGreaterThan(4);
    expect(updatesOf(playbook, 'plan').at(-1)).toMatchObject({ entries: [{ content: 'Do', status: 'completed' }] });
    expect(updatesOf(playbook, 'session_info_update')).toMatchObject([{ title: 'Demo' }]);
    expect(playbook.editor.asked).toEqual(['echo hello; pwd', 'Write a/note.md']);
    expect(playbook.editor.output()).toBe(`hello\n${folder}\n`);
    expect(readFileSync(join(folder, 'a/note.md'), 'utf8')).toBe('# Hi\n');
    expect(statuses(playbook)).toEqual({ 'echo hello; pwd': 'completed', 'Write a/note.md': 'completed' });
    expect(await playbook.end()).toBe(0);
  });

  it('[S2.5] ends with its input in the middle of a command, and keeps how far it was', async () => {
    const stateFolder = newFolder();
    const playbook = await start(way, stateFolder);
    const id = await newSession(playbook, newFolder());
    const lost = prompt(playbook, id, `${sh('true')}\n\n${sh('sleep 60')}`).catch((error: Error) => error.message);
    await playbook.client.seen(() => running(playbook) === 2);
    expect(await playbook.end()).toBe(0);
    expect(await lost).toBe('The agent ended');
    const kept: unknown = JSON.parse(readFileSync(join(stateFolder, `${id}.json`), 'utf8'));
    expect(kept).toMatchObject({ progress: { next: 1, finished: false } });
  });

  it('[S2.5] goes on after it was killed, from the step that had not finished', async () => {
    const stateFolder = newFolder();
    const folder = newFolder();
    const first = await start(way, stateFolder);
    const id = await newSession(first, folder);
    const asked = new Promise<void>((resolve) => {
      first.editor.answer = (title) => {
        if (title !== 'echo two') return 'allow_once';
        resolve();
        return new Promise(() => {});
      };
    });
    const lost = prompt(first, id, `${sh('echo one')}\n\n${sh('echo two')}\n\n${sh('echo three')}`).catch(() => 'lost');
    await asked;
    await first.kill();
    expect(await lost).toBe('lost');

    const second = await start(way, stateFolder);
    await second.client.request('session/resume', { sessionId: id, cwd: folder, mcpServers: [] });
    expect(await prompt(second, id, 'Continue where you left off.')).toBe('end_turn');
    expect(told(second)).toContain('Going on with your runbook, from `echo two` (step 2 of 3).');
    expect(second.editor.output()).toBe('two\nthree\n');
    const calls = (playbook: Started) => updatesOf(playbook, 'tool_call').map((call) => call['toolCallId']);
    expect(new Set([...calls(first), ...calls(second)]).size).toBe(4);
    await prompt(second, id, 'continue');
    expect(told(second)).toContain('There is no runbook to go on with here.');
  });
});

describe('commands and permissions', () => {
  it('[S2.5] asks with these options', async () => {
    const playbook = await start();
    const id = await newSession(playbook, newFolder());
    await prompt(playbook, id, sh('true'));
    expect(playbook.editor.options()).toEqual([
      { optionId: 'allow_once', name: 'Allow once', kind: 'allow_once' },
      { optionId: 'allow_always', name: 'Always for this runbook', kind: 'allow_always' },
      { optionId: 'reject_once', name: 'Reject', kind: 'reject_once' },
    ]);
  });

  it('[S2.5] always holds for the same runbook in this session, also after a restart, and for no other', async () => {
    const stateFolder = newFolder();
    const folder = newFolder();
    const playbook = await start('worker', stateFolder);
    playbook.editor.answer = () => 'allow_always';
    const id = await newSession(playbook, folder);
    const runbook = `${sh('echo a')}\n\n${sh('echo b')}`;
    await prompt(playbook, id, runbook);
    await prompt(playbook, id, runbook);
    expect(playbook.editor.asked).toEqual(['echo a']);
    await prompt(playbook, id, sh('echo a'));
    await prompt(playbook, await newSession(playbook, folder), runbook);
    expect(playbook.editor.asked).toEqual(['echo a', 'echo a', 'echo a']);

    const again = await start('worker', stateFolder);
    await again.client.request('session/resume', { sessionId: id, cwd: folder, mcpServers: [] });
    await prompt(again, id, runbook);
    expect(again.editor.asked).toEqual([]);
    expect(again.editor.output()).toBe('a\nb\n');
  });

  it('[S2.5] a rejected command does not run, and the person learns how to go on', async () => {
    const playbook = await start();
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    playbook.editor.answer = () => 'reject_once';
    expect(await prompt(playbook, id, `${sh('touch made')}\n\n${sh('echo after')}`)).toBe('end_turn');
    expect(existsSync(join(folder, 'made'))).toBe(false);
    expect(told(playbook)).toContain('**Stopped.** You rejected `touch made`.');
    expect(statuses(playbook)).toEqual({ 'touch made': 'failed' });

    playbook.editor.answer = () => 'allow_once';
    await prompt(playbook, id, 'skip');
    expect(told(playbook)).toContain('Going on with your runbook without `touch made`, from `echo after`');
    expect(playbook.editor.output()).toBe('after\n');
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });

  it('[S2.5] a block ends at its first failing line, and the runbook with it', async () => {
    const playbook = await start();
    const id = await newSession(playbook, newFolder());
    await prompt(playbook, id, `${sh('echo before\nfalse\necho never')}\n\n${sh('echo neither')}`);
    expect(playbook.editor.output()).toBe('before\n');
    expect(told(playbook)).toContain('**Stopped.** `echo before …` ended with exit code 1.');
    await prompt(playbook, id, `${sh('exit 4', 'sh allow-fail')}\n\n${sh('echo after')}`);
    expect(playbook.editor.output()).toBe('before\nafter\n');
  });

  it('[S2.5] a shell that this system lacks is refused in words', async () => {
    const playbook = await start();
    playbook.client.handle('terminal/create', ({ command }) => {
      throw new Error(`spawn ${command} ENOENT`);
    });
    const id = await newSession(playbook, newFolder());
    expect(await prompt(playbook, id, sh('Get-Date', 'pwsh'))).toBe('end_turn');
    expect(told(playbook)).toContain('`pwsh` could not be started on this machine: spawn pwsh ENOENT');
    expect(statuses(playbook)).toEqual({ 'Get-Date': 'failed' });
  });

  it('[S2.5] a client that offers nothing gets words, and no request', async () => {
    const playbook = await start('worker', newFolder(), {});
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    await prompt(playbook, id, sh('touch made'));
    expect(told(playbook)).toContain('This client offers no terminal');
    await prompt(playbook, id, fenced('md file=a.md', 'x'));
    expect(told(playbook)).toContain('This client lets agents write no files.');
    expect(playbook.editor.asked).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('stopping', () => {
  it('[S2.5] a cancel kills the command, and continue runs it again', async () => {
    const playbook = await start();
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    const text = `${sh('echo one')}\n\n${sh('if test -e flag; then echo two; else sleep 60; fi')}`;
    const ended = prompt(playbook, id, text);
    await playbook.client.seen(() => running(playbook) === 2);
    playbook.client.notify('session/cancel', { sessionId: id });
    expect(await ended).toBe('cancelled');
    expect(playbook.editor.running()).toBe(0);
    expect(playbook.editor.output()).toBe('one\n');

    writeFileSync(join(folder, 'flag'), '');
    expect(await prompt(playbook, id, 'continue')).toBe('end_turn');
    expect(playbook.editor.output()).toBe('one\ntwo\n');
    expect(playbook.editor.asked).toHaveLength(3);
  });

  it('[S2.5] a cancel does not wait for a person who is being asked', async () => {
    const playbook = await start();
    const folder = newFolder();
    const id = await newSession(playbook, folder);
    const asked = neverAnswer(playbook);
    const ended = prompt(playbook, id, sh('touch made'));
    expect(await asked).toBe('touch made');
    playbook.client.notify('session/cancel', { sessionId: id });
    expect(await ended).toBe('cancelled');
    expect(statuses(playbook)).toEqual({ 'touch made': 'failed' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('[S2.5] a cancel ends a wait', async () => {
    const playbook = await start();
    const id = await newSession(playbook, newFolder());
    const ended = prompt(playbook, id, 'wait 10 min');
    await playbook.client.seen(() => told(playbook).includes('Waiting 600 s.'));
    playbook.client.notify('session/cancel', { sessionId: id });
    expect(await ended).toBe('cancelled');
  });

  it('[S2.5] two prompts at once are refused, and the first one is not hurt', async () => {
    const playbook = await start();
    const id = await newSession(playbook, newFolder());
    const asked = neverAnswer(playbook);
    const first = prompt(playbook, id, sh('true'));
    await asked;
    await expect(prompt(playbook, id, 'hello')).rejects.toThrow('The previous prompt has not ended');
    await expect(
      playbook.client.request('session/resume', { sessionId: id, cwd: newFolder(), mcpServers: [] }),
    ).rejects.toThrow('The session is running');
    playbook.client.notify('session/cancel', { sessionId: id });
    expect(await first).toBe('cancelled');
  });
});

describe('the protocol', () => {
  it('[S2.5] what is only meant for the agent is never run, and attachments are passed over', async () => {
    const playbook = await start();
    const sessionId = await newSession(playbook, newFolder());
    const blocks = [
      { type: 'text', text: sh('echo past'), annotations: { audience: ['assistant'] } },
      { type: 'resource_link', uri: 'file:///a.md', name: 'a.md' },
      { type: 'resource', resource: { uri: 'file:///b.md', text: sh('echo attached') } },
      { type: 'text', text: sh('echo now') },
    ];
    await playbook.client.request('session/prompt', { sessionId, prompt: blocks });
    expect(playbook.editor.output()).toBe('now\n');
  });

  it('[B34] odd ids and relative folders are refused', async () => {
    const stateFolder = newFolder();
    const playbook = await start('worker', stateFolder);
    for (const sessionId of ['../x', '', 'a/b', 'x'.repeat(36)]) {
      await expect(
        playbook.client.request('session/resume', { sessionId, cwd: '/', mcpServers: [] }),
      ).rejects.toThrow();
    }
    await expect(playbook.client.request('session/new', { cwd: 'here', mcpServers: [] })).rejects.toThrow();
    await expect(prompt(playbook, 'unknown', 'hello')).rejects.toThrow('not found');
    expect(readdirSync(stateFolder)).toEqual([]);
  });

  it('[S2.5] a session that never ran anything can be resumed, and a closed one is gone', async () => {
    const stateFolder = newFolder();
    const first = await start('worker', stateFolder);
    const folder = newFolder();
    const id = await newSession(first, folder);
    await first.kill();
    const playbook = await start('worker', stateFolder);
    await playbook.client.request('session/resume', { sessionId: id, cwd: folder, mcpServers: [] });
    await prompt(playbook, id, 'continue');
    expect(told(playbook)).toContain('There is no runbook to go on with here.');
    await playbook.client.request('session/close', { sessionId: id });
    await expect(prompt(playbook, id, 'hello')).rejects.toThrow();
  });

  it('[S2.5] says what it can do', async () => {
    const playbook = await start();
    const answer = await playbook.client.request('initialize', { protocolVersion: 1 });
    expect(answer).toMatchObject({
      protocolVersion: 1,
      agentInfo: { name: 'playbook', title: 'Playbook' },
      agentCapabilities: { sessionCapabilities: { resume: {}, close: {} } },
    });
  });
});
