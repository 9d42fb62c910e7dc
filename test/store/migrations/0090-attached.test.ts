import { expect, test } from 'vitest';
import { migrateTo, NEWEST_VERSION } from '../../../main/store/migrate.ts';
import { createSessionStore } from '../../../main/store/session-store.ts';
import { freshDatabase, headOf } from '../fresh.ts';

test('[S4.4] migration 90 finds the files of prompts that were there before, and none where none are named', () => {
  const database = freshDatabase(60);
  const head = JSON.stringify(headOf(1));
  database.run(
    `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES ('s', '${head}', 'a', '/', 1, 0)`,
  );
  const bodies = [`{"attachments":[{"id":"one"},{"id":"two"}]}`, '{}'];
  for (const [n, body] of bodies.entries()) {
    database.run(`
      INSERT INTO items (session_id, id, ord, turn_id, kind, open, body)
      VALUES ('s', 'i${n}', ${n}, 't', 'prompt', 0, '${body}')`);
  }
  migrateTo(database, NEWEST_VERSION);
  expect(createSessionStore(database).attachmentIds()).toEqual(new Set(['one', 'two']));
});
