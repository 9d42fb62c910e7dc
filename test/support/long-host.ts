import type { SessionEvent } from '../../protocol/event.ts';
import type { SessionState } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { mergeEvents } from '../../protocol/merge.ts';
import { reduce, trimWindow } from '../../protocol/reduce.ts';
import type { ItemsPage } from '../../protocol/stream.ts';
import type { PageFrom } from '../../protocol/stretch.ts';
import { textOf } from '../../protocol/text.ts';
import { itemIdNumber, turnIdNumber } from './arbitraries.ts';
import { emptyState } from './history.ts';

export const INCARNATION = 'one';

/** Orders lie so far apart that items can still be born between two others. */
const ORDER_STEP = 16;

/** Items that come with the news of another path. */
const PATH_ITEMS = 100;

/** A host whose session has many items from the start, and which remembers how it was after each event. */
export class LongHost {
  readonly #events: SessionEvent[] = [];
  readonly #states: SessionState[];
  #ids: number;

  constructor(items: number) {
    const window = { items: Array.from({ length: items }, (_, n) => replyOf(n, n * ORDER_STEP)), atStart: true };
    this.#states = [{ head: { ...emptyState.head, itemCount: items }, window }];
    this.#ids = items;
  }

  get seq(): number {
    return this.#events.length;
  }

  at(seq: number): SessionState {
    const state = this.#states[seq];
    if (!state) throw new Error(`Nothing has happened yet after ${seq}`);
    return state;
  }

  get items(): readonly Item[] {
    return this.at(this.seq).window.items;
  }

  happen(event: SessionEvent): void {
    this.#states.push(reduce(this.at(this.seq), event));
    this.#events.push(event);
  }

  /** At the end. */
  add(): void {
    const last = this.items.at(-1)?.order ?? 0;
    this.happen({ type: 'item-added', item: replyOf(this.#ids++, last + ORDER_STEP) });
  }

  /** Right behind the item at this place, unless one is there already: a late word of an older turn. */
  addBehind(place: number): void {
    const order = (this.items[place]?.order ?? 0) + 1;
    if (this.items.every((item) => item.order !== order)) {
      this.happen({ type: 'item-added', item: replyOf(this.#ids++, order) });
    }
  }

  say(place: number, text: string): void {
    const item = this.items[place];
    if (item?.kind !== 'reply') return;
    this.happen({ type: 'text-appended', item: item.id, key: null, at: item.text.length, text });
  }

  /** Takes the last items back. */
  changePath(): void {
    this.#keep(this.at(this.seq).window.items.length - 5);
  }

  /** Takes all items back. */
  clear(): void {
    this.#keep(0);
  }

  #keep(count: number): void {
    const { head, window } = this.at(this.seq);
    const items = window.items.slice(0, count);
    const end = trimWindow({ items, atStart: true }, PATH_ITEMS);
    const state = { head: { ...head, path: head.path + 1, itemCount: items.length }, window: end };
    this.happen({ type: 'path-changed', state });
  }

  batch(from: number, to: number) {
    return { type: 'batch', from, to, events: mergeEvents(this.#events.slice(from - 1, to)) } as const;
  }

  snapshot(tail: number) {
    const { head, window } = this.at(this.seq);
    return { type: 'snapshot', seq: this.seq, state: { head, window: trimWindow(window, tail) } } as const;
  }

  page(from: PageFrom, limit: number): ItemsPage {
    const { head, window } = this.at(this.seq);
    const fits = (item: Item) => ('before' in from ? item.order < from.before : item.order > from.after);
    const all = window.items.filter(fits);
    const items = 'before' in from ? all.slice(-limit) : all.slice(0, limit);
    const atStart = items.length === 0 ? all.length === window.items.length : items[0] === window.items[0];
    const atEnd = items.length === 0 ? 'after' in from : items.at(-1) === window.items.at(-1);
    return { incarnation: INCARNATION, seq: this.seq, path: head.path, items, atStart, atEnd };
  }
}

function replyOf(n: number, order: number): Item {
  const placed = { id: itemIdNumber(n), turn: turnIdNumber(0), order, at: n };
  return { ...placed, kind: 'reply', text: textOf(`Item ${n}`), endedAt: n };
}
