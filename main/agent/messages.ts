import { PROMPT_CHARS_MAX } from '../../protocol/limits.ts';
import type { AgentUpdate } from '../session/update.ts';
import { cut, type Shape, shapeAt, shapesAt, textAt } from './shape.ts';
import { wordsOf } from './translate.ts';

/** Messages that are remembered so that none is shown twice, and blocks of one. */
const MESSAGES_MAX = 256;
const BLOCKS_MAX = 64;

const KINDS: ReadonlySet<unknown> = new Set(['session_message', 'session_message_chunk']);

/** Whether an update is of a message between sessions of one agent. */
export const isMessage = (update: Shape): boolean => KINDS.has(update['sessionUpdate']);

type Message = { readonly text: string; readonly outgoing: boolean; readonly shown: boolean };

/**
 * What a sub-agent is told by others of its agent (ACP v1 draft: session-directed messages): its prompts. One that comes
 * in pieces is shown when something else is said after it; what it sends itself is for others to show.
 */
export class Messages {
  readonly #agentSession: string;
  readonly #known = new Map<string, Message>();
  /** The one that comes in pieces. */
  #open: string | undefined;

  constructor(agentSession: string) {
    this.#agentSession = agentSession;
  }

  /** Any update: what was told by then, if it is over. */
  take(update: Shape): readonly AgentUpdate[] {
    const id = isMessage(update) ? textAt(update, 'messageId') : undefined;
    const before = id !== undefined && id === this.#open ? [] : this.#show(this.#open);
    if (id === undefined) return before;
    this.#learn(id, update);
    if (update['sessionUpdate'] === 'session_message') return [...before, ...this.#show(id)];
    this.#open = id;
    return before;
  }

  /** Nothing is said any more. */
  rest(): readonly AgentUpdate[] {
    return this.#show(this.#open);
  }

  #learn(id: string, update: Shape): void {
    const known = this.#known.get(id) ?? { text: '', outgoing: false, shown: false };
    const blocks = shapesAt(update, 'content', BLOCKS_MAX);
    const words = (blocks ?? []).map((block) => wordsOf(block) ?? '').join('\n');
    const chunk = update['sessionUpdate'] === 'session_message_chunk' ? wordsOf(shapeAt(update, 'content')) : undefined;
    const text = cut(blocks ? words : known.text + (chunk ?? ''), PROMPT_CHARS_MAX);
    const outgoing = known.outgoing || textAt(update, 'senderSessionId') === this.#agentSession;
    this.#known.set(id, { ...known, text, outgoing });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MESSAGES_MAX && oldest !== undefined) this.#known.delete(oldest);
  }

  /** An upsert without words only says who talks to whom: the words come yet. */
  #show(id: string | undefined): readonly AgentUpdate[] {
    const message = id === undefined ? undefined : this.#known.get(id);
    if (this.#open === id) this.#open = undefined;
    if (id === undefined || !message || message.shown || message.outgoing || message.text.trim() === '') return [];
    this.#known.set(id, { ...message, shown: true });
    return [{ type: 'told', text: message.text }];
  }
}
