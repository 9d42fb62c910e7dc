import { expect, test } from 'vitest';
import {
  allOf,
  deepestFirst,
  NOTHING_CHOSEN,
  type Selection,
  toggled,
  upTo,
} from '../../../renderer/tree/selection.ts';
import { idOf, idsOf, numberOf, SMALL } from './made-tree.ts';

const SHOWN = idsOf(1, 2, 3, 4, 5, 6, 7);
const numbers = ({ chosen }: Selection) => [...chosen].map(numberOf).toSorted((a, b) => a - b);
const choose = (...all: readonly number[]) => all.reduce((chosen, n) => toggled(chosen, idOf(n)), NOTHING_CHOSEN);

test('[S5.6] what is chosen is taken in and out one by one', () => {
  expect(numbers(choose(3, 5))).toEqual([3, 5]);
  expect(numbers(choose(3, 5, 3))).toEqual([5]);
});

test('[S5.6] a range goes from the last one that was chosen to here, up or down, and keeps what was chosen before', () => {
  expect(numbers(upTo(choose(7, 3), SHOWN, idOf(5)))).toEqual([3, 4, 5, 7]);
  expect(numbers(upTo(choose(5), SHOWN, idOf(2)))).toEqual([2, 3, 4, 5]);
  const again = upTo(upTo(choose(4), SHOWN, idOf(6)), SHOWN, idOf(2));
  expect(numbers(again)).toEqual([2, 3, 4, 5, 6]);
});

test('[S5.6] without a beginning, or with one that is not shown any more, a range is the one that it was asked for', () => {
  expect(numbers(upTo(NOTHING_CHOSEN, SHOWN, idOf(4)))).toEqual([4]);
  const begun = upTo(choose(9), SHOWN, idOf(4));
  expect(numbers(begun)).toEqual([4, 9]);
  expect(numbers(upTo(begun, SHOWN, idOf(6)))).toEqual([4, 5, 6, 9]);
});

test('[S5.6] all that is shown is chosen at once, and given up at once', () => {
  const all = allOf(choose(2), SHOWN);
  expect(numbers(all)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(numbers(allOf(all, SHOWN))).toEqual([]);
});

test('[S5.6] [W101] what is done to many is done to the deepest first, and not to what is gone', () => {
  expect(deepestFirst(SMALL, choose(1, 2, 6, 7, 3, 99)).map(numberOf)).toEqual([3, 6, 2, 7, 1]);
});
