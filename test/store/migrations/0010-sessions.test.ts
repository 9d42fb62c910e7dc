import { expect, test } from 'vitest';
import { migrateTo, versionOf } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] migration 10 gives an empty file sessions, which need all that the list shows', () => {
  const database = freshDatabase(0);
  migrateTo(database, 10);
  expect(versionOf(database)).toBe(10);
  database.run(
    `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES ('se-1', '{}', 'a', '/', 1, 0)`,
  );
  expect(database.query('SELECT * FROM sessions').all()).toEqual([
    {
      id: 'se-1',
      head: '{}',
      agent_session: null,
      agent_id: 'a',
      folder: '/',
      updated_at: 1,
      deleted_at: null,
      unfinished: 0,
    },
  ]);
  expect(() => database.run(`INSERT INTO sessions (id, head) VALUES ('se-2', '{}')`)).toThrow(/NOT NULL/);
});
