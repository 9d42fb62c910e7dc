import type { Failure, Outcome } from '../../protocol/turn.ts';
import type { Tokens } from '../../protocol/usage.ts';
import type { AgentHost } from './host.ts';
import { RPC_CODES, RpcError } from './rpc-error.ts';
import { isShape, type Shape } from './shape.ts';
import { tokensOf } from './token-count.ts';

/** What an agent has to end a turn by itself once it is asked to. */
export const STOP_GRACE_MS = 5_000;

/** Marks the block that tells an agent what was said before: context, and nothing to act upon. */
const HANDOVER_META = 'skein/handover';
/** How that block begins. Agents that make a title of their first prompt make it of this. */
export const HANDOVER_OPENING = 'This is the conversation so far, for context.';

/**
 * How a turn ended, and the tokens that it took; null when the agent did not say. `stranger`: the agent says that it has
 * no such conversation, so it did nothing.
 */
export type Ended = { readonly outcome: Outcome; readonly tokens: Tokens | null; readonly stranger?: true };

/** Sends the prompt, with what it brings behind its words, and waits for the agent's answer, however long. Never rejects. */
export async function promptAgent(
  host: AgentHost,
  agentSession: string,
  prompt: string,
  behind: readonly Shape[],
  handover: string,
): Promise<Ended> {
  try {
    const blocks = [...handoverBlocks(handover), ...textBlocks(prompt), ...behind];
    const answer = await host.connection.request('session/prompt', { sessionId: agentSession, prompt: blocks });
    return { outcome: outcomeOf(answer), tokens: isShape(answer) ? tokensOf(answer) : null };
  } catch (error) {
    if (error instanceof RpcError) {
      const ended = failed(host.failureOf(error));
      return error.code === RPC_CODES.notFound ? { ...ended, stranger: true } : ended;
    }
    return failed(await host.loss());
  }
}

const failed = (failure: Failure): Ended => ({ outcome: { kind: 'failed', failure }, tokens: null });

function handoverBlocks(handover: string): readonly Shape[] {
  if (handover === '') return [];
  const text = `${HANDOVER_OPENING} Go on from it.\n\n${handover}\n\nThe next message is new.`;
  return [{ type: 'text', text, annotations: { audience: ['assistant'] }, _meta: { [HANDOVER_META]: true } }];
}

/** Files may go without a word. */
const textBlocks = (text: string): readonly Shape[] => (text === '' ? [] : [{ type: 'text', text }]);

/** What a `stopReason` means for a turn. */
export function outcomeOf(answer: unknown): Outcome {
  switch (isShape(answer) ? answer['stopReason'] : undefined) {
    case 'cancelled':
      return { kind: 'stopped' };
    case 'max_tokens':
      return { kind: 'cut-short', reason: 'max-tokens' };
    case 'max_turn_requests':
      return { kind: 'cut-short', reason: 'max-requests' };
    case 'refusal':
      return { kind: 'cut-short', reason: 'refusal' };
    default:
      return { kind: 'completed' }; // end_turn, and whatever later versions add
  }
}
