import { type RefObject, useLayoutEffect, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { SessionId } from '../../protocol/ids.ts';
import { ABOVE_ROWS_PX } from './rows.tsx';
import { placeIn } from './slots.ts';

/** Sessions whose place is kept: as many as a person goes back and forth between. */
const PLACES_MAX = 200;

/** The item at the top of what was read, and how much of it was scrolled past, in pixels. */
type Place = { readonly order: number; readonly past: number };

/** Where each session was left by a reader who had scrolled up. The end is no place: it moves. */
const places = new Map<SessionId, Place>();

function keep(id: SessionId, place: Place | null): void {
  places.delete(id);
  if (place) places.set(id, place);
  const [oldest] = places.keys();
  if (places.size > PLACES_MAX && oldest) places.delete(oldest);
}

/** The row that a session was left at, and how much of it was scrolled past. */
export type Start = { readonly index: number; readonly past: number };

type KeptPlace = {
  /** Where the session begins to be read; null: at its end. */
  readonly start: Start | null;
  /** To be told of every scroll; null: to the end. */
  scrolled(offset: number | null): void;
};

/** A session that is shown again is read on from where it was left, as long as it still holds what was read there. */
export function useKeptPlace(
  id: SessionId,
  list: RefObject<VirtualizerHandle | null>,
  orders: readonly number[],
): KeptPlace {
  const [start] = useState(() => startOf(id, orders));
  useLayoutEffect(() => {
    if (!start) return;
    // The list knows its rows from the next frame on.
    const frame = requestAnimationFrame(() => {
      list.current?.scrollToIndex(start.index, { align: 'start', offset: start.past });
    });
    return () => cancelAnimationFrame(frame);
  }, [start, list]);
  const scrolled = (offset: number | null) => {
    const rows = list.current;
    if (!rows || offset === null) return keep(id, null);
    const top = Math.max(0, offset - ABOVE_ROWS_PX);
    const index = rows.findItemIndex(top);
    const order = orders[index];
    keep(id, order === undefined ? null : { order, past: top - rows.getItemOffset(index) });
  };
  return { start, scrolled };
}

function startOf(id: SessionId, orders: readonly number[]): Start | null {
  const place = places.get(id);
  const index = place ? placeIn(orders, place.order) : -1;
  return place && orders[index] === place.order ? { index, past: place.past } : null;
}
