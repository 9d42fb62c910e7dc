import type { Migration } from '../migrate.ts';

/**
 * What trees of sessions take: who ever was in one, since when it was at work, and whose tree each turn was used in. All of
 * it stays when sessions are purged. Sessions that were purged before this are no children of anybody any more.
 */
export const budgets: Migration = {
  version: 200,
  up(database) {
    database.run(`
      CREATE TABLE tree_members (
        session_id TEXT PRIMARY KEY,
        root_id    TEXT NOT NULL,
        depth      INTEGER NOT NULL              -- 1: directly below the root
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tree_members_by_root ON tree_members (root_id, depth);

      -- When at least one session of a tree had a turn. No two of a tree touch.
      CREATE TABLE tree_spans (
        root_id  TEXT NOT NULL,
        until_at INTEGER NOT NULL,               -- epoch ms
        from_at  INTEGER NOT NULL,
        PRIMARY KEY (root_id, until_at)
      ) STRICT, WITHOUT ROWID;

      -- A circle of rows has no root; nothing of it is reached.
      WITH RECURSIVE members (id, root, depth) AS (
        SELECT sessions.id, parents.id, 1 FROM sessions JOIN sessions AS parents ON parents.id = sessions.parent_id
        WHERE ${isChild('sessions')} AND NOT ${isChild('parents')}
        UNION ALL
        SELECT sessions.id, members.root, members.depth + 1 FROM members
        JOIN sessions ON sessions.parent_id = members.id WHERE ${isChild('sessions')}
      )
      INSERT INTO tree_members (session_id, root_id, depth) SELECT id, root, depth FROM members;

      ALTER TABLE usage ADD COLUMN root_id TEXT NOT NULL DEFAULT '';
      ALTER TABLE usage_costs ADD COLUMN root_id TEXT NOT NULL DEFAULT '';
      CREATE TEMP TABLE roots AS
      WITH RECURSIVE up (id, above) AS (
        SELECT DISTINCT session_id, session_id FROM usage
        UNION
        SELECT up.id, coalesce(sessions.parent_id, used.parent_id) FROM up
        LEFT JOIN sessions ON sessions.id = up.above
        LEFT JOIN usage AS used ON used.session_id = up.above
        WHERE coalesce(sessions.parent_id, used.parent_id) IS NOT NULL
      )
      SELECT id, above AS root FROM up WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE id = up.above AND parent_id IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM usage WHERE session_id = up.above AND parent_id IS NOT NULL);
      CREATE INDEX temp.roots_by_id ON roots (id);
      UPDATE usage SET root_id = coalesce((SELECT root FROM roots WHERE id = usage.session_id), session_id);
      UPDATE usage_costs SET root_id = coalesce((SELECT root FROM roots WHERE id = usage_costs.session_id), session_id);
      DROP TABLE roots;
      CREATE INDEX usage_by_root ON usage (root_id, total);
      CREATE INDEX usage_costs_by_root ON usage_costs (root_id, currency, micros);

      INSERT INTO tree_spans (root_id, from_at, until_at)
      SELECT root_id, min(at), max(until) FROM (
        SELECT root_id, at, until, sum(apart) OVER (PARTITION BY root_id ORDER BY at, until) AS island FROM (
          SELECT root_id, at, until, at > coalesce(max(until) OVER (
            PARTITION BY root_id ORDER BY at, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -1) AS apart
          FROM (SELECT root_id, at, at + work_ms + person_ms + children_ms AS until FROM usage)
          WHERE until > at))
      GROUP BY root_id, island;
    `);
  },
};

function isChild(table: string): string {
  return `(json_extract(${table}.head, '$.relationship.kind') IS 'subagent')`;
}
