import type { Migration } from '../migrate.ts';

/** When turns did not work: what they waited for, from when until when. Of turns before this nothing is known. */
export const waits: Migration = {
  version: 190,
  up(database) {
    database.run(`
      CREATE TABLE turn_waits (
        session_id TEXT NOT NULL REFERENCES sessions (id),
        turn_id    TEXT NOT NULL,
        at         INTEGER NOT NULL,  -- epoch ms at which it began to wait
        ended_at   INTEGER,           -- NULL while it waits
        wait       TEXT NOT NULL,     -- protocol TurnWait's cause as JSON
        PRIMARY KEY (session_id, turn_id, at)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
