import type { Migration } from '../migrate.ts';

/** Agents may come from the catalog, and may be offered no files. */
export const catalog: Migration = {
  version: 130,
  up(database) {
    database.run(`
      ALTER TABLE agents ADD COLUMN client_files INTEGER;  -- 0: it is not offered to read and write through us; NULL: it is
      ALTER TABLE agents ADD COLUMN catalog TEXT;          -- the entry that it was made from; NULL: a person wrote it
    `);
  },
};
