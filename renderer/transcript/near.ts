import type { VirtualizerHandle } from 'virtua';
import type { PageWanted } from '../../protocol/follow.ts';
import type { Held } from './slots.ts';
import { placeIn, reservedIn } from './slots.ts';

/** So near to what is not held, it is fetched: so early that it is there before its first row is drawn. */
const NEAR_MAX_PX = 2_400;
/** So near at least, when few rows are held: what is fetched at one end may not be let go at the other, and so on. */
const NEAR_MIN_PX = 800;
/** Rows before the first one in view, when items are fetched for a place that was reached by a jump. */
const ROWS_BEFORE = 50;

/** What a list shows of its places, in pixels and rows. */
export type Seen = Pick<VirtualizerHandle, 'scrollOffset' | 'viewportSize' | 'findItemIndex' | 'getItemOffset'>;

/** The page that a reader is about to need, or needs to see anything at all where they are; null when there is none. */
export function pageNear(seen: Seen, orders: readonly number[], held: Held, fresh: boolean): PageWanted | null {
  const { items, atStart, atEnd } = held;
  const [start, end] = [items[0], items.at(-1)];
  if (!start || !end || seen.viewportSize === 0) return null;
  const top = seen.scrollOffset;
  const bottom = top + seen.viewportSize;
  const from = placeIn(orders, start.order);
  const to = placeIn(orders, end.order);
  const first = seen.findItemIndex(top);
  const reserved = reservedIn(orders);
  // Nobody knows the orders of reserved places: they are reached page by page from the first place that is known.
  const apart = first > to || (seen.findItemIndex(bottom) < from && from > reserved);
  if (!fresh || apart) {
    const order = orders[Math.max(reserved, first - ROWS_BEFORE)] ?? start.order;
    return { after: order - 1 };
  }
  const [above, below] = [top - seen.getItemOffset(from), seen.getItemOffset(to + 1) - bottom];
  const near = Math.max(NEAR_MIN_PX, Math.min(NEAR_MAX_PX, (above + below) / 4));
  if (!atStart && above < near) return 'older';
  if (!atEnd && below < near) return 'newer';
  return null;
}
