import { beforeEach, expect, test } from 'vitest';
import { AttentionDesk } from '../../main/attention/attention.ts';
import type { Activity } from '../../protocol/activity.ts';
import { ATTENTION_MAX, type Attention, PATH_STEPS_MAX } from '../../protocol/attention.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { summaryWith } from '../support/summary.ts';

const id = (name: string) => `se-${name}` as SessionId;
const RUNNING: Activity = { kind: 'running' };
const FINISHED: Activity = { kind: 'finished' };
const FAILED: Activity = { kind: 'failed', failure: { code: 'agent-error', message: '', detail: '' } };

const summaryOf = (name: string, activity: Activity, fields: Partial<Summary> = {}): Summary =>
  summaryWith({ id: id(name), kind: fields.parent ? 'child' : 'main', title: name, activity, unread: true, ...fields });

const parents = new Map<SessionId, SessionId>();
const titles = new Map<SessionId, string>();
const looked = new Set<SessionId>();
const alerts: string[] = [];
const lists: (readonly Attention[])[] = [];
const brief = ({ title, kind }: Attention) => `${title} ${kind}`;

const openDesk = (unread: readonly Summary[] = []) =>
  new AttentionDesk(
    {
      session: (id) => ({ title: titles.get(id) ?? id, parent: parents.get(id) ?? null }),
      isLookedAt: (session) => looked.has(session),
      changed: (wanted) => lists.push(wanted),
      alert: (attention) => alerts.push(brief(attention)),
    },
    unread,
  );

beforeEach(() => {
  parents.clear();
  titles.clear();
  looked.clear();
  alerts.length = 0;
  lists.length = 0;
});

test('[S4.6] a person is told once of a question, and again only of the next one', () => {
  const desk = openDesk();
  desk.sessionChanged(summaryOf('one', RUNNING));
  desk.sessionChanged(summaryOf('one', { kind: 'asking' }));
  desk.sessionChanged(summaryOf('one', { kind: 'asking' }, { title: 'two' }));
  expect(alerts).toEqual(['one waiting']);
  desk.sessionChanged(summaryOf('one', RUNNING));
  desk.sessionChanged(summaryOf('one', { kind: 'asking' }));
  expect(alerts).toEqual(['one waiting', 'one waiting']);
});

test('[S4.6] nobody is told of the session that they look at, and it is in the list all the same', () => {
  const desk = openDesk();
  looked.add(id('one'));
  desk.sessionChanged(summaryOf('one', RUNNING));
  desk.sessionChanged(summaryOf('one', { kind: 'asking' }));
  expect(alerts).toEqual([]);
  expect(desk.wanted.map(brief)).toEqual(['one waiting']);
});

test('[S4.6] nothing is finished while a child of it, or of its children, works', () => {
  const desk = openDesk();
  parents.set(id('child'), id('one'));
  desk.sessionChanged(summaryOf('one', RUNNING));
  desk.sessionChanged(summaryOf('child', RUNNING, { parent: id('one') }));
  desk.sessionChanged(summaryOf('grandchild', RUNNING, { parent: id('child') }));
  desk.sessionChanged(summaryOf('one', FINISHED));
  desk.sessionChanged(summaryOf('child', FINISHED, { parent: id('one') }));
  expect(alerts).toEqual([]);
  desk.sessionChanged(summaryOf('grandchild', FINISHED, { parent: id('child') }));
  expect(alerts).toEqual(['one finished']);
});

test('[S5.3] one that waits for its children is neither finished nor in the list, and a person is told once, when it is', () => {
  const desk = openDesk();
  const awaiting = (children: number): Activity => ({ kind: 'awaiting', children });
  desk.sessionChanged(summaryOf('lead', RUNNING));
  desk.sessionChanged(summaryOf('lead', awaiting(2)));
  desk.sessionChanged(summaryOf('lead', awaiting(1)));
  expect([alerts, desk.wanted]).toEqual([[], []]);
  desk.sessionChanged(summaryOf('lead', FINISHED));
  expect([alerts, desk.wanted.map(brief)]).toEqual([['lead finished'], ['lead finished']]);
});

