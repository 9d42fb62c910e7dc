import { useLayoutEffect, useReducer, useRef } from 'react';
import { BEFORE_START } from '../../protocol/follow.ts';
import type { Window } from '../../protocol/head.ts';
import { PAGE_ITEMS_MAX } from '../../protocol/limits.ts';

/** Places that are put before the first item at a time. Each time costs a slow frame; a fast reader passes them in seconds. */
const RESERVED = 1_000;
/** When fewer are left than the next page may need, more are put there, even in a frame that scrolls. */
export const RESERVED_MIN = PAGE_ITEMS_MAX;
/** When fewer are left and nothing moves, more are put there, since nobody sees a slow frame. */
export const RESERVED_AT_REST = RESERVED - PAGE_ITEMS_MAX;

/**
 * A place in the list for every item that was seen, by its order, whether the item is still held or not. What was let
 * go leaves its place, so that the list neither moves nor changes its length when far items go and come back. Before
 * them are reserved places, for items that nobody has seen yet: numbers below every order, which a page takes over.
 */
export type Slots = {
  /** Another number is another list: nothing of the one before is in it. */
  readonly list: number;
  readonly orders: readonly number[];
  /** Items of the path before those that were seen; 0 where nobody has told. */
  readonly unseen: number;
  /** Places were put before the first one, or taken from there, since the step before this one. */
  readonly shifted: boolean;
};

/** What is held now: a part of the path, whether that is its end, and how many items the whole path has. */
export type Held = Window & { readonly atEnd: boolean; readonly itemCount: number };

export const NO_SLOTS: Slots = { list: 0, orders: [], unseen: 0, shifted: false };

/**
 * The next step towards the places that the held items need. A list can take changes at one of its ends at a time, so
 * there are two steps when both have changed; the same value comes back when nothing is left to do. More places are
 * reserved when there are fewer than `reservedMin`.
 */
export function nextSlots(slots: Slots, held: Held, reservedMin = RESERVED_MIN): Slots {
  const { orders: before, list } = slots;
  const known = ordersWith(before.slice(reservedIn(before)), held);
  if (!known) return newList(list + 1, held);
  const unseen = unseenBefore(known, held) ?? Math.max(0, slots.unseen - cameBefore(before, known));
  const wanted = [...reservedFor(before, known, unseen, reservedMin), ...known];
  const ahead = placesAhead(before, wanted);
  if (ahead !== 0) {
    const orders = wanted.slice(0, before.length + ahead).concat(before.slice(wanted.length - ahead));
    return { list, orders, unseen, shifted: true };
  }
  if (!equal(before, wanted)) return { list, orders: wanted, unseen, shifted: false };
  return slots.shifted || slots.unseen !== unseen ? { ...slots, unseen, shifted: false } : slots;
}

function newList(list: number, held: Held): Slots {
  const seen = held.items.map((item) => item.order);
  const unseen = unseenBefore(seen, held) ?? 0;
  return { list, orders: [...reserve(Math.min(unseen, RESERVED), 0), ...seen], unseen, shifted: false };
}

/** How many places at the start are reserved. */
export function reservedIn(orders: readonly number[]): number {
  return placeIn(orders, BEFORE_START + 1);
}

/** Undefined where what is held does not tell. */
function unseenBefore(seen: readonly number[], { atStart, atEnd, itemCount }: Held): number | undefined {
  if (atStart || seen.length === 0) return 0;
  return atEnd ? Math.max(0, itemCount - seen.length) : undefined;
}

/** How many of the known items come before all that have a place. */
function cameBefore(before: readonly number[], known: readonly number[]): number {
  const first = before[reservedIn(before)];
  return first === undefined ? 0 : placeIn(known, first);
}

/** The reserved places that these items leave, and more of them when they become few. */
function reservedFor(
  before: readonly number[],
  known: readonly number[],
  unseen: number,
  min: number,
): readonly number[] {
  const reserved = reservedIn(before);
  const left = Math.max(0, reserved - cameBefore(before, known));
  const count = Math.min(unseen, left < min ? left + RESERVED : left);
  return reserve(count, (reserved > 0 ? (before[0] as number) : 0) + left);
}

/** So many numbers, up to but not including the last. */
const reserve = (count: number, end: number) => Array.from({ length: count }, (_, n) => end - count + n);

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

/** How many places are new before those that stay; less than 0: so many are gone there. */
function placesAhead(before: readonly number[], after: readonly number[]): number {
  const [first, next] = [before[reservedIn(before)], after[reservedIn(after)]];
  if (first === undefined || next === undefined) return 0;
  const both = Math.max(first, next);
  return placeIn(after, both) - placeIn(before, both);
}

const equal = (one: readonly number[], other: readonly number[]) =>
  one.length === other.length && one.every((order, place) => order === other[place]);

type Known = { readonly slots: Slots; readonly items: unknown; readonly atEnd: boolean };

/** The places for what is held, step by step. `onRest`: the list has stopped scrolling. */
export function useSlots(held: Held): { readonly slots: Slots; onRest(): void } {
  const known = useRef<Known>(undefined);
  const rests = useRef(false);
  const [, stepAgain] = useReducer((n: number) => n + 1, 0);
  const { slots: before = NO_SLOTS } = known.current ?? {};
  const same = known.current?.items === held.items && known.current.atEnd === held.atEnd;
  const min = rests.current ? RESERVED_AT_REST : RESERVED_MIN;
  const slots = same && !before.shifted && !rests.current ? before : nextSlots(before, held, min);
  useLayoutEffect(() => {
    known.current = { slots, items: held.items, atEnd: held.atEnd };
    rests.current = false;
    if (slots.shifted) stepAgain();
  });
  const onRest = () => {
    if (reservedIn(slots.orders) >= Math.min(slots.unseen, RESERVED_AT_REST)) return;
    rests.current = true;
    // The list may have corrected where it is, and hears of it before the next frame.
    requestAnimationFrame(stepAgain);
  };
  return { slots, onRest };
}
