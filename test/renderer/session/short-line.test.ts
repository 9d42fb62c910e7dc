import { expect, test } from 'vitest';
import { shortLine } from '../../../renderer/session/short-line.ts';

test('[W86] [W101] at depth two ancestors are shown, the outermost and the nearest; the others are in a menu', () => {
  expect(shortLine(['a'])).toEqual({ first: ['a'], hidden: [], last: [] });
  expect(shortLine(['a', 'b'])).toEqual({ first: ['a', 'b'], hidden: [], last: [] });
  expect(shortLine(['a', 'b', 'c', 'd'])).toEqual({ first: ['a'], hidden: ['b', 'c'], last: ['d'] });
});
