import type { Migration } from '../migrate.ts';

export const preferences: Migration = {
  version: 150,
  up(database) {
    database.run(`
      CREATE TABLE preferences (
        name  TEXT PRIMARY KEY NOT NULL,  -- a field of the protocol's Preferences
        value TEXT NOT NULL               -- as JSON
      ) STRICT;
    `);
  },
};
