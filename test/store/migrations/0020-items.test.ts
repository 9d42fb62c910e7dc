import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] migration 20 keeps the sessions there are, and gives them items and texts', () => {
  const database = freshDatabase(10);
  database.run(
    `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES ('se-1', '{}', 'a', '/', 1, 0)`,
  );
  const before = database.query('SELECT * FROM sessions').all();
  migrateTo(database, 20);
  expect(database.query('SELECT * FROM sessions').all()).toEqual(before);
  const item = (session: string, id: string, ord: number) =>
    `INSERT INTO items (session_id, id, ord, turn_id, kind, open, body) VALUES ('${session}', '${id}', ${ord}, 't', 'reply', 1, '{}')`;
  const text = (id: string) =>
    `INSERT INTO texts (session_id, item_id, key, at, chars, text) VALUES ('se-1', '${id}', '', 0, 1, 'a')`;
  database.run(item('se-1', 'it-1', 0));
  database.run(text('it-1'));
  expect(() => database.run(item('se-1', 'it-2', 0))).toThrow(/UNIQUE/);
  expect(() => database.run(item('se-2', 'it-2', 1))).toThrow(/FOREIGN KEY/);
  expect(() => database.run(text('it-2'))).toThrow(/FOREIGN KEY/);
});
