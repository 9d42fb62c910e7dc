import { expect, test } from 'vitest';
import type { ItemWrite, SessionStore } from '../../main/session/ports.ts';
import { createSessionStore } from '../../main/store/session-store.ts';
import type { Head } from '../../protocol/head.ts';
import { PROMPT_CHARS_MAX } from '../../protocol/limits.ts';
import { textOf } from '../../protocol/text.ts';
import { itemIdNumber, sessionIdNumber, turnIdNumber } from '../support/arbitraries.ts';
import { freshDatabase, freshStore, headOf, OPEN_SHELF, putTurn, turnOf } from './fresh.ts';
import { append, put, replyOf, toolOf } from './made-items.ts';

const FIRST = sessionIdNumber(1);

const save = (sessions: SessionStore, head: Head, items: readonly ItemWrite[] = []) =>
  sessions.commit(head.id, { durable: false, head, turns: [putTurn(0)], items });

const write = (sessions: SessionStore, ...items: readonly ItemWrite[]) =>
  sessions.commit(FIRST, { durable: false, head: null, turns: [], items });

function withFirst(): SessionStore {
  const { sessions } = freshStore();
  save(sessions, headOf(1));
  return sessions;
}

test('[S2.4] [C12] the list goes from the last change to the first, page by page, without those in the bin', () => {
  const { sessions } = freshStore();
  for (let n = 0; n < 25; n += 1)
    save(sessions, headOf(n, { updatedAt: Math.floor(n / 4), deletedAt: n % 5 === 0 ? 1 : null }));
  const expected = Array.from({ length: 25 }, (_, n) => 24 - n).filter((n) => n % 5 !== 0);
  const listed: string[] = [];
  let cursor = null;
  do {
    const page = sessions.list({ ...OPEN_SHELF, after: cursor, limit: 3 });
    expect(page.sessions.length).toBeLessThanOrEqual(3);
    listed.push(...page.sessions.map((session) => session.id));
    cursor = page.next;
  } while (cursor);
  expect(listed).toEqual(expected.map(sessionIdNumber));
});

test('[S2.4] the head of a session is known by its id, that of an aside too, and none of a session that is not there', () => {
  const { sessions } = freshStore();
  const heads = [headOf(1), headOf(2, { kind: 'side' })];
  for (const head of heads) save(sessions, head, [put(replyOf(0))]);
  expect(heads.map(({ id }) => sessions.head(id))).toEqual(heads);
  expect(sessions.head(sessionIdNumber(3))).toBeUndefined();
});

test('[S2.4] a page that ends with the list says so', () => {
  const { sessions } = freshStore();
  for (let n = 0; n < 3; n += 1) save(sessions, headOf(n));
  expect(sessions.list({ ...OPEN_SHELF, limit: 3 }).next).toBeNull();
  expect(sessions.list({ ...OPEN_SHELF, limit: 2 }).next).toEqual({
    pinned: false,
    updatedAt: 1,
    id: sessionIdNumber(1),
  });
});

test('[S2.7] sessions whose last turn has not ended are found again', () => {
  const { sessions } = freshStore();
  save(sessions, headOf(1, { turn: turnOf(0, { phase: { kind: 'running', heard: false } }) }));
  save(sessions, headOf(2, { turn: turnOf(0) }));
  save(sessions, headOf(3));
  expect(sessions.unfinished()).toEqual([FIRST]);
  save(sessions, headOf(1, { turn: turnOf(0) }));
  expect(sessions.unfinished()).toEqual([]);
});

test('[S2.4] sessions that have been in the bin for long are named; purging one forgets its items and nothing else', () => {
  const { sessions } = freshStore();
  for (const [n, deletedAt] of [
    [1, 10],
    [2, 20],
    [3, null],
  ] as const) {
    save(sessions, headOf(n, { deletedAt }), [put(replyOf(0)), append(0, 0, 'Hello')]);
  }
  expect(sessions.deletedBefore(20)).toEqual([FIRST]);
  expect(sessions.purge(FIRST).ok).toBe(true);
  expect(sessions.read(FIRST, 10)).toBeUndefined();
  save(sessions, headOf(1));
  expect(sessions.read(FIRST, 10)?.state.window).toEqual({ items: [], atStart: true });
  expect(sessions.read(sessionIdNumber(2), 10)?.state.window.items).toEqual([{ ...replyOf(0), text: textOf('Hello') }]);
});

test('[S4.6] sessions with something unseen are found, newest first, but not what was put away', () => {
  const { sessions } = freshStore();
  const put = (n: number, fields: Partial<Head>) => {
    const head = headOf(n, fields);
    sessions.commit(head.id, { durable: false, head, turns: [], items: [] });
  };
  put(1, { unread: true });
  put(2, {});
  put(3, { unread: true, archivedAt: 1 });
  put(4, { unread: true, deletedAt: 1 });
  put(5, { unread: true });
  expect(sessions.unread(10).map(({ id }) => id)).toEqual([sessionIdNumber(5), sessionIdNumber(1)]);
  expect(sessions.unread(1)).toHaveLength(1);
});

