import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { NOTHING_SPENT } from '../../../protocol/usage.ts';
import { freshDatabase } from '../fresh.ts';

/** Heads as they were before, of which only the usage matters here. */
function migrated(usage: object | null, agentSession: string | null) {
  const database = freshDatabase(60);
  database
    .query<[string, string | null]>(
      `INSERT INTO sessions (id, head, agent_session, agent_id, folder, updated_at, unfinished)
       VALUES ('s', ?, ?, 'a', '/', 2, 0)`,
    )
    .run(JSON.stringify({ id: 's', usage }), agentSession);
  migrateTo(database, 70);
  const head = database.query<[], { head: string }>('SELECT head FROM sessions').get()?.head ?? '';
  const counts = database.query<[], unknown>('SELECT * FROM usage_counts').all();
  return { head: JSON.parse(head) as unknown, counts };
}

test('[S4.7] migration 70 keeps the context and where the agent’s count stands, and knows of no earlier turn', () => {
  const cost = { amount: 0.1 + 0.2, currency: 'USD' };
  const { head, counts } = migrated({ usedTokens: 5, sizeTokens: 9, cost, earlier: [] }, 'a-1');
  expect(head).toEqual({ id: 's', context: { usedTokens: 5, sizeTokens: 9 }, spent: NOTHING_SPENT });
  expect(counts).toEqual([{ session_id: 's', agent_session: 'a-1', currency: 'USD', micros: 300_000 }]);
});

test('[S4.7] migration 70 leaves unknown what no agent has said', () => {
  const { head, counts } = migrated(null, null);
  expect(head).toEqual({ id: 's', context: null, spent: NOTHING_SPENT });
  expect(counts).toEqual([]);
});
