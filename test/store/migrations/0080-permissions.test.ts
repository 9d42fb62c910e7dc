import { expect, test } from 'vitest';
import { migrateTo, NEWEST_VERSION } from '../../../main/store/migrate.ts';
import { createPermissionStore } from '../../../main/store/permissions.ts';
import { createSessionStore } from '../../../main/store/session-store.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { freshDatabase, headOf } from '../fresh.ts';

test('[S2.4] [S4.5] migration 80 keeps sessions with open questions of before, and knows of no rule and no decision', () => {
  const database = freshDatabase(60);
  const question = { id: 'rq-1', turn: 't', item: 'i', title: 'Run', command: 'ls', folder: '/', options: [], at: 1 };
  const head = { ...headOf(1), requests: [question] };
  database
    .query<[string, string]>(
      `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES (?, ?, 'a', '/', 2, 1)`,
    )
    .run(head.id, JSON.stringify(head));
  migrateTo(database, 80);
  migrateTo(database, NEWEST_VERSION); // who reads it knows no older shape
  expect(createSessionStore(database).read(sessionIdNumber(1), 1)?.state.head.requests).toEqual([question]);
  const permissions = createPermissionStore(database);
  expect(permissions.rules()).toEqual([]);
  expect(permissions.decisions({ session: null, before: null, limit: 9 })).toEqual({ decisions: [], next: null });
});
