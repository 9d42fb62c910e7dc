import { expect, test } from 'vitest';
import type { Item } from '../../../protocol/item.ts';
import { textOf } from '../../../protocol/text.ts';
import { pageNear, type Seen } from '../../../renderer/transcript/near.ts';
import { itemIdNumber, turnIdNumber } from '../../support/arbitraries.ts';

const ROW_PX = 50;
const VIEWPORT_PX = 500;
const orders = Array.from({ length: 1_000 }, (_, n) => n * 2);

/** A list whose rows are all of one height, scrolled so that this row is its first one in view. */
const seenFrom = (row: number, viewportSize = VIEWPORT_PX): Seen => ({
  scrollOffset: row * ROW_PX,
  viewportSize,
  findItemIndex: (offset) => Math.min(orders.length - 1, Math.floor(offset / ROW_PX)),
  getItemOffset: (index) => index * ROW_PX,
});

const itemOf = (order: number): Item => ({
  id: itemIdNumber(order),
  turn: turnIdNumber(0),
  order,
  at: 0,
  kind: 'prompt',
  text: textOf('x'),
});

/** Items are held for the rows from 300 up to 500. */
const held = { items: orders.slice(300, 500).map(itemOf), atStart: false, atEnd: false, itemCount: 1_000 };

test('[S3.8] the page before or behind is asked for when the reader comes near to what is not held, and not earlier', () => {
  expect(pageNear(seenFrom(400), orders, held, true)).toBe(null);
  expect(pageNear(seenFrom(348), orders, held, true)).toBe(null);
  expect(pageNear(seenFrom(347), orders, held, true)).toBe('older');
  expect(pageNear(seenFrom(442), orders, held, true)).toBe(null);
  expect(pageNear(seenFrom(443), orders, held, true)).toBe('newer');
});

test('[S3.8] nothing is asked for beyond the start and the end, and by a list that is not shown', () => {
  expect(pageNear(seenFrom(300), orders, { ...held, atStart: true }, true)).toBe(null);
  expect(pageNear(seenFrom(490), orders, { ...held, atEnd: true }, true)).toBe(null);
  expect(pageNear(seenFrom(300, 0), orders, held, true)).toBe(null);
});

test('[S3.8] where nothing in view is held, the items around it are asked for', () => {
  expect(pageNear(seenFrom(800), orders, held, true)).toEqual({ after: (800 - 50) * 2 - 1 });
  expect(pageNear(seenFrom(20), orders, held, true)).toEqual({ after: -1 });
});

test('[S3.8] items that are out of date are asked for again, around what is in view', () => {
  expect(pageNear(seenFrom(400), orders, held, false)).toEqual({ after: (400 - 50) * 2 - 1 });
});

test('[S3.8] the fewer rows are held, the nearer the reader comes before more are asked for', () => {
  const few = { ...held, items: orders.slice(300, 350).map(itemOf) };
  expect(pageNear(seenFrom(317), orders, few, true)).toBe(null);
  expect(pageNear(seenFrom(315), orders, few, true)).toBe('older');
});

test('[S3.8] places that nobody has seen are reached from the first item that is known', () => {
  const places = [...Array.from({ length: 300 }, (_, n) => n - 300), ...orders.slice(300)];
  expect(pageNear(seenFrom(347), places, held, true)).toBe('older');
  expect(pageNear(seenFrom(20), places, held, true)).toBe('older');
  expect(pageNear(seenFrom(20), places, held, false)).toEqual({ after: 300 * 2 - 1 });
  const further = { ...held, items: orders.slice(400, 600).map(itemOf) };
  expect(pageNear(seenFrom(20), places, further, true)).toEqual({ after: 300 * 2 - 1 });
  expect(pageNear(seenFrom(320), places, further, true)).toEqual({ after: 300 * 2 - 1 });
});
