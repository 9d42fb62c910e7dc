import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ATTACH_MS } from '../../main/agent/attach.ts';
import { DRAIN_MS } from '../../main/agent/pool.ts';
import { STOP_GRACE_MS } from '../../main/agent/prompt.ts';
import { nextTurn, systemClock } from '../../main/clock.ts';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import type { Agent } from '../../protocol/agent.ts';
import { alive, dead } from '../support/alive.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner, Step } from '../support/scripted-agent.ts';

type Sharing = { readonly turnsPerFolder: number; readonly concurrentPrompts?: boolean };

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

function open(manner: Manner, sharing?: Sharing, clock?: FakeClock): RecordedTurns {
  const agent: Agent = { ...scriptedAgent(manner), ...sharing };
  const all = new RecordedTurns([agent], clock ?? systemClock);
  close = () => (clock ? hurry(clock, all.close()) : all.close());
  return all;
}

const pidOf = (all: RecordedTurns, run: TurnRun) => Number(all.agentSession(run).split('-')[1]);
const speaks = (all: RecordedTurns, run: TurnRun) => all.until(() => all.text(run) || undefined);
const made = (path: string) => vi.waitFor(() => expect(existsSync(path)).toBe(true), { timeout: 10_000, interval: 5 });

test('[G16] words after the end of a turn are that turn’s; once its conversation went on in another process they are nobody’s', async () => {
  const all = open({ reopens: 'resume' }, { turnsPerFolder: 2 });
  const [once, twice, go] = ['once', 'twice', 'go'].map((name) => join(all.folder, name)) as [string, string, string];
  const first = all.start(
    script({ do: 'say', text: 'a' }, { do: 'later', text: 'b', once }, { do: 'later', text: 'c', once: twice }),
  );
  await all.ended(first);
  writeFileSync(once, '');
  await all.until(() => all.text(first) === 'ab' || undefined);

  const other = all.start(script({ do: 'say', text: 'busy' }, { do: 'wait-for-file', path: go }));
  await speaks(all, other);
  const second = all.start('second', all.after(first));
  expect(await all.ended(second)).toEqual({ kind: 'completed' });
  writeFileSync(twice, '');
  await made(`${twice}.said`);
  writeFileSync(go, '');
  expect(await all.ended(other)).toEqual({ kind: 'completed' });
  expect([all.text(first), all.text(second), all.text(other)]).toEqual(['ab', 'second', 'busy']);
});

test('[G16] a program of a conversation that went on in another process ends, and nothing is told of it', async () => {
  const all = open({ reopens: 'resume' }, { turnsPerFolder: 2 });
  const params = { command: 'echo $$; exec sleep 600' };
  const first = all.start(script({ do: 'request', method: 'terminal/create', params }));
  await all.ended(first);
  const { terminalId } = JSON.parse(all.text(first)) as { readonly terminalId: string };
  const update = { sessionUpdate: 'tool_call', toolCallId: 'c', content: [{ type: 'terminal', terminalId }] };
  const shows = all.start(script({ do: 'update', update }), all.after(first));
  const output = await all.until(() => all.updates(shows).find((one) => one.type === 'output'));
  await all.ended(shows);

  const other = all.start(script({ do: 'say', text: 'busy' }, { do: 'wait-for-cancel' }));
  await speaks(all, other);
  const before = all.of(shows).length;
  await all.play('elsewhere', all.after(first));
  await dead([Number(output.type === 'output' && output.text)]);
  all.stop(other);
  await all.ended(other);
  expect(all.of(shows)).toHaveLength(before);
});

const FORM = { mode: 'form', message: 'Who?', requestedSchema: { type: 'object', properties: {} } };

test.each<[string, Step]>([
  ['permission', { do: 'ask', call: { toolCallId: 'c' } }],
  ['form', { do: 'elicit', form: FORM }],
])('[G16] a process that ends cancels no %s of the same session’s in another process', async (_what, step) => {
  const all = open({}, { turnsPerFolder: 2 });
  const path = join(all.folder, 'go');
  const first = all.start('first');
  await all.ended(first);
  const crash: Step = { do: 'crash', code: 3 };
  const other = all.start(script({ do: 'say', text: 'busy' }, { do: 'wait-for-file', path }, crash));
  await speaks(all, other);
  expect(pidOf(all, other)).toBe(pidOf(all, first));

  const { sessionId } = first;
  const asks = all.start(script(step), { sessionId });
  const reports = () => all.of(asks).filter(({ type }) => type === 'asked' || type === 'form-asked');
  const [report] = await all.until(() => (reports().length > 0 ? reports() : undefined));
  writeFileSync(path, '');
  expect(await all.ended(other)).toMatchObject({ kind: 'failed' });
  expect(all.text(asks)).toBe('');
  if (report?.type === 'asked') {
    all.runner.answer(sessionId, report.question.id, { kind: 'selected', optionId: 'allow_once' });
  } else if (report?.type === 'form-asked') all.runner.answerForm(sessionId, report.question.id, { kind: 'declined' });
  expect(await all.ended(asks)).toEqual({ kind: 'completed' });
  expect(all.text(asks)).toMatch(/allow_once|decline/);
});

