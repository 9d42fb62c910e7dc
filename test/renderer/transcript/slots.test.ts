import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Item } from '../../../protocol/item.ts';
import { textOf } from '../../../protocol/text.ts';
import { type Held, NO_SLOTS, nextSlots, type Slots } from '../../../renderer/transcript/slots.ts';
import { itemIdNumber, seed, turnIdNumber } from '../../support/arbitraries.ts';

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
  expect(settled(first, held(120, 180, { atEnd: true })).orders).toEqual(range(100, 180));
  expect(settled(first, held(120, 180, { atStart: true })).orders).toEqual(range(120, 200));
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
        if (slots.list === before.list) expect(before.orders.every((order) => known.has(order))).toBe(true);
      }
    }),
    { seed, numRuns: 300 },
  );
});
