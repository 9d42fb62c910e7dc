import type { Migration } from '../migrate.ts';

/** Heads of before have no open forms. */
export const forms: Migration = {
  version: 100,
  up(database) {
    database.run(`
      UPDATE sessions SET head = json_set(head, '$.forms', json('[]'))
      WHERE json_extract(head, '$.forms') IS NULL;
    `);
  },
};
