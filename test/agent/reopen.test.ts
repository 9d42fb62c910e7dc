import { afterEach, expect, test } from 'vitest';
import { IDLE_MS } from '../../main/agent/pool.ts';
import { STOP_GRACE_MS } from '../../main/agent/prompt.ts';
import { nextTurn, systemClock } from '../../main/clock.ts';
import type { Agent } from '../../protocol/agent.ts';
import { dead } from '../support/alive.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner } from '../support/scripted-agent.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

function open(manner: Manner = {}, clock?: FakeClock): RecordedTurns {
  const all = new RecordedTurns([scriptedAgent(manner)], clock ?? systemClock);
  close = () => (clock ? hurry(clock, all.close()) : all.close());
  return all;
}

const FROM_BEFORE = { id: 'from-before', fork: false } as const;

test('[S2.5] sessions that rest share a process, each with a conversation of its own', async () => {
  const all = open();
  const first = all.start('first');
  await all.ended(first);
  const second = all.start('second');
  await all.ended(second);
  const [one, two] = [all.agentSession(first), all.agentSession(second)];
  expect(one).not.toBe(two);
  expect(one.split('-')[1]).toBe(two.split('-')[1]);
});

test('[S2.5] a conversation of an earlier process is loaded, and what it repeats is not shown again', async () => {
  const all = open({ reopens: 'load' });
  const run = all.start('hello', { agentSession: FROM_BEFORE });
  expect(await all.ended(run)).toEqual({ kind: 'completed' });
  expect(all.attached(run)).toEqual({ type: 'attached', agentSession: 'from-before', how: 'reopened', options: null });
  expect(all.updates(run)).toEqual([{ type: 'text', of: 'reply', message: null, text: 'hello' }]);
});

test('[S2.5] one that can be resumed is resumed', async () => {
  const all = open({ reopens: 'resume' });
  const run = all.start('hello', { agentSession: FROM_BEFORE });
  await all.ended(run);
  expect(all.attached(run)).toEqual({ type: 'attached', agentSession: 'from-before', how: 'reopened', options: null });
});

test.each<Manner>([{}, { reopens: 'refuses' }])(
  '[S2.5] one that cannot be reopened is handed over: %j',
  async (manner) => {
    const all = open(manner);
    all.history = 'You asked for the moon.';
    const run = all.start('go on', { agentSession: FROM_BEFORE });
    expect(await all.ended(run)).toEqual({ kind: 'completed' });
    expect(all.attached(run)).toMatchObject({ agentSession: expect.stringMatching(/^scripted-/), how: 'handed-over' });
    expect(all.text(run)).toMatch(/^handed over: .*You asked for the moon\..*go on$/s);

    const next = all.start('and on', all.after(run));
    await all.ended(next);
    expect(all.text(next)).toBe('and on');
  },
);

const OF_ANOTHER = { id: 'from-before', fork: true } as const;

test('[S3.5] a turn that goes on from another session runs in a copy, where the agent can make one', async () => {
  const all = open({ forks: 'copies', reopens: 'load' });
  all.history = 'You asked for the moon.';
  const run = all.start('go on', { agentSession: OF_ANOTHER });
  expect(await all.ended(run)).toEqual({ kind: 'completed' });
  expect(all.attached(run)).toMatchObject({ agentSession: 'copy of from-before', how: 'forked' });
  expect(all.text(run)).toBe('go on');
});

test('[S3.5] the session that was copied stays as it is, with its own conversation', async () => {
  const all = open({ forks: 'copies' });
  const first = all.start('first');
  await all.ended(first);
  const id = all.agentSession(first);
  const copy = all.start('copy', { agentSession: { id, fork: true } });
  await all.ended(copy);
  expect(all.agentSession(copy)).toBe(`copy of ${id}`);
  const again = all.start('again', all.after(first));
  await all.ended(again);
  expect(all.attached(again)).toMatchObject({ agentSession: id, how: 'kept' });
  expect([first, copy, again].map((run) => all.text(run))).toEqual(['first', 'copy', 'again']);
});

test.each<Manner>([{}, { forks: 'refuses' }, { reopens: 'load' }])(
  '[S3.5] where the agent cannot copy, a new session is given the transcript: %j',
  async (manner) => {
    const all = open(manner);
    all.history = 'You asked for the moon.';
    const run = all.start('go on', { agentSession: OF_ANOTHER });
    expect(await all.ended(run)).toEqual({ kind: 'completed' });
    expect(all.attached(run)).toMatchObject({ agentSession: expect.stringMatching(/^scripted-/), how: 'handed-over' });
    expect(all.text(run)).toMatch(/^handed over: .*You asked for the moon\..*go on$/s);
  },
);

