import { afterEach, beforeEach, expect, test } from 'vitest';
import { AttentionDesk } from '../../main/attention/attention.ts';
import { type Attention, asksBelow } from '../../protocol/attention.ts';
import { requestIdOf, type SessionId, type TurnId } from '../../protocol/ids.ts';
import { summaryOf } from '../../protocol/summary.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, ENDED, stateOf } from './reports.ts';
import { asideOf, childOf } from './spawned.ts';
import { codeOf, headIn, STOPPED, talk } from './talk.ts';

let host: SessionHost;
/** Root, child, grandchild and great-grandchild, of which the last two are called after their task. */
let line: readonly [SessionId, SessionId, SessionId, SessionId];
let turn: TurnId;
let looked: SessionId | null;
let alerts: Attention[];

/** As the app puts them together. */
function attend(): void {
  const desk = new AttentionDesk(
    {
      session: (id) => {
        const head = host.store.sessions.head(id);
        return head && summaryOf(head);
      },
      isLookedAt: (session) => session === looked,
      changed: (wanted) => host.feed.attentionChanged(wanted),
      alert: (attention) => alerts.push(attention),
    },
    [],
  );
  host.feed.listen({
    changed: (summary) => desk.sessionChanged(summary),
    purged: (session) => desk.sessionPurged(session),
  });
}

beforeEach(() => {
  host = openSessionHost();
  [looked, alerts] = [null, []];
  attend();
  const root = host.create();
  const child = childOf(host, root, talk(host, root, 'Lead'), 'Tests');
  const grandchild = childOf(host, child, talk(host, child, 'go'), 'Fix parser');
  const deepest = childOf(host, grandchild, talk(host, grandchild, 'go'), 'Read');
  line = [root, child, grandchild, deepest];
  turn = host.prompt(deepest, 'go');
  alerts.length = 0;
});
afterEach(() => host.close());

const ask = (n: number, session = line[3], of = turn) => host.report(session, of, asked(n));
const request = (n: number) => requestIdOf(ulidOf(n));
const answer = (n: number, window: string, session = line[3]) =>
  host.service.dispatch({ type: 'answer', sessionId: session, requestId: request(n), optionId: 'yes', window });
const below = (session: SessionId) => asksBelow(host.feed.app.attention, session);
const waiting = () => line.map((session) => below(session).map((one) => one.session));

test('[S5.7] a question of a session at depth three is known at every session above it, with its path, and is one thing that wants a person', () => {
  ask(1);
  const [root, child, grandchild, deepest] = line;
  expect(waiting()).toEqual([[deepest], [deepest], [deepest], []]);
  expect(host.feed.app.attention).toMatchObject([
    {
      session: deepest,
      kind: 'waiting',
      title: 'Read',
      path: [
        { session: root, title: 'Lead' },
        { session: child, title: 'Tests' },
        { session: grandchild, title: 'Fix parser' },
      ],
      asks: { count: 1, what: 'ls', since: headIn(host, deepest).requests[0]?.at },
    },
  ]);
  expect(alerts.map(({ session, kind }) => [session, kind])).toEqual([[deepest, 'waiting']]);
});

test('[S5.7] the first answer counts wherever it is given: the agent is told once, it is gone everywhere, and who came second learns by whom', () => {
  ask(1);
  expect(codeOf(answer(1, 'at the root'))).toBe('ok');
  expect(waiting()).toEqual([[], [], [], []]);
  expect(host.feed.app.attention).toEqual([]);
  const by = { kind: 'person', window: 'at the root' };
  expect(answer(1, 'in the child')).toEqual({
    ok: false,
    refusal: { code: 'already-answered', verdict: 'once', by },
  });
  expect(host.runner.answered).toEqual([[line[3], request(1), { kind: 'selected', optionId: 'yes' }]]);
  expect(stateOf(host, line[3]).items).toMatchObject([{}, { kind: 'tool', decided: { verdict: 'once', by } }]);
});

test('[S5.7] of several questions the oldest comes first, each session goes on with its own next, and all are counted', () => {
  const [root, child, , deepest] = line;
  const again = host.prompt(child, 'more');
  const order = () => below(root).map(({ session, asks }) => [session, asks?.count]);
  ask(1);
  host.clock.advance(10);
  ask(2, child, again);
  host.clock.advance(10);
  ask(3);
  expect(order()).toEqual([
    [deepest, 2],
    [child, 1],
  ]);
  answer(1, 'w');
  expect(order()).toEqual([
    [child, 1],
    [deepest, 1],
  ]);
  expect(below(child).map(({ session }) => session)).toEqual([deepest]);
});

