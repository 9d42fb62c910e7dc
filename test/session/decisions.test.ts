import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionEvent } from '../../protocol/event.ts';
import { requestIdOf, ruleIdOf, type SessionId, type TurnId } from '../../protocol/ids.ts';
import type { Decision, PermissionOption } from '../../protocol/permission.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called, ENDED, stateOf } from './reports.ts';
import { headIn, STOPPED } from './talk.ts';

const OPTIONS: readonly PermissionOption[] = [
  { id: 'yes', kind: 'allow-once', name: 'Yes' },
  { id: 'always', kind: 'allow-always', name: 'Always' },
  { id: 'no', kind: 'reject-once', name: 'No' },
  { id: 'never', kind: 'reject-always', name: 'Never' },
];

let host: SessionHost;
let id: SessionId;
let turn: TurnId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
  turn = host.prompt(id, 'go');
});
afterEach(() => host.close());

function ask(n: number): void {
  const { question } = asked(n);
  const known = called(question.call, { tool: 'run', title: `Call ${n}` });
  host.report(id, turn, known, { type: 'asked', question: { ...question, command: `run ${n}`, options: OPTIONS } });
}
const request = (n: number) => requestIdOf(ulidOf(n));
const answer = (n: number, optionId: string, more: object = {}) =>
  host.service.dispatch({ type: 'answer', sessionId: id, requestId: request(n), optionId, window: 'w1', ...more });

const log = () => host.permissions.decisions({ session: id, before: null, limit: 50 }).decisions.toReversed();
const told = ({ request: of, verdict, by }: Decision) => [of, verdict, by] as const;
/** What the cards say, by the number of their question. */
const cards = () =>
  stateOf(host, id).items.flatMap((item) => (item.kind === 'tool' && item.decided ? [item.decided] : []));

/** What followers were told from here on, once `work` is done. */
async function eventsOf(work: () => void): Promise<readonly SessionEvent[]> {
  const stop = new AbortController();
  const stream = host.service.follow({ sessionId: id, tail: 1, hidden: true }, stop.signal);
  if (!stream.ok) throw new Error(stream.refusal.code);
  const events: SessionEvent[] = [];
  const { value: opened } = await stream.value.next();
  const { value: snapshot } = await stream.value.next();
  if (opened?.type !== 'opened' || snapshot?.type !== 'snapshot') throw new Error('It does not begin as streams do');
  host.subscriptions.ack(opened.stream, snapshot.seq);
  work();
  const last = host.service.dispatch({ type: 'rename', sessionId: id, title: 'over' });
  for (let seq = 0; last.ok && seq < last.value.seq; ) {
    const { value: batch } = await stream.value.next();
    if (batch?.type !== 'batch') throw new Error('It ended early, or fell behind');
    events.push(...batch.events);
    seq = batch.to;
    host.subscriptions.ack(opened.stream, seq);
  }
  stop.abort();
  return events;
}

/** One question for each way in which it can be decided. */
function decideAll(): void {
  for (let n = 1; n <= 6; n += 1) ask(n);
  answer(1, 'yes');
  answer(2, 'always');
  answer(3, 'no');
  answer(4, 'never');
  answer(5, 'yes', { remember: ruleIdOf(ulidOf(77)) });
  host.report(id, turn, { type: 'withdrawn', requestId: request(6) });
  host.service.dispatch({ type: 'set-policy', sessionId: id, policy: 'all' });
  ask(7);
  host.service.dispatch({ type: 'set-policy', sessionId: id, policy: 'ask' });
  ask(8);
  host.service.dispatch({ type: 'stop', sessionId: id });
}

test('[S4.5] every decision is in the log with who and how, as the events tell it and as the cards show it', async () => {
  const events = await eventsOf(decideAll);
  const by = { kind: 'person', window: 'w1' } as const;
  expect(log().map(told)).toEqual([
    [request(1), 'once', by],
    [request(2), 'always', by],
    [request(3), 'rejected', by],
    [request(4), 'rejected', by],
    [request(5), 'always', by],
    [request(6), 'cancelled', { kind: 'agent' }],
    [request(7), 'once', { kind: 'policy', policy: 'all' }],
    [request(8), 'cancelled', { kind: 'stop' }],
  ]);
  const decided = events.flatMap((event) =>
    event.type === 'answered' || event.type === 'granted' ? [event.decision] : [],
  );
  expect(log()).toEqual(
    decided.map((decision, place) => ({
      ...{ ...decision, seq: place + 1, session: id, sessionTitle: 'over', agentId: 'playbook' },
    })),
  );
  expect(log()[6]).toMatchObject({ turn, title: 'Run', command: 'run 7', at: host.clock.now() });
  expect(cards()).toEqual(
    decided.map(({ verdict, by: who, made, at }) => ({ verdict, by: who, ...(made && { made }), at })),
  );
});

