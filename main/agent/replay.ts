import { createHash } from 'node:crypto';
import { PROMPT_CHARS_MAX } from '../../protocol/limits.ts';
import type { Clock } from '../clock.ts';
import type { AgentUpdate, Replayed } from '../session/update.ts';
import { Coalescer, type Pace } from './coalesce.ts';
import { cut, type Shape, textAt } from './shape.ts';
import { chunkIn } from './translate.ts';

/** Prompts and calls that are remembered of one replay; of a longer one an early repetition would be shown twice. */
const REMEMBERED_MAX = 10_000;

/**
 * A file of the prompt, written out as a link to its own content: Codex repeats pictures so. Megabytes of it would fill
 * the prompt that it goes with.
 */
const WRITTEN_OUT = /\[@?([^\]\n]{0,80})\]\(data:([\w.+/-]{1,100})[;\w=.-]{0,100},[\w+/=%-]*\)/g;

type Prompt = { readonly message: string | null; text: string };

/** What is kept of a prompt: its words may be many, and there may be thousands. */
type Remembered = { readonly message: string | null; readonly digest: string };

/**
 * Reads what an agent repeats of a conversation: chunks of one message of the person's are one prompt, and ids are made
 * unique to their turn, since some agents begin to count again with each. When the agent begins a second time at the
 * first prompt, nothing counts until it comes to a prompt that does not follow there.
 */
export class Replay {
  readonly #emit: (steps: readonly Replayed[]) => void;
  readonly #coalescer: Coalescer;
  #prompt: Prompt | undefined;
  #turns = 0;
  readonly #prompts: Remembered[] = [];
  /** The messages of the first ones. */
  readonly #ids = new Set<string | null>();
  /** Where in `#prompts` a repetition stands; undefined while there is none. */
  #repeated: number | undefined;
  #answered = false;
  /** Number of the turn in which a call was begun last. */
  readonly #calls = new Map<string, number>();

  constructor(clock: Clock, pace: Pace, emit: (steps: readonly Replayed[]) => void) {
    this.#emit = emit;
    this.#coalescer = new Coalescer(clock, pace, emit);
  }

  /** One `update` of a `session/update`; `translate` makes our words of it. */
  take(update: Shape, translate: (update: Shape) => readonly AgentUpdate[]): void {
    if (update['sessionUpdate'] === 'user_message_chunk') {
      this.#asked(update);
      return;
    }
    if (SPOKEN.has(update['sessionUpdate'])) this.#endPrompt();
    if (this.#repeated !== undefined) return;
    for (const one of translate(this.#ofTurn(update))) this.#coalescer.add(one);
  }

  /** The agent says that it has repeated all: what begins at the first prompt from here on begins again. */
  answered(): void {
    this.#endPrompt();
    this.#answered = true;
  }

  /** Passes on what waits for more of its kind. */
  finish(): void {
    this.#endPrompt();
    this.#coalescer.finish();
  }

  #asked(update: Shape): void {
    const { message, text: words } = chunkIn(update);
    const text = words.replace(WRITTEN_OUT, '[$1: $2]');
    const same =
      this.#prompt && (this.#prompt.message === null || message === null || this.#prompt.message === message);
    if (this.#prompt && same) {
      this.#prompt.text = cut(this.#prompt.text + text, PROMPT_CHARS_MAX);
      return;
    }
    this.#endPrompt();
    if (text !== '') this.#prompt = { message, text: cut(text, PROMPT_CHARS_MAX) };
  }

  #endPrompt(): void {
    const prompt = this.#prompt;
    if (!prompt) return;
    this.#prompt = undefined;
    const asked: Remembered = { message: prompt.message, digest: digestOf(prompt.text) };
    this.#repeated = this.#placeAfter(asked);
    if (this.#repeated !== undefined) return;
    this.#turns += 1;
    if (this.#prompts.length < REMEMBERED_MAX) {
      this.#ids.add(asked.message);
      this.#prompts.push(asked);
    }
    this.#coalescer.finish();
    this.#emit([{ type: 'prompt', text: prompt.text }]);
  }

  /** Where a repetition stands after this prompt; undefined when it is none. */
  #placeAfter(asked: Remembered): number | undefined {
    const place = [this.#repeated ?? 0, 0].find((at) => this.#isThat(this.#prompts[at], asked));
    return place === undefined ? undefined : place + 1;
  }

  /** Ids tell prompts of the same words apart, where each has its own; an agent that was done does not go on. */
  #isThat(known: Remembered | undefined, asked: Remembered): boolean {
    if (known?.digest !== asked.digest) return false;
    if (this.#answered) return true;
    return asked.message !== null && known.message === asked.message && this.#ids.size === this.#prompts.length;
  }

  /** Its ids as of the turn that it stands in; an update of an older call keeps to the turn that this was begun in. */
  #ofTurn(update: Shape): Shape {
    const [message, call] = [textAt(update, 'messageId'), textAt(update, 'toolCallId')];
    const ids: Record<string, string> = {};
    if (message) ids['messageId'] = `${this.#turns}:${message}`;
    if (call) ids['toolCallId'] = `${this.#turnOf(call, update['sessionUpdate'] === 'tool_call')}:${call}`;
    return { ...update, ...ids };
  }

  #turnOf(call: string, begins: boolean): number {
    const known = this.#calls.get(call);
    if (known !== undefined && !begins) return known;
    if (this.#calls.size < REMEMBERED_MAX || known !== undefined) this.#calls.set(call, this.#turns);
    return this.#turns;
  }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64');

/** Kinds in which an agent says or does something; the others may come between two chunks of one prompt. */
const SPOKEN: ReadonlySet<unknown> = new Set([
  'agent_message_chunk',
  'agent_thought_chunk',
  'tool_call',
  'tool_call_update',
  'plan',
  'notice',
]);
