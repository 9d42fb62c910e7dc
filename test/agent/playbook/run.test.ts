import { describe, expect, it } from 'vitest';
import type { RunContext } from '../../../main/agent/playbook/context.ts';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import { runSteps } from '../../../main/agent/playbook/run.ts';
import { parseRunbook } from '../../../main/agent/playbook/runbook.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { RecordingHost } from './recording-host.ts';

const FOLDER = '/folder';
const sh = (text: string, info = 'sh') => fenced(info, text);
const file = (path: string, text: string) => fenced(`txt file=${path}`, text);

function prepare(changes: Partial<RunContext> = {}) {
  const host = new RecordingHost();
  const clock = new FakeClock();
  const cancel = new AbortController();
  const reached: number[] = [];
  const consent = {
    given: false,
    async giveAlways() {
      consent.given = true;
    },
  };
  const context: RunContext = {
    host,
    folder: FOLDER,
    pace: { clock, ms: 0 },
    signal: cancel.signal,
    consent,
    dry: () => null,
    children: {
      list: [],
      async keep() {},
    },
    async reached(next) {
      reached.push(next);
    },
    ...changes,
  };
  const run = (markdown: string, from = 0) => runSteps(parseRunbook(markdown), from, context);
  return { host, clock, cancel, reached, consent, run };
}

describe('telling', () => {
  it('[S2.5] prose is told in pieces, thoughts apart, and nothing is lost', async () => {
    const { host, run } = prepare();
    const prose = 'A sentence that is long enough to come in several pieces, not in one.';
    expect(await run(`# Title\n\n${prose}\n\n> Why: to see it`)).toEqual({ kind: 'finished' });
    expect(host.text).toBe(`# Title\n\n${prose}\n\n`);
    expect(host.said.length).toBeGreaterThan(4);
    expect(host.thought.join('')).toBe('to see it');
  });

  it('[S2.5] words flow at the given pace', async () => {
    const clock = new FakeClock();
    const { host, run } = prepare({ pace: { clock, ms: 8 } });
    const end = run('one two three four five six seven');
    await new Promise(setImmediate);
    while (clock.pending > 0) {
      const before = host.said.length;
      clock.advance(8);
      await new Promise(setImmediate);
      expect(host.said.length - before).toBeLessThanOrEqual(1);
    }
    expect(await end).toEqual({ kind: 'finished' });
    expect(clock.now() - new FakeClock().now()).toBe(8 * host.said.length);
  });

  it('[S2.5] the plan follows the headings, and a halted entry waits', async () => {
    const { host, run } = prepare();
    host.exit = (text) => ({ code: text === 'false' ? 1 : 0, signal: null });
    await run(`# T\n\n## A\n\n${sh('true')}\n\n## B\n\n${sh('false')}\n\n## C\n`);
    expect(host.plans.map((plan) => plan.map((entry) => entry.status).join(' '))).toEqual([
      'pending pending pending',
      'in_progress pending pending',
      'completed in_progress pending',
      'completed pending pending',
    ]);
    const again = prepare();
    await again.run('## A\n\n## B\n\nend', 1);
    expect(again.host.plans.at(-1)?.map((entry) => entry.status)).toEqual(['completed', 'completed']);
  });

  it('[S2.5] a wait passes with the clock, and a cancel ends it', async () => {
    const { host, clock, run } = prepare();
    const end = run('wait 2s\n\nafter');
    await new Promise(setImmediate);
    clock.advance(1_999);
    await new Promise(setImmediate);
    expect(host.text).not.toContain('after');
    clock.advance(1);
    expect(await end).toEqual({ kind: 'finished' });
    expect(host.text).toContain('after');

    const other = prepare();
    const cancelled = other.run('wait 10 min');
    await new Promise(setImmediate);
    other.cancel.abort();
    expect(await cancelled).toEqual({ kind: 'cancelled' });
    expect(other.clock.pending).toBe(0);
  });
});

