import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { START_MS } from '../../main/agent/host.ts';
import { STOP_GRACE_MS } from '../../main/agent/prompt.ts';
import { nextTurn, systemClock } from '../../main/clock.ts';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import { alive, dead } from '../support/alive.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner, Step } from '../support/scripted-agent.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

function open(manner: Manner = {}, clock?: FakeClock): RecordedTurns {
  const all = new RecordedTurns([scriptedAgent(manner)], clock ?? systemClock);
  close = () => (clock ? hurry(clock, all.close()) : all.close());
  return all;
}

const phase = (all: RecordedTurns, run: TurnRun, kind: string) =>
  all.until(() => all.of(run).find((report) => report.type === 'moved' && report.phase.kind === kind));

/** Starts a turn of these steps and resolves once it said something. */
async function speaking(all: RecordedTurns, ...steps: readonly Step[]): Promise<TurnRun> {
  const run = all.start(script(...steps));
  await all.until(() => all.text(run) || undefined);
  return run;
}

describe('stopping', () => {
  test('[C65] an agent that listens ends its turn, keeps what it said, and is there for the next', async () => {
    const all = open();
    const run = await speaking(
      all,
      { do: 'say', text: 'half' },
      { do: 'wait-for-cancel' },
      { do: 'say', text: ' done' },
    );
    all.stop(run);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    expect(all.text(run)).toBe('half done');

    const next = all.start('again', all.after(run));
    expect(await all.ended(next)).toEqual({ kind: 'completed' });
    expect(all.agentSession(next)).toBe(all.agentSession(run));
  });

  test('[C65] [C86] an agent that has been told to stop starts no more programs, and may again in the next turn', async () => {
    const all = open();
    const run = await speaking(
      all,
      { do: 'say', text: 'half ' },
      { do: 'wait-for-cancel' },
      { do: 'run', call: 'late', command: 'touch', args: ['started'] },
    );
    all.stop(run);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    expect(all.text(run)).toContain('stopped this turn');
    expect(existsSync(join(all.folder, 'started'))).toBe(false);

    const again = script({ do: 'run', call: 'next', command: 'touch', args: ['started'] });
    await all.play(again, all.after(run));
    expect(existsSync(join(all.folder, 'started'))).toBe(true);
  });

  test('[C65] an agent that does not listen is ended with all that it started, after its grace', async () => {
    const clock = new FakeClock();
    const all = open({ ignoresTerm: true, ignoresCancel: true }, clock);
    const run = all.start(script({ do: 'spawn' }, { do: 'spawn', ownSession: true }, { do: 'hang' }));
    const spoken = all.until(() => all.text(run).split('\n').length === 3 || undefined);
    await hurry(clock, spoken);
    const pids = all.text(run).trim().split('\n').map(Number);
    expect(pids.map(alive)).toEqual([true, true]);

    all.stop(run);
    await nextTurn();
    clock.advance(STOP_GRACE_MS - 1);
    await nextTurn();
    expect(all.of(run).some((report) => report.type === 'ended')).toBe(false);
    clock.advance(1);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    const reported = all.told.length;
    await hurry(clock, dead(pids));
    expect(all.told).toHaveLength(reported);
  });

  test('[G16] an agent that goes on talking is not listened to once its turn was ended', async () => {
    const clock = new FakeClock();
    const all = open({ ignoresCancel: true }, clock);
    const run = all.start(script({ do: 'flood', of: 'text', count: 1e9 }));
    await all.until(() => all.updates(run).length > 2 || undefined);
    all.stop(run);
    await nextTurn();
    clock.advance(STOP_GRACE_MS);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    await hurry(clock, dead([Number(all.agentSession(run).split('-')[1])]));
    expect(all.of(run).at(-1)?.type).toBe('ended');
  });

  test('[X1] [C31] the lock is passed on only when the killed process is gone', async () => {
    const clock = new FakeClock();
    const all = open({ ignoresTerm: true, ignoresCancel: true }, clock);
    const run = all.start(script({ do: 'spawn' }, { do: 'hang' }));
    await all.until(() => all.text(run).endsWith('\n') || undefined);
    const pid = Number(all.text(run));
    const next = all.start('next');
    await phase(all, next, 'waiting');
    let aliveAtStart: boolean | undefined;
    const started = phase(all, next, 'starting').then(() => {
      aliveAtStart = alive(pid);
    });
    all.stop(run);
    await nextTurn();
    clock.advance(STOP_GRACE_MS);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    expect(all.of(next).at(-1)).toEqual({ type: 'moved', phase: { kind: 'waiting', place: 1 } });
    await hurry(clock, started);
    expect(aliveAtStart).toBe(false);
    expect(await hurry(clock, all.ended(next))).toEqual({ kind: 'completed' });
  });

  test('[S4.5] what it asks once it was told to stop is cancelled, told as such, and waits for nobody', async () => {
    const all = open();
    const call = { toolCallId: 'late', title: 'Write' };
    const run = await speaking(all, { do: 'say', text: 'half ' }, { do: 'wait-for-cancel' }, { do: 'ask', call });
    all.stop(run);
    const { id, title } = await all.question(run);
    expect(title).toBe('Write');
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    expect(all.of(run)).toContainEqual({ type: 'withdrawn', requestId: id });
    expect(all.text(run)).toContain('"outcome":"cancelled"');
  });

  test('[C65] [C86] programs that it runs through us end with the stop', async () => {
    const all = open();
    const run = all.start(script({ do: 'run', call: 'c', command: 'echo $$; trap "" TERM; sleep 600; sleep 600' }));
    const output = await all.until(() => all.updates(run).find((update) => update.type === 'output'));
    const pid = Number(output.type === 'output' && output.text);
    expect(alive(pid)).toBe(true);
    all.stop(run);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    await dead([pid]);
  });

  test('[C65] while it waits for its turn it stops at once and starts nothing', async () => {
    const all = open();
    const first = await speaking(all, { do: 'say', text: 'busy' }, { do: 'wait-for-cancel' });
    const second = all.start('second');
    await phase(all, second, 'waiting');
    all.stop(second);
    expect(all.of(second).at(-1)).toEqual({ type: 'ended', outcome: { kind: 'stopped' } });
    all.stop(first);
    await all.ended(first);
    expect(all.of(second).map((report) => report.type)).toEqual(['moved', 'ended']);
  });

  test.each<[string, Manner]>([
    ['starts', { initialize: 'silent' }],
    ['opens the conversation', { opens: 'silent' }],
  ])('[C65] while the agent %s it stops at once, and the next turn gets a new process', async (_when, manner) => {
    const all = open();
    const asked = join(all.folder, 'asked');
    all.directory.set([scriptedAgent({ ...manner, asked })]);
    const run = all.start('first');
    await vi.waitFor(() => expect(existsSync(asked)).toBe(true), { timeout: 10_000 });
    all.stop(run);
    expect(all.of(run).at(-1)).toEqual({ type: 'ended', outcome: { kind: 'stopped' } });
    all.directory.set([scriptedAgent()]);
    expect(await all.play('second')).toEqual({ kind: 'completed' });
  });

  test('[C65] stopped before it is prompted, an agent that already runs is never told', async () => {
    const all = open();
    const first = all.start('first');
    await all.ended(first);
    const resumed = all.after(first);
    const second = all.start('second', resumed);
    await phase(all, second, 'starting');
    all.stop(second);
    expect(await all.ended(second)).toEqual({ kind: 'stopped' });
    expect(await all.play('third', resumed)).toEqual({ kind: 'completed' });
    expect(all.of(second).map((report) => report.type)).toEqual(['moved', 'ended']);
  });

  test('[C65] stopping twice, or what has ended, does nothing', async () => {
    const all = open();
    const run = await speaking(all, { do: 'say', text: 'a' }, { do: 'wait-for-cancel' });
    all.stop(run);
    all.stop(run);
    await all.ended(run);
    all.stop(run);
    expect(all.of(run).filter((report) => report.type === 'ended')).toHaveLength(1);
  });
});

