import { expect, test } from 'vitest';
import type { Database } from '../../../main/store/database.ts';
import { migrateTo } from '../../../main/store/migrate.ts';
import { UNREAD_SQL } from '../../../main/store/sessions.ts';
import type { Head } from '../../../protocol/head.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { freshDatabase, headOf } from '../fresh.ts';

function put(database: Database, n: number, fields: Partial<Head>): void {
  const head = headOf(n, fields);
  database
    .query<[string, string, number, number | null]>(
      `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished, archived_at)
       VALUES (?, ?, 'a', '/', ?, 0, ?)`,
    )
    .run(head.id, JSON.stringify(head), n, head.archivedAt);
}

test('[S2.4] [S4.6] migration 160 finds the sessions that were unread before, newest first, without looking at the others', () => {
  const database = freshDatabase(150);
  put(database, 1, { unread: true });
  put(database, 2, { unread: false });
  put(database, 3, { unread: true });
  put(database, 4, { unread: true, archivedAt: 1 });
  migrateTo(database, 160);
  const found = database.query<[number], { head: string }>(UNREAD_SQL).all(10);
  expect(found.map(({ head }) => (JSON.parse(head) as Head).id)).toEqual([sessionIdNumber(3), sessionIdNumber(1)]);
  const plan = database.query<[number], { detail: string }>(`EXPLAIN QUERY PLAN ${UNREAD_SQL}`).all(10);
  expect(plan.map(({ detail }) => detail)).toEqual(['SCAN sessions USING INDEX sessions_unread']);
});
