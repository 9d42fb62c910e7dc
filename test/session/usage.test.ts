import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestIdOf, rollbackIdOf, type SessionId, type TurnId } from '../../protocol/ids.ts';
import { type Money, NO_TOKENS, NOTHING_SPENT, type Tokens, type TurnUsage } from '../../protocol/usage.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called, ENDED } from './reports.ts';
import { asideOf, childOf } from './spawned.ts';
import { attached, headIn, STOPPED } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const usd = (amount: number): Money => ({ amount, currency: 'USD' });
const told = (cost: Money | null, usedTokens = 1) =>
  ({ type: 'updates', updates: [{ type: 'usage', usage: { usedTokens, sizeTokens: 9, cost } }] }) as const;
const tokens = (total: number): Tokens => ({ ...NO_TOKENS, total });
const endedWith = (total: number) => ({ ...ENDED, tokens: tokens(total) }) as const;
const RUNNING = { type: 'moved', phase: { kind: 'running', heard: false } } as const;

const usageOf = (turn: TurnId, session = id): TurnUsage | undefined =>
  host.store.sessions.usage.turns(session, [turn])[0]?.usage;
const costOf = (turn: TurnId) => usageOf(turn)?.cost;

/** A turn whose agent tells each of these counts of its cost. */
function spend(agentSession: string, ...counts: readonly (Money | null)[]): TurnId {
  const turn = host.prompt(id, 'spend');
  host.report(id, turn, attached(agentSession), ...counts.map((count) => told(count)), ENDED);
  return turn;
}

const COUNTS: readonly (readonly [
  name: string,
  told: readonly (readonly [session: string, count: number])[],
  costs: number[],
])[] = [
  [
    'goes on',
    [
      ['a', 0.1],
      ['a', 0.3],
    ],
    [0.1, 0.2],
  ],
  [
    'stands still',
    [
      ['a', 0.1],
      ['a', 0.1],
    ],
    [0.1, 0],
  ],
  [
    'begins anew in the same agent session',
    [
      ['a', 0.5],
      ['a', 0.2],
      ['a', 0.3],
    ],
    [0.5, 0.2, 0.1],
  ],
  [
    'begins anew with a new agent session',
    [
      ['a', 0.5],
      ['b', 0.7],
    ],
    [0.5, 0.7],
  ],
  [
    'is taken up again where an agent session was left',
    [
      ['a', 2],
      ['b', 1],
      ['a', 2.5],
      ['b', 1.25],
    ],
    [2, 1, 0.5, 0.25],
  ],
  [
    'is of many small parts',
    [
      ['a', 0.1],
      ['a', 0.2],
      ['a', 0.30000000000000004],
    ],
    [0.1, 0.1, 0.1],
  ],
];
test.each(COUNTS)('[S4.7] the cost of a turn is what the count grew by: it %s', (_, steps, costs) => {
  const turns = steps.map(([session, count]) => spend(session, usd(count)));
  expect(turns.map(costOf)).toEqual(costs.map((amount) => [usd(amount)]));
  expect(headIn(host, id).spent).toMatchObject({ turns: costs.length, reported: { cost: costs.length, tokens: 0 } });
});

test('[S4.7] a count that falls within one turn, even within one report, is counted twice from nothing', () => {
  const turn = host.prompt(id, 'one');
  const both = [...told(usd(0.5)).updates, ...told(usd(0.2)).updates];
  host.report(id, turn, attached('a'), told(usd(0.4)), { type: 'updates', updates: both }, ENDED);
  expect(costOf(turn)).toEqual([usd(0.7)]);
});

test('[S4.7] where an agent says its count stands before it is asked is nobody’s cost', () => {
  const copied = host.prompt(id, 'one');
  host.report(id, copied, { ...attached('copy'), how: 'forked', count: usd(5) }, told(usd(5.5)), ENDED);
  expect(costOf(copied)).toEqual([usd(0.5)]);
});

test('[S4.7] an update without a cost leaves the count where it was, and a currency beside another counts by itself', () => {
  const [one, two] = [spend('a', usd(0.5), null), spend('a', null, usd(0.75), { amount: 3, currency: 'CNY' })];
  expect([one, two].map(costOf)).toEqual([[usd(0.5)], [{ amount: 3, currency: 'CNY' }, usd(0.25)]]);
});

test('[S4.7] what was not reported is unknown, and not nothing', () => {
  const turn = host.prompt(id, 'one');
  host.report(id, turn, RUNNING, ENDED);
  expect(usageOf(turn)).toMatchObject({ tokens: NO_TOKENS, cost: [] });
  const free = spend('a', usd(0));
  expect(costOf(free)).toEqual([usd(0)]);
  expect(headIn(host, id).spent).toMatchObject({
    ...{ turns: 2, tokens: NO_TOKENS, cost: [usd(0)] },
    reported: { tokens: 0, cost: 1 },
  });
});

test('[S4.7] a context that shrinks is shown as it is, and changes no count', () => {
  const turn = host.prompt(id, 'one');
  host.report(id, turn, attached('a'), told(usd(1), 8), told(null, 2), endedWith(70));
  expect(headIn(host, id)).toMatchObject({ context: { usedTokens: 2, sizeTokens: 9 }, spent: { cost: [usd(1)] } });
  expect(usageOf(turn)?.tokens.total).toBe(70);
});

