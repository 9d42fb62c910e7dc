import type { Migration } from '../migrate.ts';

/** What a person allowed for good, and how every question was decided. */
export const permissions: Migration = {
  version: 80,
  up(database) {
    database.run(`
      CREATE TABLE rules (
        id         TEXT PRIMARY KEY NOT NULL,
        agent_id   TEXT NOT NULL,
        folder     TEXT NOT NULL,               -- with links resolved
        kind       TEXT NOT NULL,               -- of the protocol's RuleSubject
        subject    TEXT NOT NULL,               -- its command, tool or title
        made_at    INTEGER NOT NULL,
        session_id TEXT NOT NULL,               -- where it was made; that session may be gone
        uses       INTEGER NOT NULL DEFAULT 0,
        used_at    INTEGER,
        revoked_at INTEGER                      -- NULL: it holds
      ) STRICT;
      CREATE UNIQUE INDEX rules_that_hold ON rules (agent_id, folder, kind, subject) WHERE revoked_at IS NULL;

      CREATE TABLE decisions (
        seq        INTEGER PRIMARY KEY AUTOINCREMENT,
        session_id TEXT NOT NULL,
        request_id TEXT NOT NULL,
        body       TEXT NOT NULL                -- protocol Decision as JSON
      ) STRICT;
      CREATE INDEX decisions_of_session ON decisions (session_id, seq);
      CREATE INDEX decisions_of_request ON decisions (request_id);
    `);
  },
};
