import { expect, test } from 'vitest';
import type { ItemWrite } from '../../main/session/ports.ts';
import type { Database } from '../../main/store/database.ts';
import { createSessionStore } from '../../main/store/session-store.ts';
import { INLINE_CHARS_MAX } from '../../protocol/limits.ts';
import { itemIdNumber, sessionIdNumber } from '../support/arbitraries.ts';
import { freshDatabase, headOf, putTurn } from './fresh.ts';
import { append, put, replyOf, toolOf } from './made-items.ts';

const SESSION = sessionIdNumber(1);
const CHUNK = 'ten chars\n';

function openFirst() {
  const database = freshDatabase();
  const sessions = createSessionStore(database);
  sessions.commit(SESSION, { durable: false, head: headOf(1), turns: [putTurn(0)], items: [] });
  const write = (...items: readonly ItemWrite[]) =>
    sessions.commit(SESSION, { durable: false, head: null, turns: [], items });
  return { database, sessions, write };
}

const rowsOf = (database: Database) =>
  database
    .query<[], { at: number; chars: number; kind: string }>(
      'SELECT at, chars, typeof(text) AS kind FROM texts ORDER BY key, at',
    )
    .all();

const changesOf = (database: Database) =>
  database.query<[], { n: number }>('SELECT total_changes() AS n').get()?.n ?? 0;

test('[S2.10] an append touches as few rows at ten million characters as at the start', () => {
  const { database, write } = openFirst();
  write(put(replyOf(1)));
  const mostTouchedFrom = (at: number) => {
    let most = 0;
    for (let end = at; end < at + 10_000 * CHUNK.length; end += CHUNK.length) {
      const before = changesOf(database);
      write(append(1, end, CHUNK));
      most = Math.max(most, changesOf(database) - before);
    }
    return most;
  };
  const atStart = mostTouchedFrom(0);
  write(append(1, 100_000, CHUNK.repeat(990_000)));
  expect(mostTouchedFrom(10_000_000)).toBeLessThanOrEqual(atStart);
  expect(rowsOf(database).length).toBeLessThan(10_100_000 / 32_768 + 3_300);
}, 60_000);

test('[S2.3] a short text moves into the row of its item when that ends, and out again for late words', () => {
  const { database, sessions, write } = openFirst();
  write(put(toolOf(1, ['a', 'b'])), append(1, 0, 'Hel', 'a'), append(1, 3, 'lo', 'a'), append(1, 0, 'you', 'b'));
  expect(rowsOf(database).length).toBe(3);
  write(put(toolOf(1, ['a', 'b'], 5)));
  expect(rowsOf(database)).toEqual([]);
  write(append(1, 5, '!', 'a'));
  expect(rowsOf(database).map((row) => row.chars)).toEqual([5, 1]);
  expect(sessions.blob(SESSION, itemIdNumber(1), 'a', 0, 9)?.text).toBe('Hello!');
  write(put(toolOf(1, ['a'], 6)));
  expect(rowsOf(database)).toEqual([]);
  expect(sessions.blob(SESSION, itemIdNumber(1), 'a', 0, 9)?.text).toBe('Hello!');
});

test('[S2.3] a long text ends in few rows, none of which parts a surrogate pair', () => {
  const { database, sessions, write } = openFirst();
  const whole = `x${'🧵'.repeat(INLINE_CHARS_MAX + 5_000)}`;
  write(put(replyOf(1)));
  for (let at = 0; at < whole.length; at += 1_001) write(append(1, at, whole.slice(at, at + 1_001)));
  expect(rowsOf(database).some((row) => row.kind === 'blob')).toBe(true);
  write(put(replyOf(1, 5)));
  const rows = rowsOf(database);
  expect(rows.every((row) => row.kind === 'text' && row.chars <= 64 * 1024)).toBe(true);
  expect(rows.length).toBe(9);
  expect(sessions.blob(SESSION, itemIdNumber(1), null, 0, whole.length)?.text).toBe(whole);
});

test('[S2.3] the halves of a character that came apart are one again', () => {
  const { sessions, write } = openFirst();
  write(put(replyOf(1)), append(1, 0, 'a\ud83e'));
  expect(sessions.blob(SESSION, itemIdNumber(1), null, 0, 9)?.text).toBe('a\ud83e');
  write(append(1, 2, '\uddf5b'));
  expect(sessions.blob(SESSION, itemIdNumber(1), null, 0, 9)?.text).toBe('a🧵b');
  write(put(replyOf(1, 5)));
  expect(sessions.blob(SESSION, itemIdNumber(1), null, 0, 9)?.text).toBe('a🧵b');
});

test('[S2.3] a part that vanished leaves no rows', () => {
  const { database, write } = openFirst();
  write(put(toolOf(1, ['a', 'b'])), append(1, 0, 'Hello', 'a'), append(1, 0, 'you', 'b'), put(toolOf(1, ['b'])));
  expect(rowsOf(database).map((row) => row.chars)).toEqual([3]);
});