describe('terminating', () => {
  test('[C31] ends the agent with all that it started, at once, though it would not listen', async () => {
    const clock = new FakeClock();
    const all = open({ ignoresTerm: true, ignoresCancel: true }, clock);
    const run = all.start(script({ do: 'spawn' }, { do: 'hang' }));
    await hurry(
      clock,
      all.until(() => all.text(run).endsWith('\n') || undefined),
    );
    all.runner.terminate(run.turnId);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    const pids = [Number(all.text(run)), Number(all.agentSession(run).split('-')[1])];
    await hurry(clock, dead(pids));
    expect(all.of(run).at(-1)?.type).toBe('ended');
  });

  test('[C31] cuts the grace of a stop short, and the lock is passed on when the process is gone', async () => {
    const clock = new FakeClock();
    const all = open({ ignoresTerm: true, ignoresCancel: true }, clock);
    const run = all.start(script({ do: 'spawn' }, { do: 'hang' }));
    await hurry(
      clock,
      all.until(() => all.text(run).endsWith('\n') || undefined),
    );
    const next = all.start('next');
    await phase(all, next, 'waiting');
    let aliveAtStart: boolean | undefined;
    const started = phase(all, next, 'starting').then(() => {
      aliveAtStart = alive(Number(all.text(run)));
    });
    all.stop(run);
    await nextTurn();
    all.runner.terminate(run.turnId);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    await hurry(clock, started);
    expect(aliveAtStart).toBe(false);
    expect(await hurry(clock, all.ended(next))).toEqual({ kind: 'completed' });
  });

  test('[C31] sessions that rested in the process are opened again when they go on', async () => {
    const all = open({ reopens: 'load' });
    const resting = all.start('first');
    await all.ended(resting);
    const run = await speaking(all, { do: 'say', text: 'busy' }, { do: 'hang' });
    all.runner.terminate(run.turnId);
    expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    const next = all.start('second', all.after(resting));
    expect(await all.ended(next)).toEqual({ kind: 'completed' });
    expect(all.attached(next)).toMatchObject({ agentSession: all.agentSession(resting), how: 'reopened' });
    expect(all.text(next)).toBe('second');
  });

  test('[C31] what waits or begins ends like with a stop, and what has ended is left alone', async () => {
    const all = open({ opens: 'silent' });
    const asked = join(all.folder, 'asked');
    all.directory.set([scriptedAgent({ opens: 'silent', asked })]);
    const begins = all.start('first');
    const waits = all.start('second');
    await phase(all, waits, 'waiting');
    await vi.waitFor(() => expect(existsSync(asked)).toBe(true), { timeout: 10_000 });
    for (const run of [waits, begins]) all.runner.terminate(run.turnId);
    for (const run of [waits, begins]) expect(await all.ended(run)).toEqual({ kind: 'stopped' });
    all.directory.set([scriptedAgent()]);
    const next = await speaking(all, { do: 'say', text: 'a' }, { do: 'wait-for-cancel' });
    all.runner.terminate(begins.turnId);
    all.stop(next);
    await all.ended(next);
    expect(await all.play('again', all.after(next))).toEqual({ kind: 'completed' });
    expect(alive(Number(all.agentSession(next).split('-')[1]))).toBe(true);
  });
});