test('[S4.5] a rule that answers is named, and so is the one that was made', () => {
  const rule = ruleIdOf(ulidOf(77));
  ask(1);
  answer(1, 'yes', { remember: rule });
  const { question } = asked(2);
  const again = { ...question, command: 'run 1', options: OPTIONS };
  host.report(id, turn, called(question.call, { tool: 'run' }), { type: 'asked', question: again });
  expect(log().map(({ by, made }) => [by.kind, made])).toEqual([
    ['person', rule],
    ['rule', undefined],
  ]);
  expect(cards()).toMatchObject([{ made: rule }, { by: { kind: 'rule', rule } }]);
});

test('[S4.5] [C38] the first answer wins, and who comes second learns how it was decided and by whom', () => {
  ask(1);
  expect(answer(1, 'no').ok).toBe(true);
  const second = answer(1, 'yes', { window: 'w2', remember: ruleIdOf(ulidOf(77)) });
  const by = { kind: 'person', window: 'w1' };
  expect(second).toEqual({ ok: false, refusal: { code: 'already-answered', verdict: 'rejected', by } });
  expect(host.permissions.rules()).toEqual([]);
  expect(log()).toHaveLength(1);
  ask(2);
  host.report(id, turn, ENDED);
  expect(answer(2, 'yes')).toMatchObject({ refusal: { verdict: 'cancelled', by: { kind: 'turn-ended' } } });
  expect(answer(99, 'yes')).toEqual({ ok: false, refusal: { code: 'already-answered' } });
  expect(host.runner.answered).toHaveLength(1);
});

test('[S4.5] [C69] time never answers; a stop and the end of a turn answer with nothing, and say so', () => {
  ask(1);
  host.clock.advance(365 * 24 * 60 * 60 * 1000);
  expect(headIn(host, id).requests).toHaveLength(1);
  host.report(id, turn, STOPPED);
  expect(log().map(told)).toEqual([[request(1), 'cancelled', { kind: 'stop' }]]);
  expect(host.runner.answered).toEqual([]);
});

test('[S4.5] a question that comes while its turn is being stopped is asked of nobody, and is in the log as cancelled by that', () => {
  host.service.dispatch({ type: 'stop', sessionId: id });
  ask(1);
  expect(headIn(host, id).requests).toEqual([]);
  const by = { kind: 'stop' } as const;
  expect(log().map(told)).toEqual([[request(1), 'cancelled', by]]);
  expect(cards()).toEqual([{ verdict: 'cancelled', by, at: host.clock.now() }]);
  host.report(id, turn, { type: 'withdrawn', requestId: request(1) }, STOPPED);
  expect(log()).toHaveLength(1);
  ask(2); // the turn is over: it has nothing to permit
  expect(log()).toHaveLength(1);
});

test('[S4.5] a crash between a question and its answer grants nothing, and the log has it', () => {
  ask(1);
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 40_000 });
  expect(headIn(host, id).requests).toEqual([]);
  expect(log().map(told)).toEqual([[request(1), 'cancelled', { kind: 'host-ended' }]]);
  expect(answer(1, 'yes')).toMatchObject({ refusal: { by: { kind: 'host-ended' } } });
  expect(host.runner.answered).toEqual([]);
});

test('[S4.5] what cannot be written down is not granted: the agent hears of it when it is', () => {
  host.close();
  let full = false;
  const no = { ok: false, refusal: { code: 'disk-failing', message: 'full' } } as const;
  host = openSessionHost({ between: (rows) => ({ ...rows, commit: (...of) => (full ? no : rows.commit(...of)) }) });
  id = host.create();
  turn = host.prompt(id, 'go');
  host.service.dispatch({ type: 'set-policy', sessionId: id, policy: 'all' });
  full = true;
  ask(1);
  expect(host.runner.answered).toEqual([]);
  expect(log()).toEqual([]);
  full = false;
  host.clock.advance(60_000);
  expect(host.runner.answered).toEqual([[id, request(1), { kind: 'selected', optionId: 'yes' }]]);
  expect(log().map(told)).toEqual([[request(1), 'once', { kind: 'policy', policy: 'all' }]]);
});
