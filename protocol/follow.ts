import type { SessionEvent } from './event.ts';
import type { SessionState, Window } from './head.ts';
import { reduceAll } from './reduce.ts';
import type { Batch, ItemsPage, Position, SessionStreamItem } from './stream.ts';
import {
  applyToPage,
  applyToStretch,
  fitting,
  joinWindow,
  keepEnd,
  keepFirst,
  keepLast,
  type PageFrom,
  type Stretch,
} from './stretch.ts';

/** A follower's whole side of the protocol, as a value. What it holds is bounded, however long the transcript is. */
export type Followed = { readonly kind: 'waiting' } | Live | Stale;

type Live = {
  readonly kind: 'live';
  readonly incarnation: string;
  readonly seq: number;
  /** The window is the live end, and all that is held while the reader is in it. */
  readonly state: SessionState;
  /** Where the reader is when that is not in the window. */
  readonly reading: Stretch | null;
  /** The reader is above the end: what grows there may take nothing from under them. */
  readonly above: boolean;
  readonly paging: Paging | null;
};

/** It missed something and must follow anew. The last known state stays on screen. */
type Stale = { readonly kind: 'stale'; readonly state: SessionState; readonly reading: Stretch | null };

/** A page under way: what happened since it was asked for, and the page while it is ahead of us. */
export type Paging = {
  /** Where it joins what is shown; `instead`: it replaces that. */
  readonly joins: 'older' | 'newer' | 'instead';
  readonly from: PageFrom;
  readonly path: number;
  readonly since: readonly Batch<SessionEvent>[];
  readonly page: ItemsPage | null;
};

/** The items before what is shown, those behind it, or others instead of it: the first ones after an order. */
export type PageWanted = 'older' | 'newer' | { readonly after: number };

/** Comes before every item. */
export const BEFORE_START = -1;

/** More than this between asking for a page and getting it, and the page is asked for again. */
const PAGING_BATCHES_MAX = 256;

export const WAITING: Followed = { kind: 'waiting' };

/** What a stream item makes of the view. `incarnation` is the one that `opened` announced. */
export function follow(
  view: Followed,
  incarnation: string,
  item: Exclude<SessionStreamItem, { type: 'opened' }>,
): Followed {
  if (item.type === 'snapshot') {
    const { seq, state } = item;
    const reading = view.kind === 'waiting' ? null : keptOver(view, state);
    return { kind: 'live', incarnation, seq, state, reading, above: reading !== null, paging: null };
  }
  if (view.kind !== 'live' || item.to <= view.seq) return view;
  const { reading, paging, state } = view;
  if (view.incarnation !== incarnation || item.from > view.seq + 1) {
    return { kind: 'stale', state, reading: reading ?? (view.above ? held(state.window) : null) };
  }
  const next: Live = { ...view, seq: item.to, state: reduceAll(state, item.events) };
  if (next.state.head.path !== state.head.path) {
    // Whoever reads far from the end goes on there: the same place of the other path is fetched.
    return bounded({ ...next, reading: reading && { ...reading, fresh: false }, paging: null });
  }
  return settle({
    ...bounded({ ...next, reading: reading && applyToStretch(reading, item.events) }),
    paging: remember(paging, item),
  });
}

/** Where to follow on from, or undefined when only a snapshot will do. */
export function positionOf(view: Followed): Position | undefined {
  return view.kind === 'live' ? { incarnation: view.incarnation, seq: view.seq } : undefined;
}

/** What there is to be read: the end of the path, or where the reader is instead. */
export function shownOf(view: Exclude<Followed, { kind: 'waiting' }>): Window {
  return view.reading ?? view.state.window;
}

/** The reader has left the end, or is there again. */
export function setAbove(view: Followed, above: boolean): Followed {
  return view.kind !== 'live' || view.above === above ? view : { ...view, above };
}

/** The reader is at the end, wherever they were before: only the end is held. */
export function toEnd(view: Followed): Followed {
  if (view.kind === 'waiting') return view;
  const state = { head: view.state.head, window: keepEnd(view.state.window) };
  if (view.kind === 'stale') return { ...view, state, reading: null };
  return { ...view, state, reading: null, above: false, paging: null };
}

/**
 * Notes that a page is being asked for: `paging.from` says which. The view is the same when there is none, or one is on
 * its way, or when what is shown is out of date. One that is wanted instead takes the place of another.
 */
export function askPage(view: Followed, wanted: PageWanted): Followed {
  if (view.kind !== 'live') return view;
  const { path } = view.state.head;
  const ask = (joins: Paging['joins'], from: PageFrom) => ({
    ...view,
    paging: { joins, from, path, since: [], page: null },
  });
  if (typeof wanted === 'object') return ask('instead', wanted);
  if (view.paging || view.reading?.fresh === false) return view;
  const { items, atStart } = shownOf(view);
  if (wanted === 'older') return atStart ? view : ask('older', { before: items[0]?.order ?? Number.MAX_SAFE_INTEGER });
  if (!view.reading) return view;
  const met = meet(view, view.reading, false);
  return met.reading ? ask('newer', { after: items.at(-1)?.order ?? BEFORE_START }) : met;
}

