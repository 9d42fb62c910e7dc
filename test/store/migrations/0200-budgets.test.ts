import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

type Session = readonly [id: string, parent: string | null, kind?: 'subagent' | 'btw'];
type Used = readonly [session: string, parent: string | null, at: number, ms: number | null];

function migrated(sessions: readonly Session[], used: readonly Used[]) {
  const database = freshDatabase(170);
  for (const [id, parent, kind = 'subagent'] of sessions) {
    database
      .query<[string, string, string | null]>(
        `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished, parent_id)
         VALUES (?, ?, 'a', '/', 1, 0, ?)`,
      )
      .run(id, JSON.stringify({ id, relationship: parent && { kind, parent } }), parent);
  }
  for (const [turn, [session, parent, at, ms]] of used.entries()) {
    database
      .query<[string, string, number, string | null, number | null, number | null, number | null]>(
        `INSERT INTO usage (session_id, turn_id, at, agent_id, folder, parent_id, costs, total, work_ms, person_ms, children_ms)
         VALUES (?, ?, ?, 'a', '/', ?, 1, 5, ?, ?, ?)`,
      )
      .run(session, `t${turn}`, at, parent, ms, ms === null ? null : 0, ms === null ? null : 0);
    database.query<[string, string]>(`INSERT INTO usage_costs VALUES (?, ?, 'USD', 100)`).run(session, `t${turn}`);
  }
  migrateTo(database, 200);
  const all = (sql: string) => database.query<[], object>(sql).all();
  return {
    members: all('SELECT session_id AS id, root_id AS root, depth FROM tree_members ORDER BY id'),
    roots: all('SELECT DISTINCT session_id AS id, root_id AS root FROM usage ORDER BY id'),
    costs: all('SELECT root_id AS root, sum(micros) AS micros FROM usage_costs GROUP BY root_id ORDER BY root_id'),
    spans: all(
      'SELECT root_id AS root, from_at AS "from", until_at AS until FROM tree_spans ORDER BY root_id, from_at',
    ),
  };
}

test('[S5.2] migration 200 finds the tree of each session and of each turn, also of sessions that are gone', () => {
  const { members, roots, costs, spans } = migrated(
    [
      ['main', null],
      ['child', 'main'],
      ['grandchild', 'child'],
      ['other', null],
    ],
    [
      ['main', null, 0, 10],
      ['main', null, 100, null], // a crash: nobody knows how long
      ['grandchild', 'child', 5, 10],
      ['gone', 'child', 40, 5],
      ['below-gone', 'gone', 42, 20],
      ['aside', 'main', 90, 1],
      ['other', null, 0, 3],
      ['orphan', 'nowhere', 7, 1],
    ],
  );
  expect(members).toEqual([
    { id: 'child', root: 'main', depth: 1 },
    { id: 'grandchild', root: 'main', depth: 2 },
  ]);
  expect(roots).toEqual([
    { id: 'aside', root: 'main' },
    { id: 'below-gone', root: 'main' },
    { id: 'gone', root: 'main' },
    { id: 'grandchild', root: 'main' },
    { id: 'main', root: 'main' },
    { id: 'orphan', root: 'nowhere' },
    { id: 'other', root: 'other' },
  ]);
  expect(costs).toEqual([
    { root: 'main', micros: 600 },
    { root: 'nowhere', micros: 100 },
    { root: 'other', micros: 100 },
  ]);
  expect(spans).toEqual([
    { root: 'main', from: 0, until: 15 },
    { root: 'main', from: 40, until: 62 },
    { root: 'main', from: 90, until: 91 },
    { root: 'nowhere', from: 7, until: 8 },
    { root: 'other', from: 0, until: 3 },
  ]);
});

test('[S5.2] migration 200 comes to an end where rows point in a circle', () => {
  const { members, roots } = migrated(
    [
      ['one', 'two'],
      ['two', 'one'],
    ],
    [['one', 'two', 0, 1]],
  );
  expect(members).toEqual([]);
  expect(roots).toEqual([{ id: 'one', root: 'one' }]);
});
