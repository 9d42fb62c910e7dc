import type { Migration } from '../migrate.ts';

export const sessions: Migration = {
  version: 10,
  up(database) {
    database.run(`
      CREATE TABLE sessions (
        id            TEXT PRIMARY KEY NOT NULL,
        head          TEXT NOT NULL,             -- protocol Head as JSON: small, whatever the length of the transcript
        agent_session TEXT,                      -- the agent's own id of the conversation; NULL when it has none
        -- The columns below repeat fields of the head, for their indexes.
        agent_id      TEXT NOT NULL,
        folder        TEXT NOT NULL,
        updated_at    INTEGER NOT NULL,          -- epoch ms
        deleted_at    INTEGER,                   -- epoch ms; NULL unless it waits in the bin
        unfinished    INTEGER NOT NULL           -- 1 while the last turn has not ended
      ) STRICT;
      CREATE INDEX sessions_by_change ON sessions (updated_at DESC, id DESC) WHERE deleted_at IS NULL;
      CREATE INDEX sessions_by_folder ON sessions (folder, updated_at);
      CREATE INDEX sessions_in_bin ON sessions (deleted_at) WHERE deleted_at IS NOT NULL;
      CREATE INDEX sessions_unfinished ON sessions (id) WHERE unfinished = 1;
    `);
  },
};