test('[S4.6] an end that waited for children is no news any more once it was seen, or work went on', () => {
  for (const next of [summaryOf('one', FINISHED, { unread: false }), summaryOf('one', RUNNING)]) {
    const desk = openDesk();
    desk.sessionChanged(summaryOf('one', RUNNING));
    desk.sessionChanged(summaryOf('child', RUNNING, { parent: id('one') }));
    desk.sessionChanged(summaryOf('one', FINISHED));
    desk.sessionChanged(next);
    desk.sessionChanged(summaryOf('child', FINISHED, { parent: id('one') }));
    expect(alerts).toEqual([]);
  }
});

test('[S4.6] a child that goes for good lets its parent be finished', () => {
  const desk = openDesk();
  desk.sessionChanged(summaryOf('one', RUNNING));
  desk.sessionChanged(summaryOf('child', RUNNING, { parent: id('one') }));
  desk.sessionChanged(summaryOf('one', FINISHED));
  desk.sessionPurged(id('child'));
  expect(alerts).toEqual(['one finished']);
});

test('[S4.6] a limit that an agent meets again and again is told of once while it works', () => {
  const desk = openDesk();
  const limited: Activity = { kind: 'rate-limited', until: 9 };
  for (const activity of [RUNNING, limited, RUNNING, limited]) desk.sessionChanged(summaryOf('one', activity));
  expect(alerts).toEqual(['one limited']);
  for (const activity of [FAILED, RUNNING, limited]) desk.sessionChanged(summaryOf('one', activity));
  expect(alerts).toEqual(['one limited', 'one failed', 'one limited']);
});

test('[S4.6] what an earlier life of the host left unseen is in the list and is not told again', () => {
  const desk = openDesk([summaryOf('old', FINISHED), summaryOf('worse', FAILED, { updatedAt: 9 })]);
  desk.sessionChanged(summaryOf('worse', FAILED, { title: 'renamed', updatedAt: 9 }));
  expect(alerts).toEqual([]);
  expect(desk.wanted.map(brief)).toEqual(['renamed failed', 'old finished']);
  desk.sessionChanged(summaryOf('old', FINISHED, { unread: false }));
  desk.sessionPurged(id('worse'));
  expect(desk.wanted).toEqual([]);
  expect(lists.map((list) => list.length)).toEqual([2, 1, 0]);
});

test('[S4.6] the list is told when it changes, not with every word, and has an end', () => {
  const desk = openDesk();
  for (let n = 0; n <= ATTENTION_MAX; n += 1) desk.sessionChanged(summaryOf(`${n}`, { kind: 'asking' }));
  expect(lists).toHaveLength(ATTENTION_MAX + 1);
  desk.sessionChanged(summaryOf('0', { kind: 'asking' }, { updatedAt: 5 }));
  expect(lists).toHaveLength(ATTENTION_MAX + 1);
  expect(desk.wanted).toHaveLength(ATTENTION_MAX);
});

test('[S5.7] of more questions than are told of those that have waited longest are, before all that is merely new', () => {
  const desk = openDesk([summaryOf('new', FINISHED, { updatedAt: 9_999 })]);
  const asks = (since: number) => ({ asks: { count: 1, since, what: 'ls' } });
  for (let n = 0; n <= ATTENTION_MAX; n += 1) desk.sessionChanged(summaryOf(`${n}`, { kind: 'asking' }, asks(n)));
  expect(desk.wanted.map(({ title }) => Number(title))).toEqual(
    Array.from({ length: ATTENTION_MAX }, (_, n) => ATTENTION_MAX - 1 - n),
  );
});

test('[S5.7] a way that is longer than anybody spawns, or that turns in a circle, has an end', () => {
  const desk = openDesk();
  parents.set(id('one'), id('other'));
  parents.set(id('other'), id('one'));
  desk.sessionChanged(summaryOf('deep', { kind: 'asking' }, { parent: id('one') }));
  expect(desk.wanted[0]?.path).toHaveLength(PATH_STEPS_MAX);
});

test('[S5.7] the list is told when a session asks on, and not when nothing of that is another', () => {
  const desk = openDesk();
  const asks = (count: number, since: number) => ({ asks: { count, since, what: 'ls' } });
  for (const fields of [asks(1, 5), asks(2, 5), asks(2, 5), asks(1, 8), asks(1, 9)]) {
    desk.sessionChanged(summaryOf('one', { kind: 'asking' }, fields));
  }
  expect(lists.map(([one]) => [one?.asks?.count, one?.at])).toEqual([
    [1, 5],
    [2, 5],
    [1, 8],
    [1, 9],
  ]);
});
