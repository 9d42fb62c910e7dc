import type { Clock } from '../clock.ts';
import type { AgentUpdate, ToolChange } from '../session/update.ts';
import { charsOfOption } from './options.ts';

/** One frame of a 60 Hz screen: nothing can be shown more often. */
export const WINDOW_MS = 16;
/** With many sessions streaming, smoothness of each gives way to all of them keeping up. */
export const BUSY_WINDOW_MS = 40;
/** More sessions than this streaming at once make a busy time. */
const FEW_STREAMS = 4;
/** What may wait for the end of a window, in UTF-16 units with something for each update; more is passed on at once. */
export const PENDING_CHARS_MAX = 256 * 1024;
const UPDATE_CHARS = 128;
/** Streams with half a character waiting; one more loses its half. */
const HALVES_MAX = 64;

/** How many coalescers are in the middle of a window. One for all that share a machine. */
export type Pace = { streaming: number };

type TextUpdate = Extract<AgentUpdate, { readonly text: string }> & { readonly type: 'text' | 'output' };

/**
 * Joins the updates of one agent session before they become events. The first passes at once, the next wait for the end
 * of a window. Adjacent text of one message is joined, and so is all news of one tool call: news of different calls
 * commute, while news of one call and text keep their order.
 */
export class Coalescer {
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #emit: (updates: readonly AgentUpdate[]) => void;
  #waiting: AgentUpdate[] = [];
  #pendingChars = 0;
  /** Where in `#waiting` news of the same subject is joined. */
  readonly #places = new Map<string, number>();
  /** First halves of characters that an agent cut in two, by the stream that they belong to. */
  readonly #halves = new Map<string, TextUpdate>();
  #cancelWindow: (() => void) | undefined;

  constructor(clock: Clock, pace: Pace, emit: (updates: readonly AgentUpdate[]) => void) {
    this.#clock = clock;
    this.#pace = pace;
    this.#emit = emit;
  }

  /** What waits; never above PENDING_CHARS_MAX. */
  get pendingChars(): number {
    return this.#pendingChars;
  }

  add(update: AgentUpdate): void {
    const whole = update.type === 'text' || update.type === 'output' ? this.#wholeChars(update) : update;
    if (!whole) return;
    const chars = charsOf(whole);
    if (this.#pendingChars + chars > PENDING_CHARS_MAX) this.flush();
    if (chars > PENDING_CHARS_MAX) {
      this.#emit([whole]);
      return;
    }
    this.#put(whole);
    this.#pendingChars += chars;
    if (!this.#cancelWindow) this.#openWindow();
  }

  /** Passes on all that waits. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const updates = this.#waiting;
    this.#waiting = [];
    this.#pendingChars = 0;
    this.#places.clear();
    this.#emit(updates);
  }

  /** Nothing more is expected: half characters become replacement characters, and all is passed on. */
  finish(): void {
    const halves = [...this.#halves.values()];
    this.#halves.clear();
    for (const half of halves) this.#put({ ...half, text: '\uFFFD' });
    this.flush();
    if (this.#cancelWindow) this.#closeWindow(this.#cancelWindow);
  }

  #openWindow(): void {
    this.flush();
    this.#pace.streaming += 1;
    const ms = this.#pace.streaming > FEW_STREAMS ? BUSY_WINDOW_MS : WINDOW_MS;
    const cancel = this.#clock.after(ms, () => {
      this.#closeWindow(cancel);
      if (this.#waiting.length > 0) this.#openWindow();
    });
    this.#cancelWindow = cancel;
  }

  #closeWindow(cancel: () => void): void {
    cancel();
    this.#cancelWindow = undefined;
    this.#pace.streaming -= 1;
  }

  #put(update: AgentUpdate): void {
    const last = this.#waiting.length - 1;
    const place = update.type === 'text' ? last : this.#places.get(subjectOf(update));
    const before = place === undefined ? undefined : this.#waiting[place];
    const joined = before && join(before, update);
    if (joined && place !== undefined) {
      this.#waiting[place] = joined;
      return;
    }
    this.#waiting.push(update);
    if (update.type === 'exit') this.#places.delete(`output ${update.terminal} ${update.call}`);
    else if (update.type !== 'text') this.#places.set(subjectOf(update), last + 1);
  }

