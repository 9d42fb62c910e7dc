import { expect, test } from 'vitest';
import { migrateTo, NEWEST_VERSION } from '../../../main/store/migrate.ts';
import { createSessionStore } from '../../../main/store/session-store.ts';
import { sessionIdNumber, turnIdNumber } from '../../support/arbitraries.ts';
import { freshDatabase, headOf, putTurn } from '../fresh.ts';

const SESSION = sessionIdNumber(1);

test('[S2.4] [S5.6] migration 190 has a place for what turns wait for; of those of before it tells when they ran', () => {
  const database = freshDatabase(180);
  database
    .query<[string, string]>(
      "INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES (?, ?, 'a', '/', 1, 0)",
    )
    .run(SESSION, JSON.stringify(headOf(1)));
  migrateTo(database, 190);
  migrateTo(database, NEWEST_VERSION); // who reads it knows no older shape
  const store = createSessionStore(database);
  const turn = turnIdNumber(1);
  const wait = { type: 'waits', turn, at: 2, cause: { kind: 'person' } } as const;
  store.commit(SESSION, { durable: false, head: null, turns: [putTurn(0), putTurn(1), wait], items: [] });
  expect(store.timeline([SESSION])).toMatchObject({
    turns: [
      { turn: turnIdNumber(0), waits: [] },
      { turn, at: 1, waits: [{ at: 2, endedAt: null }] },
    ],
    more: false,
  });
  store.commit(SESSION, { durable: false, head: null, turns: [{ type: 'waited', turn, at: 3 }], items: [] });
  expect(store.timeline([SESSION]).turns[1]?.waits[0]?.endedAt).toBe(3);
  expect(store.purge(SESSION).ok).toBe(true);
});