test('[S5.7] what a session was asking when it was stopped, ended, crashed or was deleted is asked nowhere any more', () => {
  const ends = [STOPPED, ENDED, { type: 'ended', outcome: { kind: 'interrupted' } }] as const;
  for (const [n, end] of ends.entries()) {
    ask(n + 1);
    expect(below(line[0])).toHaveLength(1);
    host.report(line[3], turn, end);
    expect(waiting()).toEqual([[], [], [], []]);
    turn = host.prompt(line[3], 'again');
  }
  ask(9);
  host.service.dispatch({ type: 'stop', sessionId: line[3] });
  expect(waiting()).toEqual([[], [], [], []]);
  host.report(line[3], turn, STOPPED);
  ask(10, line[3], host.prompt(line[3], 'once more'));
  expect(below(line[0])).toHaveLength(1);
  host.service.dispatch({ type: 'stop', sessionId: line[3] });
  host.report(line[3], headIn(host, line[3]).turn?.id ?? turn, STOPPED);
  expect(codeOf(host.service.dispatch({ type: 'delete', sessionId: line[2] }))).toBe('ok');
  expect(host.feed.app.attention.map(({ session }) => session)).not.toContain(line[3]);
});

test('[S5.7] after a restart nothing is asked any more', () => {
  ask(1);
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 50_000 });
  attend();
  expect(headIn(host, line[3]).requests).toEqual([]);
  host.service.dispatch({ type: 'rename', sessionId: line[3], title: 'Still there' });
  expect(waiting()).toEqual([[], [], [], []]);
});

test('[S5.7] a form is known above as a permission is; what is asked aside is not', () => {
  const form = { id: request(5), message: 'Which\nport?', ask: { kind: 'link', url: 'https://a.b/' } } as const;
  host.report(line[3], turn, { type: 'form-asked', question: form });
  expect(below(line[0])).toMatchObject([{ session: line[3], asks: { count: 1, what: 'Which port?' } }]);
  const aside = asideOf(host, line[1], null);
  ask(6, aside, host.prompt(aside, 'by the way'));
  expect(host.feed.app.attention.map(({ session }) => session).toSorted()).toEqual([line[3], aside].toSorted());
  expect(waiting()).toEqual([[line[3]], [line[3]], [line[3]], []]);
});

test('[S5.7] a session above that gets another name is called so on the way to what asks', () => {
  ask(1);
  host.service.dispatch({ type: 'rename', sessionId: line[1], title: 'Checks' });
  expect(below(line[0])[0]?.path.map(({ title }) => title)).toEqual(['Lead', 'Checks', 'Fix parser']);
});

test('[S5.7] [S4.6] whoever looks at a session above has the question before them and is told of nothing; of a failure they are', () => {
  looked = line[0];
  ask(1);
  expect(alerts).toEqual([]);
  answer(1, 'w');
  const failure = { code: 'agent-error', message: 'no', detail: '' } as const;
  host.report(line[3], turn, { type: 'ended', outcome: { kind: 'failed', failure } });
  expect(alerts.map(({ session, kind, path }) => [session, kind, path.length])).toEqual([[line[3], 'failed', 3]]);
});

test('[B20] the routine end of a child raises no alert, that of its root does once all below it has ended', () => {
  const [root, child, grandchild, deepest] = line;
  const rootTurn = host.prompt(root, 'on');
  host.report(root, rootTurn, { type: 'moved', phase: { kind: 'running', heard: true } }, ENDED);
  expect(alerts).toEqual([]);
  const childTurn = host.prompt(child, 'on');
  host.report(child, childTurn, ENDED);
  host.report(deepest, turn, ENDED);
  expect(alerts.map(({ session, kind }) => [session, kind])).toEqual([[root, 'finished']]);
  host.report(grandchild, host.prompt(grandchild, 'on'), ENDED);
  const aside = asideOf(host, root, null);
  host.report(aside, host.prompt(aside, 'aside'), ENDED);
  expect(alerts.filter(({ session }) => session !== root)).toEqual([]);
});
