import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { HOLDER_SQL } from '../../../main/store/sessions.ts';
import { freshDatabase } from '../fresh.ts';

test('[S4.4] migration 120 leaves nothing over, and finds who goes on with a conversation without looking at every session', () => {
  const database = freshDatabase(60);
  migrateTo(database, 120);
  expect(database.query<[], unknown>('SELECT * FROM leftovers').all()).toEqual([]);
  const plan = database
    .query<[string, string, string, string], { detail: string }>(`EXPLAIN QUERY PLAN ${HOLDER_SQL}`)
    .all('a', 'b', 'a', 'b')
    .map(({ detail }) => detail)
    .filter((detail) => /^(SCAN|SEARCH) (sessions|turns)/.test(detail));
  expect(plan).toEqual([
    expect.stringMatching(/^SEARCH sessions USING .*sessions_by_agent_session/),
    expect.stringMatching(/^SEARCH turns USING .*turns_in_agent_session/),
    expect.stringMatching(/^SEARCH sessions USING /),
  ]);
});
