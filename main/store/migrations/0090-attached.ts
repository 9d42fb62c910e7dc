import type { Migration } from '../migrate.ts';

/** Prompts that name files have an index of their own: which files are in use must not cost a look at every item. */
export const attached: Migration = {
  version: 90,
  up(database) {
    database.run(`
      CREATE INDEX items_attached ON items (session_id)
        WHERE kind = 'prompt' AND json_extract(body, '$.attachments') IS NOT NULL;
    `);
  },
};
