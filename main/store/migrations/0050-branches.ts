import type { Migration } from '../migrate.ts';

/** As it was when this migration was written: places in one turn. */
const TURN_ITEMS = 1_000_000;

/**
 * Turns get rows of their own and form a tree, of which one path is active; sessions get kinds, parents and shelves.
 * Conversations of before are a single path, and nothing is known of how turns but the last one ended.
 */
export const branches: Migration = {
  version: 50,
  up(database) {
    database.run(`
      CREATE TABLE turns (
        session_id    TEXT NOT NULL REFERENCES sessions (id),
        id            TEXT NOT NULL,
        parent_id     TEXT,                      -- the turn that it goes on from; NULL for the first
        idx           INTEGER NOT NULL,          -- depth in the tree, and place on a path
        body          TEXT NOT NULL,             -- protocol Turn as JSON
        plan          TEXT,                      -- protocol Plan as JSON: the last one that was made in it
        agent_session TEXT,                      -- the agent session that it was prompted in; NULL: none of ours
        active        INTEGER NOT NULL,          -- 1 on the path that is shown
        undone        TEXT,                      -- what took it back; NULL: nothing
        PRIMARY KEY (session_id, id)
      ) STRICT;                                  -- the rowid is the order of birth
      CREATE UNIQUE INDEX turns_on_path ON turns (session_id, idx) WHERE active = 1;
      CREATE INDEX turns_by_parent ON turns (session_id, parent_id);
      CREATE INDEX turns_by_agent_session ON turns (session_id, agent_session) WHERE agent_session IS NOT NULL;
      CREATE INDEX turns_undone ON turns (session_id, undone) WHERE undone IS NOT NULL;

      INSERT INTO turns (session_id, id, parent_id, idx, body, active)
      SELECT session_id, turn_id, lag(turn_id) OVER path, ord / ${TURN_ITEMS}, json_object(
        'id', turn_id, 'parent', lag(turn_id) OVER path, 'index', ord / ${TURN_ITEMS},
        'at', json_extract(body, '$.at'), 'phase', json_object(
          'kind', 'ended', 'outcome', json('{"kind":"completed"}'), 'at', json_extract(body, '$.at'),
          'cleared', json('false'))), 1
      FROM (SELECT session_id, turn_id, min(ord) AS ord, body FROM items GROUP BY session_id, turn_id)
      WINDOW path AS (PARTITION BY session_id ORDER BY ord);

      DROP INDEX items_in_order;
      CREATE UNIQUE INDEX items_in_turn ON items (session_id, turn_id, ord);

      UPDATE sessions SET head = json_set(head,
        '$.relationship', NULL, '$.children', json('[]'), '$.forks', json('[]'), '$.rollback', NULL,
        '$.undoable', json('[]'), '$.options', json('[]'), '$.policy', 'ask', '$.limit', NULL,
        '$.awaiting', json('[]'), '$.pinnedAt', NULL, '$.archivedAt', NULL, '$.unread', json('false'));
      UPDATE sessions SET head = json_set(head, '$.usage.earlier', json('[]'))
      WHERE json_extract(head, '$.usage') IS NOT NULL;
      UPDATE sessions SET head = json_set(head, '$.turn.parent', (
        SELECT parent_id FROM turns
        WHERE turns.session_id = sessions.id AND turns.id = json_extract(sessions.head, '$.turn.id')))
      WHERE json_extract(head, '$.turn') IS NOT NULL;
      UPDATE sessions SET head = json_set(head, '$.turn.phase.cleared', json('false'))
      WHERE json_extract(head, '$.turn.phase.kind') = 'ended';
      UPDATE sessions SET head = json_set(head, '$.turn.phase.heard', json('true'))
      WHERE json_extract(head, '$.turn.phase.kind') = 'running';
      UPDATE turns SET body = (SELECT json_extract(head, '$.turn') FROM sessions WHERE sessions.id = turns.session_id),
        agent_session = (SELECT agent_session FROM sessions WHERE sessions.id = turns.session_id)
      WHERE id = (SELECT json_extract(head, '$.turn.id') FROM sessions WHERE sessions.id = turns.session_id);

      -- They repeat fields of the head, for their indexes, as the columns before them.
      ALTER TABLE sessions ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;      -- 1: a child or an aside
      ALTER TABLE sessions ADD COLUMN parent_id TEXT;
      ALTER TABLE sessions ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE sessions ADD COLUMN archived_at INTEGER;
      ALTER TABLE sessions ADD COLUMN agent_fork INTEGER NOT NULL DEFAULT 0;  -- 1: agent_session is to be copied first
      CREATE INDEX sessions_by_parent ON sessions (parent_id, id) WHERE parent_id IS NOT NULL;
      DROP INDEX sessions_by_change;
      CREATE INDEX sessions_open ON sessions (pinned DESC, updated_at DESC, id DESC)
        WHERE deleted_at IS NULL AND archived_at IS NULL AND hidden = 0;
      CREATE INDEX sessions_open_all ON sessions (pinned DESC, updated_at DESC, id DESC)
        WHERE deleted_at IS NULL AND archived_at IS NULL;
      CREATE INDEX sessions_archived ON sessions (pinned DESC, updated_at DESC, id DESC)
        WHERE deleted_at IS NULL AND archived_at IS NOT NULL;
      DROP INDEX sessions_in_bin;
      CREATE INDEX sessions_in_bin ON sessions (pinned DESC, updated_at DESC, id DESC) WHERE deleted_at IS NOT NULL;
      CREATE INDEX sessions_to_purge ON sessions (deleted_at) WHERE deleted_at IS NOT NULL;

      CREATE TABLE offers (
        agent_id TEXT PRIMARY KEY NOT NULL,
        options  TEXT NOT NULL                   -- protocol AgentOption[] as JSON: what it let a person choose last
      ) STRICT;
    `);
  },
};
