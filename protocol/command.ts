import { z } from 'zod';
import { AgentId, RequestId, SessionId, TurnId } from './ids.ts';
import type { PROMPT_CHARS_MAX, QUEUE_CHARS_MAX, QUEUE_PROMPTS_MAX, TITLE_CHARS_MAX } from './limits.ts';

/** Long enough for every file system; a path that is longer is a mistake. */
const FOLDER_CHARS_MAX = 4096;

const forSession = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), sessionId: SessionId, ...shape });

/**
 * Everything that can be asked of a session. There is no other door: clicks, links, tools and distant operators
 * all send one of these. Ids are the caller's, so that sending a command twice does it once.
 */
export const Command = z.discriminatedUnion('type', [
  forSession('create', { agentId: AgentId, folder: z.string().min(1).max(FOLDER_CHARS_MAX) }),
  forSession('prompt', { turnId: TurnId, text: z.string() }),
  /** Like `prompt` when nothing runs and nothing waits; else it waits for its turn. */
  forSession('queue', { turnId: TurnId, text: z.string() }),
  /** Stops the running turn and sends this instead; also for a prompt that is queued already. */
  forSession('steer', { turnId: TurnId, text: z.string() }),
  forSession('edit-queued', { turnId: TurnId, text: z.string() }),
  /** Puts a queued prompt before another one, or last for null. */
  forSession('move-queued', { turnId: TurnId, before: TurnId.nullable() }),
  forSession('unqueue', { turnId: TurnId }),
  /** Lets a held queue go on. */
  forSession('release-queue', {}),
  /** Goes on where the last turn was interrupted, stopped or failed, without a new prompt of the person's. */
  forSession('resume', { turnId: TurnId }),
  /** Sends the last prompt once more, as a new turn. */
  forSession('retry', { turnId: TurnId }),
  forSession('stop', {}),
  forSession('answer', { requestId: RequestId, optionId: z.string() }),
  forSession('rename', { title: z.string() }),
  forSession('delete', {}),
  forSession('restore', {}),
]);
export type Command = z.infer<typeof Command>;

/** An expected no. Each has its data; the renderer's words turn it into a sentence. */
export type Refusal =
  | { readonly code: 'unknown-session' }
  | { readonly code: 'session-exists' } // the id is taken by a session with another agent or folder
  | { readonly code: 'session-deleted' }
  | { readonly code: 'unknown-agent'; readonly agentId: AgentId }
  | { readonly code: 'folder-missing'; readonly folder: string }
  | { readonly code: 'empty-prompt' }
  | { readonly code: 'prompt-too-long'; readonly maxChars: typeof PROMPT_CHARS_MAX }
  | { readonly code: 'queue-full'; readonly maxPrompts: typeof QUEUE_PROMPTS_MAX }
  | { readonly code: 'queue-too-long'; readonly maxChars: typeof QUEUE_CHARS_MAX }
  | { readonly code: 'not-queued' } // it was sent or taken back meanwhile
  | { readonly code: 'empty-title' }
  | { readonly code: 'title-too-long'; readonly maxChars: typeof TITLE_CHARS_MAX }
  | { readonly code: 'busy' } // a turn is running
  | { readonly code: 'nothing-running' }
  | { readonly code: 'nothing-to-resume' }
  | { readonly code: 'nothing-to-retry' }
  | { readonly code: 'already-answered' }
  | { readonly code: 'unknown-option' }
  | { readonly code: 'disk-failing'; readonly message: string }; // nothing was changed
