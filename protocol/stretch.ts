import type { SessionEvent } from './event.ts';
import type { Window } from './head.ts';
import type { Item } from './item.ts';
import { isItemEvent, placeOf, reduceItem } from './reduce.ts';
import type { ItemsPage } from './stream.ts';

/**
 * Items of the active path without a gap, somewhere before its end. `atStart`: nothing lies before them.
 * `fresh`: every event up to the view's seq is in them; otherwise they are as they were once, until a page replaces them.
 */
export type Stretch = { readonly items: readonly Item[]; readonly atStart: boolean; readonly fresh: boolean };

/** Items that a view holds in one stretch: five pages, so that a reader who turns round finds the last screens there. */
export const STRETCH_ITEMS_MAX = 1000;
/** Characters of them, for transcripts of long texts: eight pages of the largest size. */
export const STRETCH_CHARS_MAX = 8 * 1024 * 1024;
/** Items of the live end that are kept while nobody reads further up in it. */
const END_ITEMS = 200;

/** The order that a page ends before, or begins after. */
export type PageFrom = { readonly before: number } | { readonly after: number };

/** What the events make of a stretch. Items that are born before or behind it stay outside: they come with their page. */
export function applyToStretch(stretch: Stretch, events: readonly SessionEvent[]): Stretch {
  if (!stretch.fresh) return stretch;
  const first = stretch.items[0]?.order ?? Number.POSITIVE_INFINITY;
  const last = stretch.items.at(-1)?.order ?? Number.NEGATIVE_INFINITY;
  const items = applied(stretch.items, (order) => (order > first || stretch.atStart) && order < last, events);
  return items === stretch.items ? stretch : { ...stretch, items };
}

/** The items of a page with what has happened since it was read, and so of all that it was asked for. */
export function applyToPage(page: ItemsPage, from: PageFrom, events: readonly SessionEvent[]): readonly Item[] {
  const first = page.items[0]?.order ?? Number.POSITIVE_INFINITY;
  const last = page.items.at(-1)?.order ?? Number.NEGATIVE_INFINITY;
  const covers = (order: number) =>
    'before' in from
      ? order < from.before && (order > first || page.atStart)
      : order > from.after && (order < last || page.atEnd);
  return applied(page.items, covers, events);
}

/** Item events are idempotent, so those that the items have in them already may be among `events`. */
function applied(
  before: readonly Item[],
  covers: (order: number) => boolean,
  events: readonly SessionEvent[],
): readonly Item[] {
  let items = before;
  for (const event of events) {
    if (!isItemEvent(event)) continue;
    if (event.type === 'item-added') {
      const place = placeOf(items, event.item.order);
      if (covers(event.item.order) && items[place]?.id !== event.item.id) {
        items = items.toSpliced(place, 0, event.item);
      }
      continue;
    }
    const place = items.findLastIndex((item) => item.id === event.item);
    const item = items[place];
    if (item) items = items.with(place, reduceItem(item, event));
  }
  return items;
}

/** What comes before the window, and the window. */
export function joinWindow(before: readonly Item[], atStart: boolean, window: Window): Window {
  const first = window.items[0]?.order ?? Number.POSITIVE_INFINITY;
  return { items: [...before.filter((item) => item.order < first), ...window.items], atStart };
}

/** The first items, as many as a stretch may have. */
export function keepFirst(items: readonly Item[]): readonly Item[] {
  return items.slice(0, fitting(items));
}

/** The last items, as many as a stretch may have. */
export function keepLast(items: readonly Item[]): readonly Item[] {
  return items.slice(items.length - fitting(items.toReversed()));
}

/** The end of a window whose reader is elsewhere, or at its end. */
export function keepEnd(window: Window): Window {
  const { items } = window;
  const end = keepLast(items.slice(-END_ITEMS));
  return end.length === items.length ? window : { items: end, atStart: false };
}

/** How many of the items, from the first on, fit into one stretch; at least one. */
export function fitting(items: readonly Item[]): number {
  const max = Math.min(items.length, STRETCH_ITEMS_MAX);
  let chars = 0;
  for (let count = 0; count < max; count += 1) {
    chars += charsOf(items[count] as Item);
    if (chars > STRETCH_CHARS_MAX && count > 0) return count;
  }
  return max;
}

/** Characters that a view holds of an item, to the accuracy that a bound needs. */
function charsOf(item: Item): number {
  if (item.kind === 'notice') return 0;
  if (item.kind !== 'tool') return item.text.head.length + item.text.tail.length;
  return item.parts.reduce((sum, part) => {
    if (part.type !== 'diff') return sum + part.text.head.length + part.text.tail.length;
    return sum + part.hunks.reduce((all, hunk) => hunk.lines.reduce((chars, line) => chars + line.length, all), 0);
  }, item.input.length);
}
