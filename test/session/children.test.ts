import { afterEach, beforeEach, expect, test } from 'vitest';
import { BIN_MS } from '../../main/session/limits.ts';
import { AgentId, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { CHILDREN_MAX } from '../../protocol/limits.ts';
import { CHILD_TITLE_CHARS_MAX, Relationship } from '../../protocol/relationship.ts';
import { itemIdNumber, sessionIdNumber, turnIdNumber } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { Watcher } from '../support/watcher.ts';
import { called, ENDED } from './reports.ts';
import { asideOf, childOf } from './spawned.ts';
import { codeOf, headIn, newTurn, talk, wordsIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const create = (relationship: Relationship, description = 'Look at the tests') => {
  const sessionId = sessionIdOf(host.newUlid());
  const command = { type: 'create', sessionId, agentId: AgentId.parse('playbook'), folder: '/src' } as const;
  return { sessionId, code: codeOf(host.service.dispatch({ ...command, relationship, description })) };
};
const listed = (hidden: boolean) =>
  host.service.list({ after: null, limit: 50, shelf: 'open', hidden }).sessions.map((session) => session.id);

test('[B8] [B9] [B10] a child is recorded and announced to its parent with the turn and the card that spawned it, before its first turn', () => {
  const turn = host.prompt(id, 'go');
  host.report(id, turn, called('spawn', { title: 'Spawn' }));
  const item = host.store.sessions.read(id, 10)?.state.window.items[1]?.id ?? itemIdNumber(1);
  const child = create({ kind: 'subagent', parent: id, turn, item, type: 'Tester' });
  expect(child.code).toBe('ok');
  expect(headIn(host, id).children).toEqual([{ session: child.sessionId, turn, item }]);
  expect(headIn(host, child.sessionId)).toMatchObject({
    kind: 'child',
    turn: null,
    title: { text: 'Tester: Look at the tests', by: 'provisional' },
    relationship: { kind: 'subagent', parent: id, turn, item, type: 'Tester' },
  });
  expect(host.runner.started).toHaveLength(1);
});

test('[B8] a child and its parent are written in one step: without room for both there is neither', () => {
  host.close();
  let full = false;
  host = openSessionHost({
    between: (rows) => ({
      ...rows,
      commitAll: (commits) =>
        full ? { ok: false, refusal: { code: 'disk-failing', message: 'No room' } } : rows.commitAll(commits),
    }),
  });
  id = host.create();
  const turn = talk(host, id, 'go');
  full = true;
  const child = create({ kind: 'subagent', parent: id, turn, item: null, type: null });
  expect(child.code).toBe('disk-failing');
  expect(host.store.sessions.read(child.sessionId, 1)).toBeUndefined();
  expect(headIn(host, id).children).toEqual([]);
});

test('[B10] a child that is called after its task has a title of bounded length', () => {
  const turn = talk(host, id, 'go');
  const long = create({ kind: 'subagent', parent: id, turn, item: null, type: 'Reviewer' }, 'word '.repeat(50));
  const { text } = headIn(host, long.sessionId).title;
  expect(text).toHaveLength(CHILD_TITLE_CHARS_MAX);
  expect(text).toMatch(/^Reviewer: word .*\.\.\.$/);
});

test('[B12] [B14] [B1] children stay out of lists unless they are asked for, and are opened only by asking for them', () => {
  const child = childOf(host, id, talk(host, id, 'go'));
  expect(listed(false)).toEqual([id]);
  expect(listed(true).toSorted()).toEqual([id, child].toSorted());
  const follow = (hidden: boolean) => host.service.follow({ sessionId: child, tail: 1, hidden }, undefined);
  expect(follow(false)).toEqual({ ok: false, refusal: { code: 'session-hidden', kind: 'child' } });
  expect(follow(true).ok).toBe(true);
});

test('[B13] a child is opened with its own history, and names its parent', () => {
  const child = childOf(host, id, talk(host, id, 'go'));
  talk(host, child, 'task');
  const grandchild = childOf(host, child, headIn(host, child).turn?.id ?? newTurn(host));
  expect(wordsIn(host, child)).toEqual(['task', 're task']);
  for (const anchor of [id, child, grandchild]) {
    expect(host.service.tree(anchor)).toMatchObject([
      { id, parent: null },
      { id: child, parent: id },
      { id: grandchild, parent: child },
    ]);
  }
});

test('[B4] whether a session is shown below another follows from its relationship, for whoever watches, too', async () => {
  const watcher = await Watcher.start(host);
  const child = childOf(host, id, talk(host, id, 'go'));
  const summaries = (await watcher.read()).flatMap((event) =>
    event.type === 'session-changed' ? [event.summary] : [],
  );
  expect(summaries.find((summary) => summary.id === child)).toMatchObject({ kind: 'child', parent: id });
  expect(summaries.find((summary) => summary.id === id)).toMatchObject({ kind: 'main', parent: null });
  await watcher.stop();
});

test('[B11] after its run a child stays, can be opened and gone on with', () => {
  const child = childOf(host, id, talk(host, id, 'go'));
  talk(host, child, 'task');
  host.clock.advance(60 * 60_000);
  expect(codeOf(host.service.dispatch({ type: 'prompt', sessionId: child, turnId: newTurn(host), text: 'and' }))).toBe(
    'ok',
  );
  expect(wordsIn(host, child)).toEqual(['task', 're task', 'and']);
});

test('[B2] [B3] a relationship is put into one form: texts trimmed, empty ones absent, nothing that is not of its kind', () => {
  const [parent, turn, item] = [sessionIdNumber(1), turnIdNumber(1), itemIdNumber(1)];
  expect(Relationship.parse({ kind: 'subagent', parent, turn, item, type: '  Tester ', more: 1 })).toEqual({
    ...{ kind: 'subagent', parent, turn, item, type: 'Tester' },
  });
  expect(Relationship.parse({ kind: 'subagent', parent, turn, type: '  ' })).toEqual({
    ...{ kind: 'subagent', parent, turn, item: null, type: null },
  });
  expect(Relationship.parse({ kind: 'btw', parent, item, type: 'x' })).toEqual({ kind: 'btw', parent, turn: null });
  for (const wrong of [
    { kind: 'subagent', parent },
    { kind: 'subagent', turn },
    { kind: 'other', parent, turn },
  ]) {
    expect(Relationship.safeParse(wrong).success).toBe(false);
  }
});

test('[B9] a parent that is not there, a turn that is not its, and one too many are refused, and nobody hears of them', () => {
  const turn = talk(host, id, 'go');
  const relationship = { kind: 'subagent', parent: id, turn, item: null, type: null } as const;
  expect(create({ ...relationship, parent: sessionIdNumber(99_999) }).code).toBe('unknown-parent');
  expect(create({ ...relationship, turn: turnIdNumber(99_999) }).code).toBe('unknown-turn');
  expect(create({ ...relationship, parent: asideOf(host, id, turn) }).code).toBe('not-for-kind');
  expect(headIn(host, id).children).toEqual([]);
  const children = Array.from({ length: CHILDREN_MAX }, () => ({ session: id, turn, item: null }));
  const head = { ...headIn(host, id), children };
  host.store.sessions.commit(id, { durable: true, head, turns: [], items: [] });
  host.clock.advance(180_000);
  expect(create(relationship).code).toBe('too-many-children');
});

test('[C13] [B12] deleting takes the sessions below along, and restoring brings them back or leaves them', () => {
  const turn = talk(host, id, 'go');
  const [child, before] = [childOf(host, id, turn), childOf(host, id, turn)];
  const grandchild = childOf(host, child, talk(host, child, 'task'));
  const inBin = () => [id, child, grandchild, before].map((one) => headIn(host, one).deletedAt !== null);
  host.service.dispatch({ type: 'delete', sessionId: before });
  host.clock.advance(1);
  expect(codeOf(host.service.dispatch({ type: 'delete', sessionId: id }))).toBe('ok');
  expect(inBin()).toEqual([true, true, true, true]);
  host.service.dispatch({ type: 'restore', sessionId: id, children: true });
  expect(inBin()).toEqual([false, false, false, true]);
  host.service.dispatch({ type: 'delete', sessionId: id });
  host.service.dispatch({ type: 'restore', sessionId: id, children: false });
  expect(inBin()).toEqual([false, true, true, true]);
});

test('[C13] while a session below works, deleting is refused and names it', () => {
  const child = childOf(host, id, talk(host, id, 'go'), 'Count');
  const turn = host.prompt(child, 'task');
  expect(host.service.dispatch({ type: 'delete', sessionId: id })).toEqual({
    ok: false,
    refusal: { code: 'children-busy', titles: ['Count'] },
  });
  host.report(child, turn, ENDED);
  expect(codeOf(host.service.dispatch({ type: 'delete', sessionId: id }))).toBe('ok');
});

test('[B11] [C48] a tree is whole after a restart, and children that worked are marked as interrupted', () => {
  const turn: TurnId = host.prompt(id, 'go');
  const child = childOf(host, id, turn);
  host.prompt(child, 'task');
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 70_000 });
  expect(headIn(host, id).children).toMatchObject([{ session: child, turn }]);
  for (const one of [id, child]) {
    expect(headIn(host, one).turn?.phase).toMatchObject({ kind: 'ended', outcome: { kind: 'interrupted' } });
  }
});

test("[B11] a child that is gone for good is its parent's no more", () => {
  const child = childOf(host, id, talk(host, id, 'go'));
  host.service.dispatch({ type: 'delete', sessionId: child });
  expect(headIn(host, id).children).toMatchObject([{ session: child }]);
  const { folder, clock } = host;
  host.abandon();
  host = openSessionHost({ folder, firstId: 80_000, clock: new FakeClock(clock.now() + BIN_MS + 1) });
  expect(headIn(host, id).children).toEqual([]);
});
