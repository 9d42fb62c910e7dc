import type { AgentId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import type { Leftovers } from '../session/ports.ts';
import { within } from './deadline.ts';
import type { AgentHost } from './host.ts';
import { RpcError } from './rpc-error.ts';

/** Conversations that an agent is asked to delete in one go: more wait for its next rest. */
const SWEPT_MAX = 50;
/** One that does not answer is asked again when it rests the next time. */
const DELETE_MS = 10_000;

const log = createLogger('agent/sweep');

/**
 * Has a process that rests delete what the agent keeps of sessions that are gone here for good. One after the other, so
 * that a turn which begins meanwhile waits for one of them at most.
 */
export async function sweep(host: AgentHost, leftovers: Leftovers, clock: Clock, rests: () => boolean): Promise<void> {
  if (!host.facts.can.includes('delete')) return;
  const { id } = host.agent;
  for (const sessionId of leftOf(id, leftovers)) {
    if (!rests()) return;
    try {
      const answer = await within(clock, DELETE_MS, host.connection.request('session/delete', { sessionId }));
      if (answer.kind === 'late') return;
    } catch (error) {
      if (!(error instanceof RpcError)) return; // its process is gone
      log.info('agent did not delete a session', { agent: id, code: error.code });
    }
    leftovers.settle(id, sessionId);
  }
}

/** What cannot be read now is asked for at the next rest. */
function leftOf(agent: AgentId, leftovers: Leftovers): readonly string[] {
  try {
    return leftovers.of(agent, SWEPT_MAX);
  } catch (error) {
    log.warn('what an agent keeps of sessions cannot be read', { agent, message: String(error) });
    return [];
  }
}
