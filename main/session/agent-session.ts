import type { Head } from '../../protocol/head.ts';
import type { AgentSession, SessionStore } from './ports.ts';

/**
 * The agent session that the turn which has just been opened may run in. One that is to be copied first, for a fork or
 * an aside, is of use only as long as it knows no more than was said until there: its own session may have gone on.
 */
export function usableBy(
  head: Head,
  agentSession: AgentSession | null,
  store: Pick<SessionStore, 'lastPromptedIn'>,
): AgentSession | null {
  if (!agentSession?.fork) return agentSession;
  const upTo = head.relationship?.kind === 'btw' ? head.relationship.turn : head.turn?.parent;
  return store.lastPromptedIn(agentSession.id) === upTo ? agentSession : null;
}
