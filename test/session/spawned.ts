import { AgentId, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import type { SessionHost } from '../support/session-host.ts';

/** A child that a turn of the parent spawned. */
export function childOf(host: SessionHost, parent: SessionId, turn: TurnId, description = 'a task'): SessionId {
  const sessionId = sessionIdOf(host.newUlid());
  const created = host.service.dispatch({
    type: 'create',
    sessionId,
    agentId: AgentId.parse('playbook'),
    folder: '/src',
    relationship: { kind: 'subagent', parent, turn, item: null, type: null },
    description,
  });
  if (!created.ok) throw new Error(created.refusal.code);
  return sessionId;
}

export function asideOf(host: SessionHost, parent: SessionId, turn: TurnId | null): SessionId {
  const sessionId = sessionIdOf(host.newUlid());
  const created = host.service.dispatch({
    type: 'create',
    sessionId,
    agentId: AgentId.parse('playbook'),
    folder: '/src',
    relationship: { kind: 'btw', parent, turn },
  });
  if (!created.ok) throw new Error(created.refusal.code);
  return sessionId;
}
