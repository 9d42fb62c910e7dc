import type { AgentId, RollbackId, SessionId } from '../../protocol/ids.ts';
import type { Leftovers } from '../session/ports.ts';
import type { Database, Query } from './database.ts';

/** An agent that never runs again, or cannot delete, must not make these grow for ever: the oldest go first. */
export const LEFTOVERS_MAX = 1_000;

/** Notes what agents keep of what goes here for good. To be called before it goes, within its transaction. */
export class LeftoverRows {
  readonly #leave: Query<[SessionId]>;
  readonly #leaveUndone: Query<[SessionId, RollbackId]>;
  readonly #cap: Query<[number]>;

  constructor(database: Database) {
    this.#leave = database.query(leaveSql(''));
    this.#leaveUndone = database.query(leaveSql('AND turns.undone = ?'));
    this.#cap = database.query(CAP_SQL);
  }

  /** Of a session. */
  leave(session: SessionId): void {
    this.#leave.run(session);
    this.#cap.run(LEFTOVERS_MAX);
  }

  /** Of turns that were taken back: the conversations that were told of them. */
  leaveUndone(session: SessionId, by: RollbackId): void {
    this.#leaveUndone.run(session, by);
    this.#cap.run(LEFTOVERS_MAX);
  }
}

type StoredLeftovers = Leftovers & {
  /** Whether a session goes on with it, has turns in it, or waits to copy it. */
  isUsed(agentSession: string): boolean;
};

/** What agents may delete of their own. */
export function createLeftovers(database: Database): StoredLeftovers {
  const of = database.query<[AgentId, number], { agentSession: string }>(OF_SQL);
  const used = database.query<[string, string], object>(USED_SQL);
  const settle = database.query<[AgentId, string]>('DELETE FROM leftovers WHERE agent_id = ? AND agent_session = ?');
  return {
    of: (agent, limit) => of.all(agent, limit).map((row) => row.agentSession),
    isUsed: (agentSession) => used.get(agentSession, agentSession) !== undefined,
    settle: (agent, agentSession) => database.write(false, () => settle.run(agent, agentSession)),
  };
}

/** With what asides have left, which no file ever names. What one of the two left, the other may use since. */
export function withAsideLeftovers(stored: StoredLeftovers, memory: StoredLeftovers): Leftovers {
  const isUsed = (one: string) => stored.isUsed(one) || memory.isUsed(one);
  return {
    of(agent, limit) {
      const all = new Set([...stored.of(agent, limit), ...memory.of(agent, limit)]);
      return [...all].filter((one) => !isUsed(one)).slice(0, limit);
    },
    settle(agent, agentSession) {
      const settled = memory.settle(agent, agentSession);
      return settled.ok ? stored.settle(agent, agentSession) : settled;
    },
  };
}

/** Those that the session was prompted in, but not the one that was begun elsewhere. */
const leaveSql = (which: string) => `
  INSERT OR IGNORE INTO leftovers (agent_id, agent_session)
  SELECT sessions.agent_id, turns.agent_session
  FROM turns JOIN sessions ON sessions.id = turns.session_id
  WHERE turns.session_id = ? AND turns.agent_session IS NOT NULL
    AND turns.agent_session IS NOT json_extract(sessions.head, '$.origin.agentSession') ${which}
  GROUP BY turns.agent_session ORDER BY min(turns.rowid)`;
const CAP_SQL = 'DELETE FROM leftovers WHERE rowid <= (SELECT max(rowid) FROM leftovers) - ?';
const USED_SQL = `
  SELECT 1 FROM turns WHERE agent_session = ? UNION ALL SELECT 1 FROM sessions WHERE agent_session = ? LIMIT 1`;
/** One that a session goes on with, or waits to copy, is none: it was taken over since, or forked. */
const OF_SQL = `
  SELECT agent_session AS agentSession FROM leftovers
  WHERE agent_id = ?
    AND NOT EXISTS (SELECT 1 FROM turns WHERE turns.agent_session = leftovers.agent_session)
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.agent_session = leftovers.agent_session)
  ORDER BY rowid LIMIT ?`;