describe('one program', () => {
  const started = async (all: RecordedTurns, run: TurnRun, index: number) => {
    const output = await all.until(
      () => all.updates(run).filter((update) => update.type === 'output' && update.call === `c${index}`)[0],
    );
    if (output.type !== 'output') throw new Error('Not an output');
    return { terminal: output.terminal, pid: Number(output.text) };
  };
  const sleep: Step = { do: 'run', call: 'c1', command: 'echo $$; exec sleep 600' };

  test('[C32] is interrupted, its turn goes on, and another program runs on', async () => {
    const all = open();
    const run = all.start(script(sleep, { ...sleep, call: 'c2' }, { do: 'say', text: 'done' }));
    const first = await started(all, run, 1);
    all.runner.interruptTerminal(run.sessionId, first.terminal);
    await dead([first.pid]);
    const second = await started(all, run, 2);
    all.runner.interruptTerminal(run.sessionId, first.terminal);
    all.runner.interruptTerminal(run.sessionId, 'no such terminal');
    all.runner.interruptTerminal(all.start('other').sessionId, second.terminal);
    await nextTurn();
    expect(alive(second.pid)).toBe(true);
    all.runner.interruptTerminal(run.sessionId, second.terminal);
    expect(await all.ended(run)).toEqual({ kind: 'completed' });
    expect(all.text(run)).toContain('done');
    const exits = all.updates(run).filter((update) => update.type === 'exit');
    expect(exits).toMatchObject([{ exit: { signal: 'SIGTERM' } }, { exit: { signal: 'SIGTERM' } }]);
  });
});

