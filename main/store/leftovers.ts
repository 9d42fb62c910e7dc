import type { AgentId, SessionId } from '../../protocol/ids.ts';
import type { Leftovers } from '../session/ports.ts';
import type { Database } from './database.ts';

/** An agent that never runs again, or cannot delete, must not make these grow for ever: the oldest go first. */
export const LEFTOVERS_MAX = 1_000;

/** Notes what the agent of a session keeps of it, before the session goes. To be called within a transaction. */
export function leave(database: Database, session: SessionId): void {
  database.query<[SessionId]>(LEAVE_SQL).run(session);
  database.query<[number]>(CAP_SQL).run(LEFTOVERS_MAX);
}

/** What agents may delete of their own. */
export function createLeftovers(database: Database): Leftovers {
  const of = database.query<[AgentId, number], { agentSession: string }>(OF_SQL);
  const settle = database.query<[AgentId, string]>('DELETE FROM leftovers WHERE agent_id = ? AND agent_session = ?');
  return {
    of: (agent, limit) => of.all(agent, limit).map((row) => row.agentSession),
    settle: (agent, agentSession) => database.write(false, () => settle.run(agent, agentSession)),
  };
}

/** Those that the session was prompted in, but not the one that was begun elsewhere. */
const LEAVE_SQL = `
  INSERT OR IGNORE INTO leftovers (agent_id, agent_session)
  SELECT sessions.agent_id, turns.agent_session
  FROM turns JOIN sessions ON sessions.id = turns.session_id
  WHERE turns.session_id = ? AND turns.agent_session IS NOT NULL
    AND turns.agent_session IS NOT json_extract(sessions.head, '$.origin.agentSession')
  GROUP BY turns.agent_session ORDER BY min(turns.rowid)`;
const CAP_SQL = 'DELETE FROM leftovers WHERE rowid <= (SELECT max(rowid) FROM leftovers) - ?';
/** One that a session goes on with, or waits to copy, is none: it was taken over since, or forked. */
const OF_SQL = `
  SELECT agent_session AS agentSession FROM leftovers
  WHERE agent_id = ?
    AND NOT EXISTS (SELECT 1 FROM turns WHERE turns.agent_session = leftovers.agent_session)
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.agent_session = leftovers.agent_session)
  ORDER BY rowid LIMIT ?`;
