import { expect, test } from 'vitest';
import { migrateTo, NEWEST_VERSION } from '../../../main/store/migrate.ts';
import { createSessionStore } from '../../../main/store/session-store.ts';
import { textOf } from '../../../protocol/text.ts';
import { itemIdNumber, sessionIdNumber, turnIdNumber } from '../../support/arbitraries.ts';
import { freshDatabase, OPEN_SHELF } from '../fresh.ts';

const SESSION = sessionIdNumber(1);

/** A session as it was written before there were branches: three turns, of which the last one runs. */
function before() {
  const database = freshDatabase(40);
  const turn = { id: turnIdNumber(2), index: 2, at: 9, phase: { kind: 'running' } };
  const usage = { usedTokens: 1, sizeTokens: 2, cost: null };
  const queue = { prompts: [], held: null, steering: false };
  const title = { text: 'Old', by: 'person' };
  const head = { id: SESSION, kind: 'main', agentId: 'a', folder: '/', title, createdAt: 1, updatedAt: 2 };
  const more = { deletedAt: null, itemCount: 6, path: 0, turn, requests: [], plan: null, usage, queue };
  database
    .query<[string, string, string]>(
      `INSERT INTO sessions (id, head, agent_session, agent_id, folder, updated_at, unfinished)
       VALUES (?, ?, ?, 'a', '/', 2, 1)`,
    )
    .run(SESSION, JSON.stringify({ ...head, ...more }), 'a-1');
  const insert = database.query<[string, string, number, string, string, string]>(
    `INSERT INTO items (session_id, id, ord, turn_id, kind, open, body, inline) VALUES (?, ?, ?, ?, 'prompt', 0, ?, ?)`,
  );
  for (let n = 0; n < 6; n += 1) {
    const turnIndex = Math.floor(n / 2);
    const order = turnIndex * 1_000_000 + (n % 2);
    const item = { id: itemIdNumber(n), turn: turnIdNumber(turnIndex), order, at: n, kind: 'prompt' };
    const body = JSON.stringify({ ...item, text: { head: '', tail: '', length: 0 } });
    insert.run(SESSION, item.id, order, item.turn, body, JSON.stringify([['', `words ${n}`]]));
  }
  return database;
}

test('[S2.4] [C67] migration 50 makes one path of a linear session, whole and in order', () => {
  const database = before();
  migrateTo(database, 50);
  migrateTo(database, NEWEST_VERSION); // who reads it knows no older shape
  const sessions = createSessionStore(database);
  const read = sessions.read(SESSION, 10);
  expect(read?.state.window.items.map((item) => item.kind === 'prompt' && item.text)).toEqual(
    [0, 1, 2, 3, 4, 5].map((n) => textOf(`words ${n}`)),
  );
  expect(read?.agentSession).toEqual({ id: 'a-1', fork: false });
  expect([0, 1, 2].map((n) => sessions.turn(SESSION, turnIdNumber(n)))).toMatchObject([
    { active: true, undone: null, turn: { parent: null, index: 0, at: 0, phase: { kind: 'ended' } } },
    { active: true, undone: null, turn: { parent: turnIdNumber(0), index: 1, at: 2 } },
    { active: true, undone: null, turn: { parent: turnIdNumber(1), index: 2, at: 9, phase: { kind: 'running' } } },
  ]);
});

test('[S2.4] migration 50 gives heads what they lacked, and lists find them', () => {
  const database = before();
  migrateTo(database, 50);
  migrateTo(database, NEWEST_VERSION); // who reads it knows no older shape
  const sessions = createSessionStore(database);
  expect(sessions.read(SESSION, 1)?.state.head).toMatchObject({
    turn: { parent: turnIdNumber(1), phase: { kind: 'running', heard: true } },
    relationship: null,
    children: [],
    forks: [],
    undoable: [],
    options: [],
    policy: 'ask',
    pinnedAt: null,
    archivedAt: null,
    unread: false,
  });
  migrateTo(database, NEWEST_VERSION);
  expect(sessions.list({ ...OPEN_SHELF, limit: 5 }).sessions).toMatchObject([{ id: SESSION, unread: false }]);
  expect(sessions.unfinished()).toEqual([SESSION]);
});