describe('commands', () => {
  it('[S2.5] a command is asked for, runs as a whole and shows its terminal', async () => {
    const { host, reached, run } = prepare();
    expect(await run(sh('make build\nmake test'))).toEqual({ kind: 'finished' });
    expect(host.asked).toEqual(['make build …']);
    expect(host.terminals).toEqual([
      { command: 'sh', args: ['-e', '-c', 'make build\nmake test'], killed: false, released: true },
    ]);
    expect(host.tools).toMatchObject([
      {
        kind: 'execute',
        title: 'make build …',
        status: 'completed',
        rawInput: { command: 'make build\nmake test' },
        content: [{ type: 'terminal', terminalId: 't1' }],
        rawOutput: { exitCode: 0 },
      },
    ]);
    expect(reached.at(-1)).toBe(1);
  });

  it('[S2.5] a rejected command never starts and stops the runbook', async () => {
    const { host, reached, run } = prepare();
    host.answer = () => 'reject';
    const end = await run(`${sh('rm x', 'sh allow-fail')}\n\n${sh('echo after')}`);
    expect(end).toEqual({ kind: 'stopped', why: 'You rejected `rm x`.' });
    expect(host.terminals).toEqual([]);
    expect(host.tools).toMatchObject([{ status: 'failed' }]);
    expect(reached).toEqual([0]);
  });

  it('[S2.5] always covers the rest of this runbook, once covers one step', async () => {
    const once = prepare();
    await once.run(`${sh('one')}\n\n${sh('one')}`);
    expect(once.host.asked).toEqual(['one', 'one']);
    const always = prepare();
    always.host.answer = () => 'always';
    await always.run(`${sh('one')}\n\n${sh('two')}\n\n${file('a.txt', 'x')}`);
    expect(always.host.asked).toEqual(['one']);
    expect(always.host.terminals).toHaveLength(2);
    expect(always.host.files.get('/folder/a.txt')).toBe('x\n');
  });

  it('[S2.5] a failing command stops the runbook, unless it may fail', async () => {
    const { host, reached, run } = prepare();
    host.exit = (text) => ({ code: text === 'bad' ? 3 : 0, signal: null });
    expect(await run(`${sh('bad')}\n\n${sh('good')}`)).toEqual({
      kind: 'stopped',
      why: '`bad` ended with exit code 3.',
    });
    expect(host.tools).toMatchObject([{ status: 'failed', rawOutput: { exitCode: 3 } }]);
    expect(reached).toEqual([0]);

    const tolerant = prepare();
    tolerant.host.exit = host.exit;
    expect(await tolerant.run(`${sh('bad', 'sh allow-fail')}\n\n${sh('good')}`)).toEqual({ kind: 'finished' });
    expect(tolerant.host.tools).toMatchObject([{ status: 'failed' }, { status: 'completed' }]);
  });

  it('[S2.5] a command that was ended by a signal failed', async () => {
    const { host, run } = prepare();
    host.exit = () => ({ code: null, signal: 'SIGSEGV' });
    expect(await run(sh('crash'))).toEqual({ kind: 'stopped', why: '`crash` was ended by SIGSEGV.' });
  });

  it('[S2.5] a shell that is not there is said, not crashed over', async () => {
    const { host, run } = prepare();
    host.exit = () => new Error('spawn pwsh ENOENT');
    const end = await run(sh('Get-Date', 'pwsh'));
    expect(end).toMatchObject({ kind: 'stopped', why: expect.stringContaining('`pwsh` could not be started') });
    expect(host.tools).toMatchObject([{ status: 'failed' }]);
  });

  it('[S2.5] a client without terminals is told that commands cannot run, before anyone is asked', async () => {
    const { host, run } = prepare();
    host.offers = { ...host.offers, terminal: false };
    expect(await run(sh('ls'))).toMatchObject({ kind: 'stopped', why: expect.stringContaining('no terminal') });
    expect(host.asked).toEqual([]);
    expect(host.tools).toMatchObject([{ status: 'failed' }]);
  });

  it('[S2.5] a cancel kills and releases the terminal at once, and the step counts as not done', async () => {
    const { host, cancel, reached, run } = prepare();
    const running = Promise.withResolvers<void>();
    host.exit = () => {
      running.resolve();
      return new Promise(() => {});
    };
    const end = run(`${sh('sleep 99')}\n\n${sh('echo after')}`);
    await running.promise;
    cancel.abort();
    expect(await end).toEqual({ kind: 'cancelled' });
    expect(host.terminals).toMatchObject([{ killed: true, released: true }]);
    expect(host.tools).toMatchObject([{ status: 'failed' }]);
    expect(reached).toEqual([0]);
  });

  it('[S5.9] a command that is to tell says the end of what it wrote, also when it failed, and without colours', async () => {
    const { host, run } = prepare();
    host.output = (text) => (text === 'quiet' ? '' : `${'first line\n'.repeat(1_000)}\u001b[31mlast\u001b[0m line\r\n`);
    host.exit = (text) => ({ code: text === 'bad' ? 1 : 0, signal: null });
    await run(`${sh('quiet', 'sh tell')}\n\n${sh('loud')}`);
    expect(host.text).toBe('');
    expect(await run(sh('bad', 'sh tell'))).toMatchObject({ kind: 'stopped' });
    expect(host.text).toMatch(/^```text\n…\nfirst line\n[\s\S]*\nlast line\n```\n\n$/);
    expect(host.text.length).toBeLessThan(4_100);
  });

  it('[S2.5] a withdrawn question cancels', async () => {
    const { host, run } = prepare();
    host.answer = () => null;
    expect(await run(sh('ls'))).toEqual({ kind: 'cancelled' });
    expect(host.terminals).toEqual([]);
  });
});