test('[G16] a turn that is ended by force while others run in its process: it ends with them, and nothing it says counts', async () => {
  const clock = new FakeClock();
  const all = open({ ignoresCancel: true }, { turnsPerFolder: 3, concurrentPrompts: true }, clock);
  const path = join(all.folder, 'go');
  const [stuck, other] = [
    all.start(script({ do: 'say', text: 'a' }, { do: 'wait-for-file', path }, { do: 'say', text: 'too late' })),
    all.start(script({ do: 'say', text: 'b' }, { do: 'wait-for-file', path: `${path}.other` })),
  ];
  await Promise.all([speaks(all, stuck), speaks(all, other)]);
  expect(pidOf(all, stuck)).toBe(pidOf(all, other));
  all.stop(stuck);
  await nextTurn();
  clock.advance(STOP_GRACE_MS);
  expect(await all.ended(stuck)).toEqual({ kind: 'stopped' });

  const elsewhere = all.start('elsewhere');
  await all.ended(elsewhere);
  expect(pidOf(all, elsewhere)).not.toBe(pidOf(all, stuck));
  writeFileSync(path, '');
  writeFileSync(`${path}.other`, '');
  expect(await all.ended(other)).toEqual({ kind: 'completed' });
  expect(all.text(stuck)).toBe('a');
  expect(all.of(stuck).at(-1)?.type).toBe('ended');
  expect(alive(pidOf(all, other))).toBe(true);
});

test('[G16] a process with two such turns takes nothing new until both are over', async () => {
  const clock = new FakeClock();
  const all = open({ ignoresCancel: true }, { turnsPerFolder: 2, concurrentPrompts: true }, clock);
  const paths = ['one', 'two'].map((name) => join(all.folder, name)) as [string, string];
  const stuck = paths.map((path) => all.start(script({ do: 'say', text: 'a' }, { do: 'wait-for-file', path })));
  const [one, two] = stuck as [TurnRun, TurnRun];
  await Promise.all([speaks(all, one), speaks(all, two)]);
  expect(pidOf(all, one)).toBe(pidOf(all, two));
  const next = all.start('next');
  for (const run of stuck) all.stop(run);
  await nextTurn();
  clock.advance(STOP_GRACE_MS);
  await Promise.all(stuck.map((run) => all.ended(run)));
  writeFileSync(paths[0], ''); // its place in the line goes to the next turn
  expect(await all.ended(next)).toEqual({ kind: 'completed' });
  expect(pidOf(all, next)).not.toBe(pidOf(all, two));
  writeFileSync(paths[1], '');
});

test('[G16] a conversation that was not opened in time is opened in another process, though others still run in that one', async () => {
  const clock = new FakeClock();
  const all = open({}, undefined, clock);
  const [go, until, asked] = ['go', 'until', 'asked'].map((name) => join(all.folder, name)) as [string, string, string];
  const repeats = { updates: [], how: 'hangs', until } as const;
  const agent = scriptedAgent({ reopens: 'load', repeats, asked });
  all.directory.set([{ ...agent, turnsPerFolder: 2, concurrentPrompts: true } as Agent]);
  const other = all.start(script({ do: 'say', text: 'busy' }, { do: 'wait-for-file', path: go }));
  await speaks(all, other);
  const late = all.start('late', { agentSession: { id: 'before', fork: false } });
  await made(asked);
  clock.advance(ATTACH_MS);
  expect(await all.ended(late)).toMatchObject({ kind: 'failed', failure: { code: 'agent-silent' } });

  writeFileSync(until, '');
  const again = all.start('again', { sessionId: late.sessionId, agentSession: late.agentSession });
  expect(await hurry(clock, all.ended(again))).toEqual({ kind: 'completed' });
  expect(all.attached(again).how).toBe('reopened');
  writeFileSync(go, '');
  expect(await all.ended(other)).toEqual({ kind: 'completed' });
});

test('[G16] when it never ends, its process is ended after a while, and the others with it', async () => {
  const clock = new FakeClock();
  const all = open({ ignoresCancel: true }, { turnsPerFolder: 2, concurrentPrompts: true }, clock);
  const hang = script({ do: 'say', text: 'a' }, { do: 'hang' });
  const [stuck, other] = [all.start(hang), all.start(hang)];
  await Promise.all([speaks(all, stuck), speaks(all, other)]);
  all.stop(stuck);
  await nextTurn();
  clock.advance(STOP_GRACE_MS);
  await all.ended(stuck);
  await nextTurn();
  clock.advance(DRAIN_MS - 1);
  await nextTurn();
  expect(all.of(other).some((report) => report.type === 'ended')).toBe(false);
  clock.advance(1);
  expect(await hurry(clock, all.ended(other))).toMatchObject({ kind: 'failed', failure: { code: 'agent-crashed' } });
  await hurry(clock, dead([pidOf(all, stuck)]));
});

test('[G15] a process that ends before it was asked anything is replaced within the turn', async () => {
  const all = open({ opens: 'once' });
  const first = all.start('first');
  await all.ended(first);
  const second = all.start('second');
  expect(await all.ended(second)).toEqual({ kind: 'completed' });
  expect(all.text(second)).toBe('second');
  expect(pidOf(all, second)).not.toBe(pidOf(all, first));
  expect(all.of(second).filter((report) => report.type === 'attached')).toHaveLength(1);
});

test('[G15] one that ends after it was asked is not asked again', async () => {
  const all = open({});
  await all.play('warm');
  const asked = all.start(script({ do: 'say', text: 'once ' }, { do: 'crash', code: 3 }));
  expect(await all.ended(asked)).toMatchObject({ kind: 'failed', failure: { code: 'agent-crashed' } });
  expect(all.text(asked)).toBe('once ');
});
