import { expect, test } from 'vitest';
import { hueOf, initialOf } from '../../../renderer/pills/face.ts';

test('[W80] a disc has the first letter of the name as a capital, whatever stands before it', () => {
  const initials = ['call sites', '“quoted”', '3 tests', 'ärger', '中文', '🧵 thread', '…', ''].map(initialOf);
  expect(initials).toEqual(['C', 'Q', '3', 'Ä', '中', 'T', '·', '·']);
});

test('[W80] the hue of a name is one of six, is always the same, and names are spread over all of them', () => {
  const names = Array.from({ length: 600 }, (_, n) => `Agent ${n}`);
  const counts = names
    .map(hueOf)
    .reduce((all, hue) => all.set(hue, (all.get(hue) ?? 0) + 1), new Map<number, number>());
  expect([...counts.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  for (const count of counts.values()) expect(count).toBeGreaterThan(50);
  expect([hueOf('Call sites'), hueOf('Pricing'), hueOf('')]).toEqual([hueOf('Call sites'), hueOf('Pricing'), 0]);
});
