import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] migration 110 leaves heads as they are, and knows no commands of theirs', () => {
  const database = freshDatabase(100);
  const head = { id: 'se-1', title: { text: 'Old', by: 'person' }, options: [{ id: 'mode' }] };
  database
    .query<[string]>(
      `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES ('se-1', ?, 'a', '/', 2, 0)`,
    )
    .run(JSON.stringify(head));
  migrateTo(database, 110);
  const row = database.query<[], { head: string }>('SELECT head FROM sessions').all()[0];
  expect(JSON.parse(row?.head ?? '')).toEqual({ ...head, commands: [] });
});
