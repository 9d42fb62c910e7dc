import { expect, test } from 'vitest';
import { migrateTo, NEWEST_VERSION } from '../../../main/store/migrate.ts';
import { createSessionStore } from '../../../main/store/session-store.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { freshDatabase, headOf } from '../fresh.ts';

test('[S2.4] [S5.6] migration 180 gives sessions of before a count of lines that begins at nothing', () => {
  const database = freshDatabase(170);
  const { lines: _, ...before } = headOf(1);
  database
    .query<[string, string]>(
      "INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES (?, ?, 'a', '/', 1, 0)",
    )
    .run(before.id, JSON.stringify(before));
  migrateTo(database, 180);
  migrateTo(database, NEWEST_VERSION); // who reads it knows no older shape
  expect(createSessionStore(database).head(sessionIdNumber(1))).toEqual(headOf(1));
});