describe('closing', () => {
  test('[S2.5] an agent that ignores its closed input is ended', async () => {
    const all = open({ ignoresClosedInput: true });
    const run = all.start(script({ do: 'spawn' }));
    await all.ended(run);
    const pid = Number(all.text(run));
    const agent = Number(all.agentSession(run).split('-')[1]);
    expect([agent, pid].map(alive)).toEqual([true, true]);
    await all.runner.close();
    expect([agent, pid].map(alive)).toEqual([false, false]);
  });

  test('[S4.2] an agent that ends by itself when it is asked to leaves nothing behind that it had started', async () => {
    const all = open();
    const run = all.start(script({ do: 'spawn', ownSession: true }));
    await all.ended(run);
    const stray = Number(all.text(run));
    expect(alive(stray)).toBe(true);
    await all.runner.close();
    expect(alive(stray)).toBe(false);
  });

  test('[S2.5] turns that run or wait are interrupted, and nothing comes after', async () => {
    const all = open();
    const first = await speaking(all, { do: 'say', text: 'a' }, { do: 'flood', of: 'text', count: 1e9 });
    const second = all.start('second');
    await phase(all, second, 'waiting');
    await all.runner.close();
    expect(await all.ended(first)).toEqual({ kind: 'interrupted' });
    expect(await all.ended(second)).toEqual({ kind: 'interrupted' });
    expect([first, second].map((run) => all.of(run).at(-1)?.type)).toEqual(['ended', 'ended']);
  });

  test('[S2.5] the programs of a session that goes end', async () => {
    const all = open();
    const command = 'echo $$; exec sleep 600';
    const create: Step = { do: 'request', method: 'terminal/create', params: { command } };
    const run = all.start(script(create));
    await all.ended(run);
    const { terminalId } = JSON.parse(all.text(run)) as { readonly terminalId: string };
    const update = { sessionUpdate: 'tool_call', toolCallId: 'c', content: [{ type: 'terminal', terminalId }] };
    const next = all.start(script({ do: 'update', update }), all.after(run));
    const output = await all.until(() => all.updates(next).find((one) => one.type === 'output'));
    await all.ended(next);
    all.runner.release(run.sessionId);
    await dead([Number(output.type === 'output' && output.text)]);
  });

  /** A session was released, and its agent has done something after that: what it was told to close. */
  async function closedAt(announced: Pick<NonNullable<Manner['closes']>, 'unannounced'>) {
    const all = open();
    const file = join(all.folder, 'closed');
    all.directory.set([scriptedAgent({ closes: { file, ...announced } })]);
    const [goes, stays] = [all.start('goes'), all.start('stays')];
    for (const run of [goes, stays]) await all.ended(run);
    all.runner.release(goes.sessionId);
    await all.play('after it', all.after(stays));
    return { run: all.agentSession(goes), told: existsSync(file) ? readFileSync(file, 'utf8') : '' };
  }

  test('[S4.4] a session that goes is closed at its agent, where that can', async () => {
    const { run, told } = await closedAt({});
    expect(told).toBe(`${run}\n`);
  });

  test('[S4.4] an agent that cannot close a session is not told to', async () => {
    expect((await closedAt({ unannounced: true })).told).toBe('');
  });
});

test('[S2.5] an agent that never answers its start is given up', async () => {
  const clock = new FakeClock();
  const all = open({ initialize: 'silent', stderr: ['waiting for the moon'] }, clock);
  const run = all.start('hello');
  await phase(all, run, 'starting');
  expect(await hurry(clock, all.ended(run), START_MS / 20)).toMatchObject({
    kind: 'failed',
    failure: { code: 'agent-start', message: expect.stringContaining('60 seconds') },
  });
});
