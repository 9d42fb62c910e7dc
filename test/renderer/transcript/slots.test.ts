import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Item } from '../../../protocol/item.ts';
import { textOf } from '../../../protocol/text.ts';
import {
  type Held,
  NO_SLOTS,
  nextSlots,
  RESERVED_AT_REST,
  reservedIn,
  type Slots,
} from '../../../renderer/transcript/slots.ts';
import { itemIdNumber, seed, turnIdNumber } from '../../support/arbitraries.ts';

/** Items of the path, one for each order. */
const ALL = 5_000;

const itemOf = (order: number): Item => ({
  id: itemIdNumber(order),
  turn: turnIdNumber(0),
  order,
  at: 0,
  kind: 'prompt',
  text: textOf('x'),
});

const held = (from: number, to: number, ends: Partial<Held> = {}): Held => ({
  items: Array.from({ length: to - from }, (_, n) => itemOf(from + n)),
  atStart: false,
  atEnd: false,
  itemCount: ALL,
  ...ends,
});

/** All steps to the places that the held items need. */
function steps(slots: Slots, now: Held): readonly Slots[] {
  const all = [nextSlots(slots, now)];
  for (let last = all[0]; last; ) {
    const next = nextSlots(last, now);
    if (next === last) return all;
    all.push(next);
    last = next;
  }
  return all;
}

const settled = (slots: Slots, now: Held) => steps(slots, now).at(-1) ?? slots;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

test('[S3.8] what is let go on either side keeps its place, and finds it again', () => {
  const first = settled(NO_SLOTS, held(100, 200));
  const more = settled(first, held(50, 200));
  expect(more.orders).toEqual(range(50, 200));
  expect(settled(more, held(50, 150))).toBe(more);
  expect(settled(more, held(120, 200))).toBe(more);
  expect(settled(more, held(60, 210)).orders).toEqual(range(50, 210));
});

test('[S3.8] places before the first one are put there in a step of their own, which says so', () => {
  const first = settled(NO_SLOTS, held(100, 200));
  const [before, behind, last] = steps(first, held(50, 230));
  expect(before).toMatchObject({ shifted: true, orders: range(50, 200) });
  expect(behind).toMatchObject({ shifted: false, orders: range(50, 230) });
  expect(last).toBe(undefined);
});

test('[S3.8] items apart from all places are another list', () => {
  const first = settled(NO_SLOTS, held(100, 200));
  const other = settled(first, held(0, 50));
  expect(other).toMatchObject({ list: first.list + 1, orders: range(0, 50) });
});

test('[S3.8] nothing has a place behind the end or before the start', () => {
  const first = settled(NO_SLOTS, held(100, 200));
  expect(settled(first, held(120, 180, { atEnd: true, itemCount: 80 })).orders).toEqual(range(100, 180));
  expect(settled(first, held(120, 180, { atStart: true })).orders).toEqual(range(120, 200));
});

/** The path from here on is held, up to its end. */
const end = (from: number, all = ALL) => held(from, all, { atEnd: true, atStart: from === 0, itemCount: all });
const seenIn = ({ orders }: Slots) => orders.slice(reservedIn(orders));

test('[S3.8] places are reserved before the end of a path, at most as many as there are items', () => {
  const long = settled(NO_SLOTS, end(4_900));
  expect(long.orders).toEqual([...range(-1_000, 0), ...range(4_900, 5_000)]);
  const [short, ...rest] = steps(NO_SLOTS, end(50, 150));
  expect(short?.orders).toEqual([...range(-50, 0), ...range(50, 150)]);
  expect(rest).toEqual([]);
  expect(settled(NO_SLOTS, end(0, 150)).orders).toEqual(range(0, 150));
});

test('[S3.8] a page takes over reserved places, and moves nothing', () => {
  const first = settled(NO_SLOTS, end(4_900));
  const [more, ...rest] = steps(first, end(4_700));
  expect(rest).toEqual([]);
  expect(more?.shifted).toBe(false);
  expect(more?.orders).toEqual([...range(-1_000, -200), ...range(4_700, 5_000)]);
  const stretch = settled(more ?? first, held(4_500, 4_900));
  expect(stretch.orders).toEqual([...range(-1_000, -400), ...range(4_500, 5_000)]);
});