/** The page of `from` has come. When it does not fit it is dropped, and `paging` is null: ask once more if still wanted. */
export function takePage(view: Followed, from: PageFrom, page: ItemsPage): Followed {
  if (view.kind !== 'live' || view.paging?.from !== from) return view;
  if (page.incarnation !== view.incarnation) return { ...view, paging: null };
  return settle({ ...view, paging: { ...view.paging, page } });
}

/** No page will come, or only one that nobody waits for. */
export function dropPage(view: Followed): Followed {
  return view.kind === 'live' && view.paging ? { ...view, paging: null } : view;
}

/** What a reader above the end still sees when a snapshot comes: on the same path it is only out of date. */
function keptOver(view: Exclude<Followed, { kind: 'waiting' }>, next: SessionState): Stretch | null {
  if (view.state.head.path !== next.head.path) return null;
  if (view.reading) return { ...view.reading, fresh: false };
  return view.kind === 'live' && view.above ? held(view.state.window) : null;
}

const held = ({ items, atStart }: Window): Stretch | null =>
  items.length > 0 ? { items, atStart, fresh: false } : null;

/** Cuts the window back when it has grown too long: at its start, or behind a reader who is in it. */
function bounded(view: Live): Live {
  const { head, window } = view.state;
  if (view.reading) return { ...view, state: { head, window: keepEnd(window) } };
  if (fitting(window.items) === window.items.length) return view;
  if (view.above) return detached(view, window);
  return { ...view, state: { head, window: { items: keepLast(window.items), atStart: false } } };
}

/** The reader stays at the start of these items, the window at the end. */
function detached(view: Live, { items, atStart }: Window): Live {
  const state = { head: view.state.head, window: keepEnd({ items, atStart }) };
  return { ...view, state, reading: { items: keepFirst(items), atStart, fresh: true } };
}

function remember(paging: Paging | null, batch: Batch<SessionEvent>): Paging | null {
  if (!paging || paging.since.length >= PAGING_BATCHES_MAX) return null;
  return { ...paging, since: [...paging.since, batch] };
}

/** Joins a page to what is shown once the view has reached the page's seq: older news is in it, newer is applied to it. */
function settle(view: Live): Live {
  const { paging } = view;
  const page = paging?.page;
  if (!paging || !page || view.seq < page.seq) return view;
  const rest: Live = { ...view, paging: null };
  if (page.path !== view.state.head.path || paging.path !== page.path || !touches(view, paging)) return rest;
  const missed = paging.since.filter((batch) => batch.to > page.seq).flatMap((batch) => batch.events);
  const items = applyToPage(page, paging.from, missed);
  if (paging.joins === 'older') return joinOlder(rest, { items, atStart: page.atStart });
  const shown = paging.joins === 'newer' ? view.reading : null;
  const joined = shown ? [...shown.items, ...items] : items;
  const reading = { items: keepLast(joined), atStart: false, fresh: true };
  const atStart = (shown ?? page).atStart && reading.items.length === joined.length;
  return meet(rest, { ...reading, atStart }, page.atEnd);
}

/** What the page was to join may have been cut off meanwhile. */
function touches(view: Live, { joins, from }: Paging): boolean {
  const { items } = shownOf(view);
  if (joins === 'older' && 'before' in from) return (items[0]?.order ?? from.before) <= from.before;
  if (joins === 'newer' && 'after' in from) return view.reading !== null && items.at(-1)?.order === from.after;
  return true;
}

function joinOlder(view: Live, older: Window): Live {
  const { head, window } = view.state;
  if (view.reading) {
    const items = keepFirst([...older.items, ...view.reading.items]);
    return { ...view, reading: { ...view.reading, items, atStart: older.atStart } };
  }
  const joined = joinWindow(older.items, older.atStart, window);
  if (fitting(joined.items) < joined.items.length) return detached(view, joined);
  return { ...view, state: { head, window: joined } };
}

/** Reads on in a stretch, or in the window when the stretch has reached it. */
function meet(view: Live, reading: Stretch, atEnd: boolean): Live {
  const { head, window } = view.state;
  const last = reading.items.at(-1)?.order ?? Number.NEGATIVE_INFINITY;
  const first = window.items[0]?.order ?? Number.NEGATIVE_INFINITY;
  if (!atEnd && last < first) return reading.items.length > 0 ? { ...view, reading } : view;
  const joined = joinWindow(reading.items, reading.atStart, window);
  const items = keepLast(joined.items);
  const atStart = joined.atStart && items.length === joined.items.length;
  return { ...view, state: { head, window: { items, atStart } }, reading: null };
}