test('[S2.5] of a long history the end is handed over', async () => {
  const all = open();
  all.history = `${'old '.repeat(100_000)}the end`;
  const run = all.start('go on');
  await all.ended(run);
  expect(all.text(run).length).toBeLessThan(210_000);
  expect(all.text(run)).toContain('the end');
});

test('[S2.5] the first turn hands nothing over', async () => {
  const all = open();
  const run = all.start('hello');
  await all.ended(run);
  expect(all.attached(run)).toMatchObject({ how: 'new' });
});

test('[S2.5] after a crash the conversation goes on in a new process', async () => {
  const all = open({ reopens: 'load' });
  const run = all.start(script({ do: 'crash', code: 1 }));
  await all.ended(run);
  const next = all.start('next', all.after(run));
  expect(await all.ended(next)).toEqual({ kind: 'completed' });
  expect(all.agentSession(next)).toBe(all.agentSession(run));
  expect(all.text(next)).toBe('next');
});

test.each<[Manner, string]>([
  [{ reopens: 'resume' }, 'reopened'],
  [{ reopens: 'load' }, 'reopened'],
  [{}, 'handed-over'],
])(
  '[S4.2] an agent that lost a conversation and lives on is given it again within the turn: %j',
  async (manner, how) => {
    const all = open(manner);
    const first = all.start(script({ do: 'lose' }));
    await all.ended(first);
    all.history = 'You asked for the moon.';
    const next = all.start('next', all.after(first));
    expect(await all.ended(next)).toEqual({ kind: 'completed' });
    const ways = all.of(next).flatMap((report) => (report.type === 'attached' ? [report.how] : []));
    expect(ways).toEqual(['kept', how]);
    expect(all.text(next)).toMatch(how === 'reopened' ? /^next$/ : /^handed over: .*moon\..*next$/s);
  },
);

test('[S4.2] an agent that did something before it said that it knows no such thing is not prompted again', async () => {
  const all = open({ reopens: 'resume' });
  const first = all.start('first');
  await all.ended(first);
  const next = all.start(
    script({ do: 'say', text: 'once' }, { do: 'fail', code: -32002, message: 'Resource not found' }),
    all.after(first),
  );
  expect(await all.ended(next)).toMatchObject({ kind: 'failed', failure: { code: 'agent-error' } });
  expect(all.text(next)).toBe('once');
});

test('[S2.5] an agent that was configured otherwise is started anew', async () => {
  const all = open();
  const first = all.start('first');
  await all.ended(first);
  all.directory.set([scriptedAgent({ reopens: 'load' })]);
  const second = all.start('second', all.after(first));
  expect(await all.ended(second)).toEqual({ kind: 'completed' });
  expect(all.text(second)).toBe('second');
  await dead([Number(all.agentSession(first).split('-')[1])]);
});

test('[S2.5] a process that nobody needs ends after ten minutes, and not while it works', async () => {
  const clock = new FakeClock();
  const all = open({}, clock);
  const first = all.start('first');
  await all.ended(first);
  const pid = Number(all.agentSession(first).split('-')[1]);
  clock.advance(IDLE_MS - 1);
  const second = all.start(script({ do: 'ask', call: { toolCallId: 'c' } }));
  const { id } = await all.question(second);
  clock.advance(IDLE_MS);
  await nextTurn();
  all.runner.answer(second.sessionId, id, { kind: 'cancelled' });
  expect(await all.ended(second)).toEqual({ kind: 'completed' });
  await hurry(clock, dead([pid]), IDLE_MS);
});

test('[S5.4] an agent whose own sub-agent works is not idle, also when no turn runs; one that is told to stop has only so long', async () => {
  const clock = new FakeClock();
  const agent: Agent = { ...scriptedAgent(), nativeSubagents: true } as Agent;
  const all = new RecordedTurns([agent], clock);
  close = () => hurry(clock, all.close());
  const said = { sessionId: 'sub', state: { state: 'running' }, capabilities: { cancel: {} } };
  const announced = { do: 'update', update: { sessionUpdate: 'subagent_update', ...said } } as const;
  const run = all.start(script(announced, { do: 'as', session: 'sub', steps: [{ do: 'hang' }], later: true }));
  await all.ended(run);
  const [led] = all.led;
  if (!led) throw new Error('It leads nobody');
  await nextTurn(); // by then the process rests
  clock.advance(2 * IDLE_MS);
  const again = all.start('again', all.after(run));
  expect(await all.ended(again)).toEqual({ kind: 'completed' });
  expect(all.attached(again)).toMatchObject({ how: 'kept' });
  all.runner.stop(led.turnId);
  clock.advance(STOP_GRACE_MS - 1);
  expect(all.of(led)).toEqual([]);
  clock.advance(1);
  expect(all.of(led)).toEqual([{ type: 'ended', outcome: { kind: 'stopped' } }]);
  await hurry(clock, dead([Number(all.agentSession(run).split('-')[1])]), IDLE_MS);
});
