import type { Migration } from '../migrate.ts';

/** Finds the few sessions that somebody should look at among all that there are. */
export const unread: Migration = {
  version: 160,
  up(database) {
    database.run(`
      CREATE INDEX sessions_unread ON sessions (updated_at DESC)
      WHERE json_extract(head, '$.unread') = 1 AND deleted_at IS NULL AND archived_at IS NULL;
    `);
  },
};
