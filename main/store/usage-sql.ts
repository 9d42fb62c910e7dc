import type { UsageGroup } from '../../protocol/usage.ts';

/** Columns of one turn, and of the sum over turns: sums leave out what is NULL, and are NULL where all is. */
export const FIELDS = [
  ['input', 'input'],
  ['output', 'output'],
  ['cachedRead', 'cached_read'],
  ['cachedWrite', 'cached_write'],
  ['thought', 'thought'],
  ['total', 'total'],
  ['workMs', 'work_ms'],
  ['personMs', 'person_ms'],
  ['childrenMs', 'children_ms'],
  ['toolCalls', 'tool_calls'],
] as const;

/** Their values in one row. */
export type Fields = { readonly [Name in (typeof FIELDS)[number][0]]: number | null };

const ONE = FIELDS.map(([name, column]) => `usage.${column} AS ${name}`).join(', ');
const SUM = `${FIELDS.map(([name, column]) => `sum(usage.${column}) AS ${name}`).join(', ')}, count(*) AS turns,
  count(usage.total) AS withTokens, count(usage.work_ms) AS withTime, coalesce(sum(usage.costs > 0), 0) AS withCost`;
const COSTS = 'JOIN usage_costs AS costs ON costs.session_id = usage.session_id AND costs.turn_id = usage.turn_id';
const MONEY = 'costs.currency AS currency, sum(costs.micros) AS micros';

export const TURN_SQL = `SELECT ${ONE} FROM usage WHERE session_id = ? AND turn_id = ?`;
export const TURN_COSTS_SQL = 'SELECT currency, micros FROM usage_costs WHERE session_id = ? AND turn_id = ?';
const AGENT_SESSION_SQL = "coalesce((SELECT agent_session FROM turns WHERE session_id = ? AND id = ?), '')";
export const COUNT_SQL = `
  SELECT micros FROM usage_counts WHERE session_id = ? AND agent_session = ${AGENT_SESSION_SQL} AND currency = ?`;
export const SET_COUNT_SQL = `
  INSERT INTO usage_counts (session_id, agent_session, currency, micros) VALUES (?, ${AGENT_SESSION_SQL}, ?, ?)
  ON CONFLICT (session_id, agent_session, currency) DO UPDATE SET micros = excluded.micros`;
export const PUT_SQL = `
  INSERT INTO usage (root_id, session_id, turn_id, at, agent_id, folder, parent_id, costs,
    ${FIELDS.map(([, column]) => column).join(', ')})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ${FIELDS.map(() => '?').join(', ')})
  ON CONFLICT (session_id, turn_id) DO UPDATE SET costs = excluded.costs,
    ${FIELDS.map(([, column]) => `${column} = excluded.${column}`).join(', ')}`;
export const PUT_COST_SQL = `
  INSERT INTO usage_costs (root_id, session_id, turn_id, currency, micros) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (session_id, turn_id, currency) DO UPDATE SET micros = excluded.micros`;

/** Newest first, with where they stand in the tree. */
export const TURNS_SQL = `
  SELECT ${ONE}, usage.turn_id AS turn, usage.at, turns.idx, turns.active, turns.undone IS NOT NULL AS undone
  FROM usage LEFT JOIN turns ON turns.session_id = usage.session_id AND turns.id = usage.turn_id
  WHERE usage.session_id = ? ORDER BY usage.at DESC, usage.rowid DESC LIMIT ?`;

/** The session and all below it, also those that are gone: their rows say whose they were. */
const FAMILY_SQL = `
  WITH RECURSIVE family (id) AS (
    VALUES (?)
    UNION SELECT usage.session_id FROM family JOIN usage ON usage.parent_id = family.id
    UNION SELECT sessions.id FROM family JOIN sessions ON sessions.parent_id = family.id
  )`;
const OF_FAMILY = 'FROM family CROSS JOIN usage ON usage.session_id = family.id';
export const OWN_SUM_SQL = `SELECT ${SUM} FROM usage WHERE session_id = ?`;
export const OWN_COSTS_SQL = `
  SELECT currency, sum(micros) AS micros FROM usage_costs WHERE session_id = ? GROUP BY currency ORDER BY currency`;
export const FAMILY_SUM_SQL = `${FAMILY_SQL}
  SELECT ${SUM}, count(DISTINCT usage.session_id) AS sessions ${OF_FAMILY}`;
export const FAMILY_COSTS_SQL = `${FAMILY_SQL}
  SELECT ${MONEY} ${OF_FAMILY} ${COSTS} GROUP BY costs.currency ORDER BY costs.currency`;

const SINCE = 'WHERE usage.at >= ?';
export const TOTAL_SQL = `SELECT ${SUM} FROM usage ${SINCE}`;
export const TOTAL_COSTS_SQL = `
  SELECT ${MONEY} FROM usage ${COSTS} ${SINCE} GROUP BY costs.currency ORDER BY costs.currency`;

const SESSIONS = 'LEFT JOIN sessions ON sessions.id = usage.session_id';
const GROUPS: {
  readonly [Group in UsageGroup]: { readonly key: string; readonly join: string; readonly order: string };
} = {
  agent: { key: 'usage.agent_id', join: '', order: 'total DESC, turns DESC, key' },
  folder: { key: 'usage.folder', join: '', order: 'total DESC, turns DESC, key' },
  day: { key: "date(usage.at / 1000, 'unixepoch', 'localtime')", join: '', order: 'key DESC' },
  session: { key: "coalesce(sessions.id, '')", join: SESSIONS, order: 'total DESC, turns DESC, key' },
};

/** The sums by group, and their costs. `key` names the group in both. */
export const summarySql = (by: UsageGroup) => {
  const { key, join, order } = GROUPS[by];
  return {
    lines: `SELECT ${key} AS key, ${SUM} FROM usage ${join} ${SINCE} GROUP BY 1 ORDER BY ${order} LIMIT ?`,
    costs: `SELECT ${key} AS key, ${MONEY} FROM usage ${COSTS} ${join} ${SINCE}
      GROUP BY 1, 2 ORDER BY 1, 2`,
  };
};
export const TITLE_SQL = "SELECT json_extract(head, '$.title.text') AS title FROM sessions WHERE id = ?";
