import { expect, test } from 'vitest';
import { isWithin } from '../main/containment.ts';

test('[B34] a path lies in a folder or leads out of it, whatever its name begins with', () => {
  const within = ['/a/b', '/a/b/', '/a/b/c', '/a/b/..c', '/a/b/.../c', '/a/b/c/../d'];
  const outside = ['/', '/a', '/a/bc', '/a/b/..', '/a/b/../c', '/a/b/c/../../..', '/c'];
  expect(within.filter((path) => isWithin('/a/b', path))).toEqual(within);
  expect(outside.filter((path) => isWithin('/a/b', path))).toEqual([]);
  expect(isWithin('/', '/a')).toBe(true);
});
