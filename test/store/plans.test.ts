import { expect, test, vi } from 'vitest';
import { Database } from '../../main/store/database.ts';
import {
  ATTACHMENTS_SQL,
  ITEMS_AFTER_SQL,
  ITEMS_BEFORE_SQL,
  LAST_ORDER_SQL,
  OPEN_ITEMS_SQL,
} from '../../main/store/items.ts';
import { DECISIONS_SQL, FIND_SQL } from '../../main/store/permissions.ts';
import { createSessionStore } from '../../main/store/session-store.ts';
import {
  CHILDREN_SQL,
  COMMANDS_SQL,
  FOLDERS_SQL,
  LISTS,
  UNFINISHED_SQL,
  UNREAD_SQL,
} from '../../main/store/sessions.ts';
import { ENDS_SQL, RANGES_SQL } from '../../main/store/text-views.ts';
import { END_SQL, INSERT_TEXT_SQL } from '../../main/store/texts.ts';
import { COST_SQL, MEMBERS_SQL, TIME_SQL, TOKENS_SQL, TOUCHING_SQL } from '../../main/store/trees.ts';
import { LAST_TURN_SQL, NEWEST_IN_SQL } from '../../main/store/turns.ts';
import { FAMILY_SUM_SQL, OWN_SUM_SQL, summarySql, TURN_SQL } from '../../main/store/usage-sql.ts';
import { sessionIdNumber, turnIdNumber } from '../support/arbitraries.ts';
import { freshDatabase, headOf, putTurn } from './fresh.ts';
import { append, put, replyOf } from './made-items.ts';

const SESSION = sessionIdNumber(1);

/** A session of 100,000 items, written by SQLite itself because that is fast. */
function longSession(): Database {
  const database = freshDatabase();
  createSessionStore(database).commit(SESSION, { durable: false, head: headOf(1), turns: [putTurn(0)], items: [] });
  const body = JSON.stringify(replyOf(0, 1));
  database
    .query<[string, string, string]>(`
      WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 99999)
      INSERT INTO items (session_id, id, ord, turn_id, kind, open, body)
      SELECT ?, printf('it-%026d', n), n, ?, 'reply', 0, json_set(?, '$.order', n) FROM n`)
    .run(SESSION, turnIdNumber(0), body);
  return database;
}

/** What SQLite would do, one line per loop. */
function planOf(database: Database, sql: string): string {
  const params = Array.from(sql.matchAll(/\?/g), () => null);
  const rows = database.query<null[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...params);
  return rows.map((row) => row.detail).join('\n');
}

