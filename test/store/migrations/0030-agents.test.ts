import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] migration 30 keeps sessions, items and texts, and adds agents of different names', () => {
  const database = freshDatabase(20);
  database.run(`
    INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES ('se-1', '{}', 'a', '/', 1, 0);
    INSERT INTO items (session_id, id, ord, turn_id, kind, open, body) VALUES ('se-1', 'it-1', 0, 't', 'reply', 1, '{}');
    INSERT INTO texts (session_id, item_id, key, at, chars, text) VALUES ('se-1', 'it-1', '', 0, 1, 'a');`);
  const rows = () => ['sessions', 'items', 'texts'].map((table) => database.query(`SELECT * FROM ${table}`).all());
  const before = rows();
  migrateTo(database, 30);
  expect(rows()).toEqual(before);
  const agent = `INSERT INTO agents (id, name, command, args, env) VALUES ('a', 'A', 'a', '[]', '{}')`;
  database.run(agent);
  expect(() => database.run(agent)).toThrow(/UNIQUE/);
});