  /** The update with the half that waited for it, and without the half that it ends with. */
  #wholeChars(update: TextUpdate): TextUpdate | undefined {
    if (this.#halves.size === 0 && !endsInHalf(update.text)) {
      return update.text.isWellFormed() ? update : { ...update, text: update.text.toWellFormed() };
    }
    const stream = streamOf(update);
    const text = (this.#halves.get(stream)?.text ?? '') + update.text;
    this.#halves.delete(stream);
    if (!endsInHalf(text) || this.#halves.size >= HALVES_MAX) return { ...update, text: text.toWellFormed() };
    this.#halves.set(stream, { ...update, text: text.slice(-1) });
    return text.length > 1 ? { ...update, text: text.slice(0, -1).toWellFormed() } : undefined;
  }
}

const endsInHalf = (text: string) => (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;

const streamOf = (update: TextUpdate) =>
  update.type === 'text' ? `text ${update.of} ${update.message}` : subjectOf(update);

function subjectOf(update: Exclude<AgentUpdate, { readonly type: 'text' }>): string {
  switch (update.type) {
    case 'tool':
      return `tool ${update.call}`;
    case 'output':
    case 'exit':
      return `${update.type} ${update.terminal} ${update.call}`;
    case 'plan':
    case 'usage':
    case 'title':
    case 'options':
    case 'limit':
    case 'notice':
    case 'told':
      return update.type;
  }
}

/** News that says all there is: the last one counts. */
const REPLACING: ReadonlySet<AgentUpdate['type']> = new Set(['plan', 'title', 'options', 'limit']);

/** Both as one, or undefined when they must stay apart. */
function join(before: AgentUpdate, after: AgentUpdate): AgentUpdate | undefined {
  if (before.type === 'text' && after.type === 'text') {
    const adjoining = before.of === after.of && before.message === after.message;
    return adjoining ? { ...before, text: before.text + after.text } : undefined;
  }
  if (before.type === 'tool' && after.type === 'tool') {
    return { ...before, change: { ...before.change, ...after.change } };
  }
  if (before.type === 'output' && after.type === 'output') return { ...before, text: before.text + after.text };
  if (before.type === 'usage' && after.type === 'usage') return joinUsage(before, after);
  return REPLACING.has(after.type) ? after : undefined;
}

type UsageUpdate = Extract<AgentUpdate, { readonly type: 'usage' }>;

/** The last one counts, but a count of the cost stays, and one that begins anew leaves the old one to be counted. */
function joinUsage(before: UsageUpdate, after: UsageUpdate): UsageUpdate | undefined {
  const [then, now] = [before.usage.cost, after.usage.cost];
  if (!then || !now) return { ...after, usage: { ...after.usage, cost: now ?? then } };
  return now.currency === then.currency && now.amount >= then.amount ? after : undefined;
}

function charsOf(update: AgentUpdate): number {
  switch (update.type) {
    case 'text':
    case 'output':
    case 'notice':
    case 'told':
      return UPDATE_CHARS + update.text.length;
    case 'tool':
      return UPDATE_CHARS + charsOfChange(update.change);
    case 'plan':
      return update.entries.reduce((chars, entry) => chars + entry.text.length, UPDATE_CHARS);
    case 'options':
      return update.options.reduce((chars, option) => chars + charsOfOption(option), UPDATE_CHARS);
    case 'exit':
    case 'usage':
    case 'title':
    case 'limit':
      return UPDATE_CHARS;
  }
}

function charsOfChange(change: ToolChange): number {
  let chars = (change.title?.length ?? 0) + (change.input?.length ?? 0);
  for (const part of change.content ?? []) {
    if (part.type === 'text') chars += part.text.length;
    else if (part.type === 'diff') for (const { lines } of part.hunks) for (const line of lines) chars += line.length;
  }
  return chars;
}