const ROUTES: readonly (readonly [name: string, sql: string, route: RegExp])[] = [
  ...LISTS.map(
    ([name, sql]) =>
      [
        `list ${name}`,
        sql,
        /^SEARCH sessions USING INDEX sessions_\w+ \(\(pinned,updated_at,id\)<\(\?,\?,\?\)\)$/,
      ] as const,
  ),
  ['unread', UNREAD_SQL, /^SCAN sessions USING INDEX sessions_unread$/],
  [
    'rule',
    FIND_SQL,
    /^SEARCH rules USING (COVERING )?INDEX rules_that_hold \(agent_id=\? AND folder=\? AND kind=\? AND subject=\?\)$/,
  ],
  [
    'decisions',
    DECISIONS_SQL.all,
    /^SEARCH decisions USING INTEGER PRIMARY KEY \(rowid<\?\)\nSEARCH sessions USING INDEX \w+ \(id=\?\)$/,
  ],
  [
    'decisions of a session',
    DECISIONS_SQL.own,
    /SEARCH decisions USING INDEX decisions_of_session \(session_id=\? AND seq<\?\)/,
  ],
  ['unfinished', UNFINISHED_SQL, /^SCAN sessions USING COVERING INDEX sessions_unfinished$/],
  ['children', CHILDREN_SQL, /^SEARCH sessions USING INDEX sessions_by_parent \(parent_id=\?\)$/],
  [
    'page before',
    ITEMS_BEFORE_SQL,
    /^SEARCH turns USING INDEX turns_on_path \(session_id=\? AND idx<\?\)\nSEARCH items USING INDEX items_in_turn \(session_id=\? AND turn_id=\? AND ord<\?\)$/,
  ],
  [
    'page after',
    ITEMS_AFTER_SQL,
    /^SEARCH turns USING INDEX turns_on_path \(session_id=\? AND idx>\?\)\nSEARCH items USING INDEX items_in_turn \(session_id=\? AND turn_id=\? AND ord>\?\)$/,
  ],
  ['last order', LAST_ORDER_SQL, /^SEARCH items USING COVERING INDEX items_in_turn \(session_id=\? AND turn_id=\?\)$/],
  ['last turn', LAST_TURN_SQL, /^SEARCH turns USING INDEX turns_on_path \(session_id=\?\)$/],
  [
    'last turn of an agent session',
    NEWEST_IN_SQL,
    /^SEARCH turns USING INDEX turns_by_agent_session \(session_id=\? AND agent_session=\?\)$/,
  ],
  ['commands of a folder', COMMANDS_SQL, /SEARCH sessions USING INDEX sessions_by_folder \(folder=\?\)$/m],
  ['open items', OPEN_ITEMS_SQL, /^SEARCH items USING INDEX items_open \(session_id=\?\)$/],
  [
    'end of a text',
    END_SQL,
    /^SEARCH texts USING INDEX sqlite_autoindex_texts_1 \(session_id=\? AND item_id=\? AND key=\?\)$/,
  ],
  [
    'ends of texts',
    ENDS_SQL,
    /SEARCH texts USING INDEX sqlite_autoindex_texts_1 \(session_id=\? AND item_id=\? AND key=\?\)$/m,
  ],
  ['usage of a turn', TURN_SQL, /^SEARCH usage USING INDEX sqlite_autoindex_usage_1 \(session_id=\? AND turn_id=\?\)$/],
  ['usage of a session', OWN_SUM_SQL, /^SEARCH usage USING INDEX sqlite_autoindex_usage_1 \(session_id=\?\)$/],
  ['sessions of a tree', MEMBERS_SQL, /^SEARCH tree_members USING COVERING INDEX tree_members_by_root \(root_id=\?\)$/],
  ['tokens of a tree', TOKENS_SQL, /^SEARCH usage USING COVERING INDEX usage_by_root \(root_id=\?\)$/],
  ['cost of a tree', COST_SQL, /^SEARCH usage_costs USING COVERING INDEX usage_costs_by_root \(root_id=\?\)$/],
  ['time of a tree', TIME_SQL, /^SEARCH tree_spans USING PRIMARY KEY \(root_id=\?\)$/],
  [
    'times that touch',
    `SELECT 1 ${TOUCHING_SQL}`,
    /^SEARCH tree_spans USING PRIMARY KEY \(root_id=\? AND until_at>\?\)$/,
  ],
  ['usage of a family', FAMILY_SUM_SQL, /SEARCH usage USING INDEX sqlite_autoindex_usage_1 \(session_id=\?\)$/m],
  ['children by their usage', FAMILY_SUM_SQL, /SEARCH usage USING COVERING INDEX usage_by_parent \(parent_id=\?\)$/m],
  ['usage since a day', summarySql('agent').lines, /^SEARCH usage USING INDEX usage_by_time \(at>\?\)$/m],
  ['costs since a day', summarySql('day').costs, /^SEARCH costs USING PRIMARY KEY \(session_id=\? AND turn_id=\?\)$/m],
  [
    'views',
    RANGES_SQL,
    /SEARCH texts USING INDEX sqlite_autoindex_texts_1 \(session_id=\? AND item_id=\? AND key=\? AND at>\? AND at<\?\)$/m,
  ],
];

test('[S2.4] in a session of 100,000 items everything is found by index, without sorting or reading past it', () => {
  const database = longSession();
  for (const [name, sql, route] of ROUTES) {
    const plan = planOf(database, sql);
    expect(plan, name).toMatch(route);
    expect(plan, name).not.toMatch(/SCAN (items|texts|usage)/);
  }
});

test('[S2.4] an append looks for nothing but its end, and recent folders jump from one to the next', () => {
  const database = freshDatabase();
  expect(planOf(database, INSERT_TEXT_SQL)).not.toMatch(/SCAN/);
  expect(planOf(database, FOLDERS_SQL)).not.toMatch(/SCAN sessions/);
});

test('[S4.4] which files are in use is found by the prompts that name files, and no other item is read', () => {
  expect(planOf(freshDatabase(), ATTACHMENTS_SQL)).toMatch(/^SCAN items USING INDEX items_attached$/m);
});

test('[S2.10] a page of a session of 100,000 items takes as many queries as one of ten', () => {
  const run = vi.fn();
  const database = longSession();
  const original = Database.prototype.query;
  const counting = vi.spyOn(Database.prototype, 'query').mockImplementation(function (this: Database, sql) {
    return new Proxy(original.call(this, sql), {
      get(query, method) {
        run(sql);
        return Reflect.get(query, method);
      },
    });
  });
  const sessions = createSessionStore(database);
  counting.mockRestore();
  const queriesOf = (before: number, limit: number) => {
    run.mockClear();
    expect(sessions.itemsBefore(SESSION, before, limit, 1e6).items.length).toBe(limit);
    return run.mock.calls.length;
  };
  for (let n = 200_000; n < 200_010; n += 1) {
    sessions.commit(SESSION, {
      durable: false,
      head: null,
      turns: [],
      items: [put(replyOf(n)), append(n, 0, 'Hello')],
    });
  }
  const ofTen = queriesOf(200_010, 10);
  expect(ofTen).toBeLessThanOrEqual(3);
  expect(queriesOf(200_010, 200)).toBe(ofTen);
});
