import type { Migration } from '../migrate.ts';

export const agents: Migration = {
  version: 30,
  up(database) {
    database.run(`
      CREATE TABLE agents (
        place   INTEGER PRIMARY KEY,             -- agents are listed in the order in which they were added
        id      TEXT NOT NULL UNIQUE,
        name    TEXT NOT NULL,
        command TEXT NOT NULL,
        args    TEXT NOT NULL,                   -- JSON: string[]
        env     TEXT NOT NULL                    -- JSON: Record<string, string>; may hold secrets, never to be logged
      ) STRICT;
    `);
  },
};
