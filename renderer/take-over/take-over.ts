import { ulid } from 'ulid';
import type { AgentId } from '../../protocol/ids.ts';
import { sessionIdOf } from '../../protocol/ids.ts';
import type { AgentSessionInfo } from '../../protocol/origin.ts';
import { ok } from '../../protocol/result.ts';
import { type Answer, restoring, send } from '../stores/commands.ts';
import { select } from '../stores/window.ts';

/** Goes on with a conversation of an agent's, and shows it; one that is here already is shown as it is. */
export async function takeOver(agentId: AgentId, info: AgentSessionInfo): Promise<Answer> {
  const { agentSession, folder, title, changedAt, held } = info;
  if (held) {
    const shown = held.deleted ? await send(restoring(held.session)) : ok(undefined);
    if (shown.ok) select(held.session);
    return shown;
  }
  const sessionId = sessionIdOf(ulid());
  const taken = await send({ type: 'take-over', sessionId, agentId, folder, agentSession, title, changedAt });
  if (taken.ok) select(sessionId);
  return taken;
}