describe('files', () => {
  it('[S2.5] a file is shown as a diff, asked for and written', async () => {
    const { host, run } = prepare();
    host.files.set('/folder/docs/a.txt', 'old\n');
    expect(await run(`${file('docs/a.txt', 'new')}\n\n${file('b.txt', 'b')}`)).toEqual({ kind: 'finished' });
    expect(host.asked).toEqual(['Write docs/a.txt', 'Write b.txt']);
    expect(host.tools).toMatchObject([
      {
        kind: 'edit',
        status: 'completed',
        content: [{ type: 'diff', path: '/folder/docs/a.txt', oldText: 'old\n', newText: 'new\n' }],
        locations: [{ path: '/folder/docs/a.txt' }],
      },
      { content: [{ type: 'diff', path: '/folder/b.txt', oldText: null, newText: 'b\n' }] },
    ]);
    expect([...host.files]).toEqual([
      ['/folder/docs/a.txt', 'new\n'],
      ['/folder/b.txt', 'b\n'],
    ]);
  });

  it('[S2.5] a file that is as it should be is neither asked for nor written', async () => {
    const { host, run } = prepare();
    host.files.set('/folder/a.txt', 'same\n');
    expect(await run(file('a.txt', 'same'))).toEqual({ kind: 'finished' });
    expect(host.asked).toEqual([]);
    expect(host.tools).toMatchObject([{ status: 'completed' }]);
  });

  it.each(['../out.txt', '/etc/passwd', 'a/../../out.txt', 'C:\\out.txt', '~/out.txt', '.'])(
    '[B34] a path that leaves the folder is refused: %s',
    async (path) => {
      const { host, run } = prepare();
      const end = await run(`${file(path, 'x')}\n\n${sh('echo after')}`);
      expect(end).toMatchObject({ kind: 'stopped', why: expect.stringContaining('outside the working folder') });
      expect(host.asked).toEqual([]);
      expect(host.files.size).toBe(0);
      expect(host.terminals).toEqual([]);
    },
  );

  it('[S2.5] a client that lets nobody write is told so', async () => {
    const { host, run } = prepare();
    host.offers = { ...host.offers, write: false };
    expect(await run(file('a.txt', 'x'))).toMatchObject({ kind: 'stopped', why: expect.stringContaining('no files') });
    expect(host.asked).toEqual([]);
  });
});

describe('going on', () => {
  it('[S2.5] starts with the given step and keeps the numbers of the whole', async () => {
    const { host, reached, run } = prepare();
    await run(`${sh('one')}\n\n${sh('two')}\n\n${sh('three')}`, 1);
    expect(host.asked).toEqual(['two', 'three']);
    expect(reached).toEqual([1, 2, 2, 3]);
  });
});

describe('a dry run', () => {
  const dry = () => {
    const drafts = new Map<string, string>();
    return prepare({ dry: () => drafts });
  };

  it('[C36] shows every command and waits for nothing, and nothing happens', async () => {
    const { host, run, reached, clock } = dry();
    expect(await run(`# Do\n\n${sh('rm -rf .')}\n\nwait 10 min\n\n${sh('exit 1')}`)).toEqual({ kind: 'finished' });
    expect(host.terminals).toEqual([]);
    expect(host.asked).toEqual([]);
    expect(host.text).toContain('Here it would wait 600 s.');
    expect(clock.pending).toBe(0);
    expect(host.tools).toMatchObject(
      ['rm -rf .', 'exit 1'].map((command) => ({
        kind: 'execute',
        status: 'completed',
        rawInput: { command },
        content: [{ content: { text: expect.stringContaining('not executed') } }],
      })),
    );
    expect(reached).toEqual([]);
  });

  it('[C36] shows what each file would become, one edit after the other, and writes none', async () => {
    const { host, run } = dry();
    host.files.set('/folder/a.txt', 'old\n');
    await run(`${file('a.txt', 'one')}\n\n${file('a.txt', 'two')}\n\n${file('a.txt', 'two')}`);
    expect(host.files.get('/folder/a.txt')).toBe('old\n');
    expect(host.asked).toEqual([]);
    const [first, second, third] = host.tools;
    expect(first?.content).toMatchObject([{ type: 'diff', oldText: 'old\n', newText: 'one\n' }, {}]);
    expect(second?.content).toMatchObject([{ type: 'diff', oldText: 'one\n', newText: 'two\n' }, {}]);
    expect(third).toMatchObject({ status: 'completed', content: [{ content: { text: 'Has this content already.' } }] });
  });

  it('[C36] still refuses what would leave the folder, and needs nothing of the client', async () => {
    const { host, run } = dry();
    host.offers = { terminal: false, write: false, agents: false };
    expect(await run(`${sh('ls')}\n\n${file('a.txt', 'x')}`)).toEqual({ kind: 'finished' });
    expect(await run(file('../out.txt', 'x'))).toMatchObject({ kind: 'stopped' });
  });
});
