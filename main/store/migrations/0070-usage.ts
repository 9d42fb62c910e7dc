import type { Migration } from '../migrate.ts';

/** What turns use is kept, turn by turn. Of turns before this nothing is known. */
export const usage: Migration = {
  version: 70,
  up(database) {
    database.run(`
      -- Rows outlive their turn and their session: what was used stays used. NULL: not reported.
      CREATE TABLE usage (
        session_id   TEXT NOT NULL,
        turn_id      TEXT NOT NULL,
        at           INTEGER NOT NULL,           -- epoch ms at which the turn was opened
        agent_id     TEXT NOT NULL,
        folder       TEXT NOT NULL,
        parent_id    TEXT,                       -- the session that this one belongs to; NULL: it is a main session
        input        INTEGER,                    -- tokens, as the next five
        output       INTEGER,
        cached_read  INTEGER,
        cached_write INTEGER,
        thought      INTEGER,
        total        INTEGER,
        work_ms      INTEGER,
        person_ms    INTEGER,
        children_ms  INTEGER,
        tool_calls   INTEGER,
        costs        INTEGER NOT NULL,           -- how many rows it has in usage_costs
        PRIMARY KEY (session_id, turn_id)
      ) STRICT;                                  -- the rowid is the order in which they were first heard of
      CREATE INDEX usage_by_time ON usage (at);
      CREATE INDEX usage_by_parent ON usage (parent_id, session_id) WHERE parent_id IS NOT NULL;

      CREATE TABLE usage_costs (
        session_id TEXT NOT NULL,
        turn_id    TEXT NOT NULL,
        currency   TEXT NOT NULL,
        micros     INTEGER NOT NULL,             -- millionths of the currency
        PRIMARY KEY (session_id, turn_id, currency)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE usage_counts (
        session_id    TEXT NOT NULL,
        agent_session TEXT NOT NULL,             -- '' for turns that were prompted in none
        currency      TEXT NOT NULL,
        micros        INTEGER NOT NULL,          -- where the agent's own count stands
        PRIMARY KEY (session_id, agent_session, currency)
      ) STRICT, WITHOUT ROWID;

      INSERT INTO usage_counts (session_id, agent_session, currency, micros)
      SELECT id, coalesce(agent_session, ''), json_extract(head, '$.usage.cost.currency'),
        CAST(round(json_extract(head, '$.usage.cost.amount') * 1e6) AS INTEGER)
      FROM sessions WHERE json_extract(head, '$.usage.cost') IS NOT NULL;

      UPDATE sessions SET head = json_remove(json_set(head,
        '$.context', CASE WHEN json_extract(head, '$.usage') IS NULL THEN NULL ELSE json_object(
          'usedTokens', json_extract(head, '$.usage.usedTokens'),
          'sizeTokens', json_extract(head, '$.usage.sizeTokens')) END,
        '$.spent', json('${NOTHING}')), '$.usage');
    `);
  },
};

/** A sum without turns, as the head has it. */
const NOTHING = JSON.stringify({
  tokens: { input: null, output: null, cachedRead: null, cachedWrite: null, thought: null, total: null },
  cost: [],
  times: { workMs: null, personMs: null, childrenMs: null },
  toolCalls: null,
  turns: 0,
  reported: { tokens: 0, cost: 0, time: 0 },
});
