import type { PartPatch, SessionEvent, ToolPatch } from '../../protocol/event.ts';
import type { ItemId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { Item, Notice, ToolItem, ToolStatus } from '../../protocol/item.ts';
import { INLINE_CHARS_MAX, LOCATIONS_MAX, TOOL_PARTS_MAX, TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import { textOf } from '../../protocol/text.ts';
import { CALLS_MAX, MESSAGES_MAX, SPEAKING_TURNS_MAX } from './limits.ts';
import type { AgentUpdate, ToolChange, ToolContent } from './update.ts';

type TextUpdate = Extract<AgentUpdate, { type: 'text' }>;
type OutputUpdate = Extract<AgentUpdate, { type: 'output' }>;
type TextRef = { readonly item: ItemId; readonly of: TextUpdate['of']; length: number };
type ToolRef = {
  readonly item: ItemId;
  readonly order: number;
  parts: readonly PartPatch[];
  readonly texts: Map<string, Grown>;
  /** Key by terminal, of those that are shown. One that was hidden and is shown again begins anew under another key. */
  terminals: Map<string, string>;
  status: ToolStatus;
  ended: boolean;
};
/** What a turn has said last. `open` is the text at its very end, which goes on until something else is said. */
type Speech = { open: TextRef | undefined; reply: TextRef | undefined; thought: TextRef | undefined };
/** A text under a tool: its length, and its words while they may still be compared with what the agent sends next. */
type Grown = { length: number; words: string | null };

export type TurnPlace = { readonly id: TurnId; readonly index: number; readonly over: boolean };
export type AttributionPorts = {
  newItemId(): ItemId;
  now(): number;
  /** The greatest order used in this turn so far. */
  lastOrder(turn: TurnId): number | undefined;
  /** The next order of each turn, shared by all who add items to a session. */
  readonly orders: Map<TurnId, number>;
};

/**
 * Finds the item that each of an agent's updates belongs to: a known call or message → its item, else the turn whose
 * prompt was sent last. Late words reopen the last item of their own turn and never touch a newer one.
 */
export class Attribution {
  readonly #ports: AttributionPorts;
  readonly #calls = new Map<string, ToolRef>();
  readonly #messages = new Map<string, TextRef>();
  readonly #running = new Set<ToolRef>();
  readonly #speeches = new Map<TurnId, Speech>();

  constructor(ports: AttributionPorts) {
    this.#ports = ports;
  }

  /** The agent's session is a new one: its ids may begin again. */
  forgetIds(): void {
    this.#calls.clear();
    this.#messages.clear();
  }

  nextOrder(turn: Pick<TurnPlace, 'id' | 'index'>): number {
    const next = this.#upcoming(turn);
    remember(this.#ports.orders, turn.id, next + 1, SPEAKING_TURNS_MAX);
    if (next >= (turn.index + 1) * TURN_ITEMS_MAX)
      throw new Error(`Turn ${turn.id} has more than ${TURN_ITEMS_MAX} items`);
    return next;
  }

  text(update: TextUpdate, turn: TurnPlace): readonly SessionEvent[] {
    const events: SessionEvent[] = [];
    const ref = this.#textRef(update, turn, events);
    const late = ref !== this.#speechOf(turn.id).open || turn.over;
    if (late) events.push({ type: 'item-ended', item: ref.item, at: null });
    events.push({ type: 'text-appended', item: ref.item, key: null, at: ref.length, text: update.text });
    ref.length += update.text.length;
    if (late) events.push({ type: 'item-ended', item: ref.item, at: this.#ports.now() });
    return events;
  }

  /** Ends the text that the turn is saying, because something else is. */
  endText(turn: TurnId): readonly SessionEvent[] {
    const speech = this.#speechOf(turn);
    if (!speech.open) return [];
    const { item } = speech.open;
    speech.open = undefined;
    return [{ type: 'item-ended', item, at: this.#ports.now() }];
  }

  tool(call: string, change: ToolChange, turn: TurnPlace): readonly SessionEvent[] {
    const events: SessionEvent[] = [];
    const ref = this.#calls.get(call) ?? this.#newTool(call, change, turn, events);
    const { content, ...fields } = change;
    const grown = content ? this.#show(ref, content) : undefined;
    const patch: ToolPatch = {
      ...fields,
      ...(change.locations && { locations: change.locations.slice(0, LOCATIONS_MAX) }),
      ...(grown && { parts: grown.parts }),
      ...this.#endOf(ref, change, turn),
    };
    if (Object.keys(patch).length > 0) events.push({ type: 'tool-updated', item: ref.item, patch });
    if (grown) events.push(...grown.appends);
    return events;
  }

  output({ call, terminal, text }: OutputUpdate, turn: TurnPlace): readonly SessionEvent[] {
    const ref = this.#calls.get(call);
    const key = ref?.terminals.get(terminal);
    const grown = key === undefined ? undefined : ref?.texts.get(key);
    if (!ref || key === undefined || !grown) return [];
    const at = grown.length;
    grown.length += text.length;
    const appended: SessionEvent = { type: 'text-appended', item: ref.item, key, at, text };
    const reopened = this.#reopen(ref);
    if (!turn.over) return [...reopened, appended];
    this.#end(ref); // nobody would end it a second time
    return [...reopened, appended, { type: 'tool-updated', item: ref.item, patch: { endedAt: this.#ports.now() } }];
  }

  exit(update: Extract<AgentUpdate, { type: 'exit' }>): readonly SessionEvent[] {
    const ref = this.#calls.get(update.call);
    const key = ref?.terminals.get(update.terminal);
    if (!ref || key === undefined) return [];
    ref.parts = ref.parts.map((part) =>
      part.type === 'terminal' && part.key === key ? { ...part, exit: update.exit } : part,
    );
    const ends = !ref.ended && isFinal(ref.status);
    if (ends) this.#end(ref);
    const patch: ToolPatch = ends ? { parts: ref.parts, endedAt: this.#ports.now() } : { parts: ref.parts };
    return [{ type: 'tool-updated', item: ref.item, patch }];
  }

  /** What others have it do, besides what the turn was opened with. */
  prompt(turn: Pick<TurnPlace, 'id' | 'index'>, text: string, from: SessionId | undefined): readonly SessionEvent[] {
    const placed = { id: this.#ports.newItemId(), turn: turn.id, order: this.nextOrder(turn), at: this.#ports.now() };
    const item = { ...placed, kind: 'prompt', text: textOf(text), ...(from && { from }) } as const;
    return [...this.endText(turn.id), { type: 'item-added', item }];
  }

  /** A line in the turn: what it says just now ends before it. */
  notice(turn: Pick<TurnPlace, 'id' | 'index'>, notice: Notice): readonly SessionEvent[] {
    const placed = { id: this.#ports.newItemId(), turn: turn.id, order: this.nextOrder(turn), at: this.#ports.now() };
    return [...this.endText(turn.id), { type: 'item-added', item: { ...placed, kind: 'notice', notice } }];
  }

  /** The turn is over and the actor has ended all that was open in it. */
  turnEnded(turn: TurnId): void {
    this.#speechOf(turn).open = undefined;
    for (const ref of this.#running) this.#end(ref);
  }

  /**
   * Ends all that is open in a turn that is only told of. A call whose end was never told was done when the agent went
   * on to something else; the last thing of a turn was cut off.
   */
  endAll(turn: Pick<TurnPlace, 'id' | 'index'>): readonly SessionEvent[] {
    const last = this.#upcoming(turn) - 1;
    const [at, events] = [this.#ports.now(), [...this.endText(turn.id)]];
    for (const ref of this.#running) {
      const end: ToolPatch = isFinal(ref.status) ? {} : { status: ref.order < last ? 'done' : 'stopped' };
      this.#end(ref);
      events.push({ type: 'tool-updated', item: ref.item, patch: { ...end, endedAt: at } });
    }
    return events;
  }

  /** The item of a call, if it was made. */
  itemOf(call: string): ItemId | undefined {
    return this.#calls.get(call)?.item;
  }

  /** The order that the next item of the turn will have. */
  #upcoming({ id, index }: Pick<TurnPlace, 'id' | 'index'>): number {
    return this.#ports.orders.get(id) ?? (this.#ports.lastOrder(id) ?? index * TURN_ITEMS_MAX - 1) + 1;
  }

  #speechOf(turn: TurnId): Speech {
    const known = this.#speeches.get(turn);
    if (known) return known;
    const speech: Speech = { open: undefined, reply: undefined, thought: undefined };
    remember(this.#speeches, turn, speech, SPEAKING_TURNS_MAX);
    return speech;
  }

  #textRef(update: TextUpdate, turn: TurnPlace, events: SessionEvent[]): TextRef {
    const named = update.message === null ? undefined : this.#messages.get(`${update.of}:${update.message}`);
    if (named) return named;
    const speech = this.#speechOf(turn.id);
    const last = speech[update.of];
    if (turn.over && last && update.message === null) return last;
    if (speech.open?.of === update.of && update.message === null) return speech.open;

    events.push(...this.endText(turn.id));
    const ref: TextRef = { item: this.#ports.newItemId(), of: update.of, length: 0 };
    const at = this.#ports.now();
    const placed = { id: ref.item, turn: turn.id, order: this.nextOrder(turn), at };
    events.push({ type: 'item-added', item: { ...placed, kind: update.of, text: NO_TEXT, endedAt: null } });
    speech.open = ref;
    speech[update.of] = ref;
    if (update.message !== null) remember(this.#messages, `${update.of}:${update.message}`, ref, MESSAGES_MAX);
    return ref;
  }

  #newTool(call: string, change: ToolChange, turn: TurnPlace, events: SessionEvent[]): ToolRef {
    events.push(...this.endText(turn.id));
    const status = change.status ?? 'pending';
    const ref: ToolRef = {
      item: this.#ports.newItemId(),
      order: this.nextOrder(turn),
      parts: [],
      texts: new Map(),
      terminals: new Map(),
      status,
      ended: false,
    };
    this.#running.add(ref);
    const item: ToolItem = {
      kind: 'tool',
      id: ref.item,
      turn: turn.id,
      order: ref.order,
      at: this.#ports.now(),
      title: change.title ?? '',
      tool: change.tool ?? 'other',
      status,
      input: '',
      locations: [],
      parts: [],
      endedAt: null,
    };
    events.push({ type: 'item-added', item });
    remember(this.#calls, call, ref, CALLS_MAX);
    return ref;
  }

  #endOf(ref: ToolRef, change: ToolChange, turn: TurnPlace): Pick<ToolPatch, 'endedAt'> {
    ref.status = change.status ?? ref.status;
    const ended = turn.over || isFinal(ref.status);
    if (ended === ref.ended) return {};
    if (!ended) {
      this.#reopen(ref);
      return { endedAt: null };
    }
    this.#end(ref);
    return { endedAt: this.#ports.now() };
  }

  /** What ended may not grow any more: its words are compared no longer. */
  #end(ref: ToolRef): void {
    ref.ended = true;
    this.#running.delete(ref);
    for (const grown of ref.texts.values()) grown.words = null;
  }

  #reopen(ref: ToolRef): readonly SessionEvent[] {
    if (!ref.ended) return [];
    ref.ended = false;
    this.#running.add(ref);
    return [{ type: 'tool-updated', item: ref.item, patch: { endedAt: null } }];
  }

  /** What the tool shows now, as parts with lasting keys, and the words that are new in them. */
  #show(ref: ToolRef, content: readonly ToolContent[]) {
    const appends: SessionEvent[] = [];
    const parts = content.slice(0, TOOL_PARTS_MAX).map((shown, index): PartPatch => {
      if (shown.type === 'diff') return shown;
      if (shown.type === 'terminal') return this.#showTerminal(ref, shown);
      return this.#showText(ref, shown.text, index, appends);
    });
    ref.parts = parts;
    const keys = new Set(parts.map((part) => (part.type === 'terminal' ? part.key : '')));
    ref.terminals = new Map([...ref.terminals].filter(([, key]) => keys.has(key)));
    return { parts, appends };
  }

  #showTerminal(ref: ToolRef, shown: Extract<ToolContent, { type: 'terminal' }>): PartPatch {
    const known = ref.parts.find((part) => part.type === 'terminal' && part.key === ref.terminals.get(shown.terminal));
    if (known) return known;
    const key = ref.texts.has(shown.terminal) ? `${shown.terminal}~${ref.texts.size}` : shown.terminal;
    ref.texts.set(key, { length: 0, words: null });
    ref.terminals.set(shown.terminal, key);
    return { type: 'terminal', key, command: shown.command, folder: shown.folder, exit: null };
  }

  /** Agents send the whole text each time: what only grew is appended, what was replaced gets a new key. */
  #showText(ref: ToolRef, text: string, index: number, appends: SessionEvent[]): PartPatch {
    const known = ref.parts[index];
    const grown = known?.type === 'text' ? ref.texts.get(known.key) : undefined;
    if (known?.type === 'text' && grown && grown.words !== null && text.startsWith(grown.words)) {
      if (text.length > grown.length) {
        appends.push({ ...appendOf(ref, known.key), at: grown.length, text: text.slice(grown.length) });
        ref.texts.set(known.key, grownTo(text));
      }
      return known;
    }
    const key = `${index}.${ref.texts.size}`;
    ref.texts.set(key, grownTo(text));
    if (text !== '') appends.push({ ...appendOf(ref, key), at: 0, text });
    return { type: 'text', key };
  }
}

const NO_TEXT = { head: '', tail: '', length: 0 } as const;

/** Ends an item that was left open. A call that had come to its end keeps how: only late output had reopened it. */
export function endOf(item: Item, at: number): SessionEvent {
  if (item.kind !== 'tool') return { type: 'item-ended', item: item.id, at };
  const patch: ToolPatch = isFinal(item.status) ? { endedAt: at } : { status: 'stopped', endedAt: at };
  return { type: 'tool-updated', item: item.id, patch };
}

const isFinal = (status: ToolStatus) => status === 'done' || status === 'failed' || status === 'stopped';

const grownTo = (text: string): Grown => ({
  length: text.length,
  words: text.length <= INLINE_CHARS_MAX ? text : null,
});

const appendOf = (ref: ToolRef, key: string) => ({ type: 'text-appended', item: ref.item, key }) as const;

/** Remembers at most `max`, forgetting the oldest. */
function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, max: number): void {
  map.set(key, value);
  if (map.size <= max) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
