import { isAbsolute } from 'node:path';
import type { Outcome } from '../../protocol/turn.ts';
import type { Tokens } from '../../protocol/usage.ts';
import { wordsOf } from './failures.ts';
import { outcomeOf } from './prompt.ts';
import { RpcError } from './rpc-error.ts';
import { cut, isShape, numberAt, type Shape, shapeAt, textAt } from './shape.ts';
import { tokensOf } from './token-count.ts';

/** Ids and paths of agents; what is longer is no name of anything. */
const NAME_CHARS_MAX = 4_096;
/** What a sub-agent is for: agents put the whole task there. */
const WORDS_CHARS_MAX = 16_000;

/**
 * What an agent says of a sub-agent of its own (ACP v1 draft: subagents). Absent: as it was; null: it takes back what it
 * said.
 */
export type SubagentNews = {
  /** The agent's own id of it. */
  readonly agentSession: string;
  readonly title?: string | null;
  readonly description?: string | null;
  /** Absolute path; null: that of its parent. */
  readonly folder?: string | null;
  readonly canStop?: boolean;
  readonly state?: SubagentState;
};

/** `unsure`: the agent does not know, or does not say any more, what it does. */
export type SubagentState =
  | { readonly kind: 'working' }
  | { readonly kind: 'idle'; readonly outcome: Outcome; readonly tokens: Tokens | null }
  | { readonly kind: 'unsure' };

/** Reads a `subagent_update`. Fields of the wrong type count as absent; undefined when it names nobody. */
export function parseSubagent(update: Shape): SubagentNews | undefined {
  const agentSession = textAt(update, 'sessionId');
  if (!agentSession || agentSession.length > NAME_CHARS_MAX) return undefined;
  const [title, description] = [wordsAt(update, 'title'), wordsAt(update, 'description')];
  const [folder, state] = [folderOf(update), stateOf(update)];
  const { capabilities } = update;
  const canStop = capabilities === null ? false : isShape(capabilities) ? isShape(capabilities['cancel']) : undefined;
  return {
    agentSession,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(folder !== undefined && { folder }),
    ...(canStop !== undefined && { canStop }),
    ...(state && { state }),
  };
}

/** Blank means that there is none. */
function wordsAt(update: Shape, key: string): string | null | undefined {
  if (update[key] === null) return null;
  const words = textAt(update, key)?.trim();
  return words === '' ? null : words && cut(words, WORDS_CHARS_MAX);
}

function folderOf(update: Shape): string | null | undefined {
  if (update['cwd'] === null) return null;
  const folder = textAt(update, 'cwd');
  return folder !== undefined && folder.length <= NAME_CHARS_MAX && isAbsolute(folder) ? folder : undefined;
}

function stateOf(update: Shape): SubagentState | undefined {
  if (update['state'] === null) return { kind: 'unsure' };
  const state = shapeAt(update, 'state');
  switch (textAt(state, 'state')) {
    case undefined:
      return undefined;
    case 'running':
    case 'requires_action':
      return { kind: 'working' };
    case 'idle':
      return { kind: 'idle', outcome: endOf(state), tokens: tokensOf(state) };
    default:
      return { kind: 'unsure' }; // `unknown`, and whatever later versions add
  }
}

function endOf(state: Shape): Outcome {
  if (state['stopReason'] !== 'error') return outcomeOf(state);
  const error = shapeAt(state, 'error');
  const [code, message] = [numberAt(error, 'code') ?? 0, textAt(error, 'message') ?? ''];
  const words = wordsOf(new RpcError(code, message, error['data']));
  return { kind: 'failed', failure: { code: 'agent-error', message: words, detail: '' } };
}
