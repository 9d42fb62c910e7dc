import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import type { Head } from '../../../protocol/head.ts';
import { freshDatabase, headOf } from '../fresh.ts';

test('[S5.7] migration 210: what a session from before allowed stays its own, whatever its parent comes to allow', () => {
  const database = freshDatabase(170);
  const { policyInherited: _, ...old } = headOf(1, { policy: 'edits' });
  database
    .query<[string, string, number, number | null]>(
      `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished, archived_at)
       VALUES (?, ?, 'a', '/', ?, 0, ?)`,
    )
    .run(old.id, JSON.stringify(old), 1, null);
  migrateTo(database, 210);
  const { head } = database.query<[], { head: string }>('SELECT head FROM sessions').get() ?? { head: '{}' };
  expect(JSON.parse(head) as Head).toEqual({ ...old, policyInherited: false });
});
