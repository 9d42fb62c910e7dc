import type { VirtualizerHandle } from 'virtua';
import type { PageWanted } from '../../protocol/follow.ts';
import type { Held } from './slots.ts';
import { placeIn } from './slots.ts';

/** So near to what is not held, it is fetched. */
const NEAR_PX = 800;
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
  if (!fresh || first > to || seen.findItemIndex(bottom) < from) {
    const order = orders[Math.max(0, first - ROWS_BEFORE)] ?? start.order;
    return { after: order - 1 };
  }
  if (!atStart && top - seen.getItemOffset(from) < NEAR_PX) return 'older';
  if (!atEnd && seen.getItemOffset(to + 1) - bottom < NEAR_PX) return 'newer';
  return null;
}