test('[S4.7] a turn’s time begins with its place and tells apart for whom it waited', () => {
  const turn = host.prompt(id, 'one');
  host.clock.advance(1_000);
  const steps = [
    [{ type: 'moved', phase: { kind: 'starting', wait: { kind: 'room' } } }, 2_000],
    [{ type: 'moved', phase: { kind: 'starting' } }, 3],
    [RUNNING, 40],
    [asked(1), 500],
  ] as const;
  for (const [report, ms] of steps) {
    host.report(id, turn, report);
    host.clock.advance(ms);
  }
  host.service.dispatch({ type: 'answer', sessionId: id, requestId: requestIdOf(ulidOf(1)), optionId: 'yes' });
  host.report(id, turn, { type: 'awaiting', children: [childOf(host, id, turn)] });
  host.clock.advance(6_000);
  host.report(id, turn, { type: 'awaiting', children: [] }, called('more'));
  host.clock.advance(7);
  host.report(id, turn, ENDED);
  expect(usageOf(turn)).toMatchObject({ times: { workMs: 50, personMs: 500, childrenMs: 6_000 }, toolCalls: 2 });
});

const LINK = { kind: 'link', url: 'https://a.example' } as const;

test('[S4.7] while a form is open a turn waits for a person', () => {
  const turn = host.prompt(id, 'one');
  const question = { id: requestIdOf(ulidOf(1)), message: 'Sign in', ask: LINK };
  host.report(id, turn, RUNNING, { type: 'form-asked', question } as const);
  host.clock.advance(500);
  host.report(id, turn, { type: 'form-closed', requestId: question.id, how: 'sent' });
  host.clock.advance(7);
  host.report(id, turn, ENDED);
  expect(usageOf(turn)?.times).toEqual({ workMs: 7, personMs: 500, childrenMs: 0 });
});

test('[S4.7] a turn that never had its place is not counted', () => {
  const turn = host.prompt(id, 'one');
  host.report(id, turn, STOPPED);
  expect(usageOf(turn)).toBeUndefined();
  expect(headIn(host, id).spent).toEqual(NOTHING_SPENT);
});

test('[S4.7] [B25] what was rolled back stays counted, also when it is gone for good, and its turns say so', () => {
  const [one, two] = [spend('a', usd(1)), spend('a', usd(3))];
  const rollbackId = rollbackIdOf(host.newUlid());
  expect(host.service.dispatch({ type: 'rollback', sessionId: id, turnId: two, rollbackId }).ok).toBe(true);
  const places = () => host.store.sessions.usage.of(id).turns.map(({ turn, place }) => [turn, place] as const);
  expect(headIn(host, id).spent).toMatchObject({ turns: 2, cost: [usd(3)] });
  expect(new Map(places())).toEqual(
    new Map([
      [two, 'undone'],
      [one, 'shown'],
    ]),
  );
  host.clock.advance(31 * 24 * 3_600_000);
  expect(new Map(places())).toEqual(
    new Map([
      [two, 'gone'],
      [one, 'shown'],
    ]),
  );
  expect(host.store.sessions.usage.of(id).own).toEqual(headIn(host, id).spent);
});

test('[S4.7] what is told after the end of a turn, or again, is still that turn’s, and counts once', () => {
  const one = spend('a', usd(1));
  host.report(id, one, told(usd(1.5)), told(usd(1.5)), endedWith(9));
  const two = host.prompt(id, 'two');
  host.report(id, two, attached('b'), told(usd(4)));
  host.report(id, one, told(usd(2))); // of the agent session that it ran in
  host.report(id, two, ENDED, endedWith(5));
  expect([one, two].map(costOf)).toEqual([[usd(2)], [usd(4)]]);
  expect(headIn(host, id).spent).toMatchObject({ turns: 2, tokens: NO_TOKENS, cost: [usd(6)] });
});

test('[S4.7] [X2] after a crash the cost that was told is there, the time is unknown, and the count goes on', () => {
  const one = host.prompt(id, 'one');
  host.report(id, one, attached('a'), RUNNING, told(usd(1)));
  const { folder, clock } = host;
  host.abandon();
  host = openSessionHost({ folder, clock, firstId: 90_000 });
  expect(usageOf(one)).toMatchObject({ cost: [usd(1)], times: { workMs: null }, toolCalls: null });
  expect(costOf(spend('a', usd(1.25)))).toEqual([usd(0.25)]);
  expect(headIn(host, id).spent).toMatchObject({ turns: 2, reported: { cost: 2, time: 1 } });
  expect(host.store.sessions.usage.of(id).own).toEqual(headIn(host, id).spent);
});

test('[S4.7] a session’s sum has those below it, asides and what is gone, and none counts twice', () => {
  const one = spend('a', usd(1));
  const child = childOf(host, id, one);
  const task = host.prompt(child, 'task');
  const grandchild = childOf(host, child, task);
  host.report(child, task, RUNNING, ENDED);
  const aside = asideOf(host, id, one);
  for (const [session, total] of [
    [grandchild, 30],
    [aside, 400],
  ] as const) {
    host.report(session, host.prompt(session, 'x'), RUNNING, endedWith(total));
  }
  const fork = host.service.dispatch({ type: 'fork', sessionId: id, newSessionId: host.create(), turnId: one });
  expect(fork.ok).toBe(true);
  expect(host.service.dispatch({ type: 'delete', sessionId: aside }).ok).toBe(true);
  const before = host.store.sessions.usage.of(id);
  expect(before).toMatchObject({ below: 3, own: { turns: 1 }, family: { turns: 4, tokens: { total: 430 } } });
  expect(host.service.dispatch({ type: 'delete', sessionId: child }).ok).toBe(true);
  host.clock.advance(31 * 24 * 3_600_000);
  expect(host.store.sessions.read(grandchild, 1)).toBeUndefined();
  expect(host.store.sessions.usage.of(id).family).toEqual(before.family);
  expect(host.store.sessions.usage.summary('agent', null).total).toEqual(before.family);
});
