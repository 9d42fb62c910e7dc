import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeEvents } from '../../protocol/merge.ts';
import { reduceAll } from '../../protocol/reduce.ts';
import { itemIdNumber, seed } from '../support/arbitraries.ts';
import { emptyState, history } from '../support/history.ts';

test('[X2] joined events mean exactly what the single ones meant', () => {
  fc.assert(
    fc.property(history, (events) => {
      expect(reduceAll(emptyState, mergeEvents(events))).toEqual(reduceAll(emptyState, events));
    }),
    { seed, numRuns: 300 },
  );
});

test('[X2] [C76] nothing is joined across a change of path, which brings items as they were at that moment', () => {
  fc.assert(
    fc.property(history, fc.nat(), (events, place) => {
      const before = events.slice(0, place % (events.length + 1));
      const { head, window } = reduceAll(emptyState, before);
      const jump = { type: 'path-changed', state: { head: { ...head, path: 1 }, window } } as const;
      const all = [...before, jump, ...events.slice(before.length)];
      expect(reduceAll(emptyState, mergeEvents(all))).toEqual(reduceAll(emptyState, all));
    }),
    { seed, numRuns: 300 },
  );
});

test('[S2.3] a thousand words of one reply become one event, however the words of another lie between them', () => {
  const events = Array.from({ length: 1000 }, (_, n) => [
    { type: 'text-appended', item: itemIdNumber(1), key: null, at: n, text: 'a' } as const,
    { type: 'text-appended', item: itemIdNumber(2), key: null, at: n, text: 'b' } as const,
  ]).flat();
  expect(mergeEvents(events)).toEqual([
    { type: 'text-appended', item: itemIdNumber(1), key: null, at: 0, text: 'a'.repeat(1000) },
    { type: 'text-appended', item: itemIdNumber(2), key: null, at: 0, text: 'b'.repeat(1000) },
  ]);
});
