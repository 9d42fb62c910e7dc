import { useLayoutEffect, useReducer, useRef } from 'react';
import type { Window } from '../../protocol/head.ts';

/**
 * A place in the list for every item that was seen, by its order, whether the item is still held or not. What was let
 * go leaves its place, so that the list neither moves nor changes its length when far items go and come back.
 */
export type Slots = {
  /** Another number is another list: nothing of the one before is in it. */
  readonly list: number;
  readonly orders: readonly number[];
  /** Places were put before the first one, or taken from there, since the step before this one. */
  readonly shifted: boolean;
};

/** What is held now: a part of the path, and whether that is its end. */
export type Held = Window & { readonly atEnd: boolean };

export const NO_SLOTS: Slots = { list: 0, orders: [], shifted: false };

/**
 * The next step towards the places that the held items need. A list can take changes at one of its ends at a time, so
 * there are two steps when both have changed; the same value comes back when nothing is left to do.
 */
export function nextSlots(slots: Slots, held: Held): Slots {
  const wanted = ordersWith(slots.orders, held);
  if (!wanted) return { list: slots.list + 1, orders: held.items.map((item) => item.order), shifted: false };
  const ahead = placesAhead(slots.orders, wanted);
  if (ahead > 0) return { ...slots, orders: wanted.slice(0, ahead).concat(slots.orders), shifted: true };
  if (ahead < 0) return { ...slots, orders: slots.orders.slice(-ahead), shifted: true };
  if (!equal(slots.orders, wanted)) return { ...slots, orders: wanted, shifted: false };
  return slots.shifted ? { ...slots, shifted: false } : slots;
}

/** Null when the held items lie apart from all places. */
function ordersWith(orders: readonly number[], { items, atStart, atEnd }: Held): readonly number[] | null {
  const first = items[0]?.order;
  const last = items.at(-1)?.order;
  if (first === undefined || last === undefined) return orders.length === 0 ? orders : null;
  const from = placeIn(orders, first);
  const to = placeIn(orders, last + 1);
  if (from === to) return null;
  const before = atStart ? [] : orders.slice(0, from);
  const after = atEnd ? [] : orders.slice(to);
  return before.concat(
    items.map((item) => item.order),
    after,
  );
}

/** Where this order is in a sorted list, or would be. */
export function placeIn(orders: readonly number[], order: number): number {
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((orders[middle] as number) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many places are new before the first one; less than 0: so many of the first ones are gone. */
function placesAhead(before: readonly number[], after: readonly number[]): number {
  const [first, next] = [before[0], after[0]];
  if (first === undefined || next === undefined || first === next) return 0;
  return next < first ? placeIn(after, first) : -placeIn(before, next);
}

const equal = (one: readonly number[], other: readonly number[]) =>
  one.length === other.length && one.every((order, place) => order === other[place]);

/** The places for what is held, step by step. */
export function useSlots(held: Held): Slots {
  const known = useRef<{ readonly slots: Slots; readonly items: unknown; readonly atEnd: boolean }>(undefined);
  const [, stepAgain] = useReducer((n: number) => n + 1, 0);
  const { slots: before = NO_SLOTS } = known.current ?? {};
  const same = known.current?.items === held.items && known.current.atEnd === held.atEnd;
  const slots = same && !before.shifted ? before : nextSlots(before, held);
  useLayoutEffect(() => {
    known.current = { slots, items: held.items, atEnd: held.atEnd };
    if (slots.shifted) stepAgain();
  });
  return slots;
}
