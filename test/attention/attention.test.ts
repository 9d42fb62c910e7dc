import { beforeEach, expect, test } from 'vitest';
import { AttentionDesk } from '../../main/attention/attention.ts';
import type { Activity } from '../../protocol/activity.ts';
import { ATTENTION_MAX, type Attention } from '../../protocol/attention.ts';
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
const looked = new Set<SessionId>();
const alerts: string[] = [];
const lists: (readonly Attention[])[] = [];
const brief = ({ title, kind }: Attention) => `${title} ${kind}`;

const openDesk = (unread: readonly Summary[] = []) =>
  new AttentionDesk(
    {
      parentOf: (session) => parents.get(session) ?? null,
      isLookedAt: (session) => looked.has(session),
      changed: (wanted) => lists.push(wanted),
      alert: (attention) => alerts.push(brief(attention)),
    },
    unread,
  );

beforeEach(() => {
  parents.clear();
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
