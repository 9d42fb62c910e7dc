import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] migration 100 gives every head an empty list of forms and leaves the rest of it as it is', () => {
  const database = freshDatabase(90);
  database.run(
    `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES ('se-1', '{"id":"se-1","turn":null}', 'a', '/', 1, 0)`,
  );
  migrateTo(database, 100);
  const [row] = database.query<[], { head: string }>('SELECT head FROM sessions').all();
  expect(JSON.parse(row?.head ?? '')).toEqual({ id: 'se-1', turn: null, forms: [] });
});