test('[S3.8] more places are reserved before they run out, in one step that says so', () => {
  const first = settled(NO_SLOTS, end(4_900));
  const few = settled(first, end(4_050));
  expect(reservedIn(few.orders)).toBe(1_150);
  const [before, ...rest] = steps(first, end(4_050));
  expect(before).toMatchObject({ shifted: true, orders: [...range(-2_000, -850), ...range(4_050, 5_000)] });
  expect(rest).toMatchObject([{ shifted: false, orders: before?.orders }]);
});

test('[S3.8] while nothing moves, more places are reserved although there are still some', () => {
  const some = settled(settled(NO_SLOTS, end(4_900)), end(4_600));
  expect(reservedIn(some.orders)).toBe(700);
  const rested = nextSlots(some, end(4_600), RESERVED_AT_REST);
  expect(rested).toMatchObject({ shifted: true, orders: [...range(-2_000, -300), ...range(4_600, 5_000)] });
  expect(nextSlots(settled(rested, end(4_600)), end(4_600), RESERVED_AT_REST).orders).toEqual(rested.orders);
});

test('[S3.8] at the start of the path nothing is reserved any more', () => {
  const first = settled(NO_SLOTS, end(4_900));
  const start = settled(first, held(4_850, 4_950, { atStart: true }));
  expect(start.orders).toEqual(range(4_850, 5_000));
  expect(start.unseen).toBe(0);
});

test('[S3.8] an item that is born behind the last one takes no reserved place', () => {
  const first = settled(NO_SLOTS, end(4_900));
  const more = settled(first, held(4_900, 5_001, { atEnd: true, itemCount: 5_001 }));
  expect(more.orders).toEqual([...first.orders, 5_000]);
});

test('[S3.8] reading up by pages of any size, what was reserved is what there is, and places stay where they are', () => {
  const path = fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 200 }));
  const pages = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 25, maxLength: 25 });
  fc.assert(
    fc.property(path, pages, fc.boolean(), ([all, tail], sizes, lettingGo) => {
      let from = Math.max(0, all - tail);
      let slots = settled(NO_SLOTS, end(from, all));
      for (const size of sizes) {
        from = Math.max(0, from - size);
        const to = lettingGo ? Math.min(all, from + 500) : all;
        const before = slots;
        const now = held(from, to, { atStart: from === 0, atEnd: to === all, itemCount: all });
        let moved = 0;
        for (const step of steps(before, now)) {
          const grown = step.orders.length - slots.orders.length;
          if (step.shifted) moved += grown;
          else expect(grown).toBe(0);
          slots = step;
        }
        const reserved = reservedIn(slots.orders);
        expect(slots).toMatchObject({ list: before.list, unseen: from });
        expect(seenIn(slots)).toEqual(range(from, all));
        expect(reserved).toBeLessThanOrEqual(from);
        expect(reserved).toBeGreaterThanOrEqual(Math.min(from, 200));
        const place = reservedIn(before.orders) + moved;
        expect(slots.orders.slice(place, place + seenIn(before).length)).toEqual(seenIn(before));
        if (reservedIn(before.orders) >= 200 + size) expect(moved).toBe(0);
      }
    }),
    { seed, numRuns: 50 },
  );
});

test('[S3.8] wherever one has been, places are in order and once, and all that is held has one', () => {
  const part = fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 80 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      let slots = NO_SLOTS;
      for (const [from, count] of parts) {
        const now = held(from, from + count);
        const before = slots;
        slots = settled(slots, now);
        const { orders } = slots;
        expect(orders.every((order, place) => place === 0 || order > (orders[place - 1] ?? 0))).toBe(true);
        const known = new Set(orders);
        expect(now.items.every((item) => known.has(item.order))).toBe(true);
        if (slots.list === before.list) expect(seenIn(before).every((order) => known.has(order))).toBe(true);
      }
    }),
    { seed, numRuns: 300 },
  );
});