test('[S2.6] [C45] [C46] recent folders come in the order of their newest session', () => {
  const { sessions } = freshStore();
  const folders = ['/b', '/a', '/c', '/a', '/b', '/b'];
  for (const [n, folder] of folders.entries()) save(sessions, headOf(n, { folder }));
  expect(sessions.recentFolders(10)).toEqual(['/b', '/a', '/c']);
  expect(sessions.recentFolders(2)).toEqual(['/b', '/a']);
});

test('[S2.3] the last order in a turn is known, also when no item has one', () => {
  const sessions = withFirst();
  write(sessions, put(replyOf(3)), put(replyOf(7)));
  expect(sessions.lastOrder(FIRST, turnIdNumber(0))).toBe(7);
  expect(sessions.lastOrder(FIRST, turnIdNumber(1))).toBeUndefined();
});

test("[S2.7] the agent's own id of the conversation stays until it is changed", () => {
  const sessions = withFirst();
  expect(sessions.read(FIRST, 1)?.agentSession).toBeNull();
  sessions.commit(FIRST, { durable: true, head: null, agentSession: { id: 'abc', fork: true }, turns: [], items: [] });
  save(sessions, headOf(1, { updatedAt: 9 }));
  expect(sessions.read(FIRST, 1)?.agentSession).toEqual({ id: 'abc', fork: true });
  sessions.commit(FIRST, { durable: true, head: null, agentSession: null, turns: [], items: [] });
  expect(sessions.read(FIRST, 1)?.agentSession).toBeNull();
});

test('[S2.3] a page holds what fits its limits, and at least one item', () => {
  const sessions = withFirst();
  for (let n = 0; n < 5; n += 1)
    write(sessions, put(replyOf(n)), append(n, 0, 'x'.repeat(10_000)), put(replyOf(n, n % 2 ? 1 : null)));
  const orders = (limit: number, chars: number) => {
    const window = sessions.itemsBefore(FIRST, 4, limit, chars);
    return [window.items.map((item) => item.order), window.atStart];
  };
  expect(orders(10, 1)).toEqual([[3], false]);
  expect(orders(10, 25_000)).toEqual([[2, 3], false]);
  expect(orders(2, 1e6)).toEqual([[2, 3], false]);
  expect(orders(4, 1e6)).toEqual([[0, 1, 2, 3], true]);
});

test('[S2.3] the longest prompt is kept whole', () => {
  const sessions = withFirst();
  const words = 'y'.repeat(PROMPT_CHARS_MAX);
  const item = {
    id: itemIdNumber(1),
    turn: turnIdNumber(0),
    order: 1,
    at: 1,
    kind: 'prompt',
    text: textOf(words),
  } as const;
  write(sessions, { type: 'put', item });
  expect(sessions.item(FIRST, item.id)).toEqual(item);
  expect(sessions.blob(FIRST, item.id, null, 0, PROMPT_CHARS_MAX)).toEqual({ text: words, length: words.length });
});

test('[S2.3] there is no stretch of a text that is not there', () => {
  const sessions = withFirst();
  write(sessions, put(toolOf(1, ['a'])));
  expect(sessions.blob(FIRST, itemIdNumber(1), 'a', 0, 9)).toEqual({ text: '', length: 0 });
  expect(sessions.blob(FIRST, itemIdNumber(1), 'b', 0, 9)).toBeUndefined();
  expect(sessions.blob(FIRST, itemIdNumber(2), null, 0, 9)).toBeUndefined();
});

test('[X2] words that leave a gap are a bug, and nothing of their commit is kept', () => {
  const sessions = withFirst();
  write(sessions, put(replyOf(1)), append(1, 0, 'Hello'));
  expect(() => write(sessions, put(replyOf(2)), append(1, 6, 'you'))).toThrow(/begin at 6, but it ends at 5/);
  expect(sessions.item(FIRST, itemIdNumber(2))).toBeUndefined();
  expect(sessions.blob(FIRST, itemIdNumber(1), null, 0, 9)?.text).toBe('Hello');
});

test('[X2] words for a part that is no longer shown are dropped, as the reducer drops them', () => {
  const sessions = withFirst();
  write(sessions, put(toolOf(1, ['a', 'b'])), append(1, 0, 'Hello', 'a'), append(1, 0, 'you', 'b'));
  write(sessions, put(toolOf(1, ['b'])));
  write(sessions, append(1, 5, ' again', 'a'));
  expect(sessions.blob(FIRST, itemIdNumber(1), 'a', 0, 9)).toBeUndefined();
  expect(sessions.blob(FIRST, itemIdNumber(1), 'b', 0, 9)?.text).toBe('you');
});

test('[S2.7] what a person asked for is synced to the disk, streamed words are not', () => {
  const database = freshDatabase();
  const sessions = createSessionStore(database);
  sessions.commit(FIRST, { durable: true, head: headOf(1), turns: [putTurn(0)], items: [] });
  expect(database.pragma('synchronous')).toBe(2);
  write(sessions, put(replyOf(1)));
  expect(database.pragma('synchronous')).toBe(1);
  sessions.purge(FIRST);
  expect(database.pragma('synchronous')).toBe(2);
});
