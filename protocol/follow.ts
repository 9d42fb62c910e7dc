import type { SessionEvent } from './event.ts';
import type { SessionState, Window } from './head.ts';
import { isItemEvent, placeOf, reduceAll, reduceItem } from './reduce.ts';
import type { Batch, ItemsPage, Position, SessionStreamItem } from './stream.ts';

/** A follower's whole side of the protocol, as a value. */
export type Followed =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'live';
      readonly incarnation: string;
      readonly seq: number;
      readonly state: SessionState;
      readonly paging: Paging | null;
    }
  /** It missed something and must follow anew. The last known state stays on screen. */
  | { readonly kind: 'stale'; readonly state: SessionState };

/** A page of older items under way: what happened since it was asked for, and the page while it is ahead of us. */
export type Paging = {
  readonly path: number;
  readonly since: readonly Batch<SessionEvent>[];
  readonly page: ItemsPage | null;
};

/** More than this between asking for a page and getting it, and the page is asked for again. */
const PAGING_BATCHES_MAX = 256;

export const WAITING: Followed = { kind: 'waiting' };

/** What a stream item makes of the view. `incarnation` is the one that `opened` announced. */
export function follow(
  view: Followed,
  incarnation: string,
  item: Exclude<SessionStreamItem, { type: 'opened' }>,
): Followed {
  if (item.type === 'snapshot') return { kind: 'live', incarnation, seq: item.seq, state: item.state, paging: null };
  if (view.kind !== 'live' || item.to <= view.seq) return view;
  if (view.incarnation !== incarnation || item.from > view.seq + 1) return { kind: 'stale', state: view.state };
  const next = {
    ...view,
    seq: item.to,
    state: reduceAll(view.state, item.events),
    paging: remember(view.paging, item),
  };
  return settle(next);
}

/** Where to follow on from, or undefined when only a snapshot will do. */
export function positionOf(view: Followed): Position | undefined {
  return view.kind === 'live' ? { incarnation: view.incarnation, seq: view.seq } : undefined;
}

/** Notes that a page is being asked for. The caller asks for items before the first one of the window. */
export function askPage(view: Followed): Followed {
  if (view.kind !== 'live' || view.paging || view.state.window.atStart) return view;
  return { ...view, paging: { path: view.state.head.path, since: [], page: null } };
}

/** The page has come. When it does not fit it is dropped, and `paging` is null again: ask once more if still wanted. */
export function takePage(view: Followed, page: ItemsPage): Followed {
  if (view.kind !== 'live' || !view.paging) return view;
  if (page.incarnation !== view.incarnation) return dropPage(view);
  return settle({ ...view, paging: { ...view.paging, page } });
}

/** The page will not come. */
export function dropPage(view: Followed): Followed {
  return view.kind === 'live' && view.paging ? { ...view, paging: null } : view;
}

type Live = Extract<Followed, { kind: 'live' }>;

function remember(paging: Paging | null, batch: Batch<SessionEvent>): Paging | null {
  if (!paging || paging.since.length >= PAGING_BATCHES_MAX) return null;
  return { ...paging, since: [...paging.since, batch] };
}

/** Joins a page to the window once the view has reached the page's seq: older news is in it, newer is applied to it. */
function settle(view: Live): Live {
  const paging = view.paging;
  const page = paging?.page;
  if (!paging || !page || view.seq < page.seq) return view;
  const { head, window } = view.state;
  const first = window.items[0];
  if (page.path !== head.path || paging.path !== head.path) return { ...view, paging: null };

  const missed = paging.since.filter((batch) => batch.to > page.seq).flatMap((batch) => batch.events);
  const older = missed.reduce(applyMissed, page).items.filter((item) => !first || item.order < first.order);
  const items = [...older, ...window.items];
  return { ...view, paging: null, state: { head, window: { items, atStart: page.atStart } } };
}

/** Item events are idempotent, so a batch that the page half contains may be applied whole. */
function applyMissed(window: Window, event: SessionEvent): Window {
  if (!isItemEvent(event)) return window;
  const { items, atStart } = window;
  if (event.type !== 'item-added') {
    return { items: items.map((item) => (item.id === event.item ? reduceItem(item, event) : item)), atStart };
  }
  const place = placeOf(items, event.item.order);
  if (items[place]?.id === event.item.id || (place === 0 && !atStart)) return window;
  return { items: items.toSpliced(place, 0, event.item), atStart };
}
