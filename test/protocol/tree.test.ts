import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { below, lineFrom, rollUp, treeAround } from '../../protocol/tree.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { summaryWith } from '../support/summary.ts';

const id = (n: number) => sessionIdOf(ulidOf(n));
const known = (...sessions: readonly Summary[]) => new Map(sessions.map((one) => [one.id, one] as const));
const main = (n: number) => summaryWith({ id: id(n), createdAt: n });
const child = (n: number, parent: number, fields: Partial<Summary> = {}) =>
  summaryWith({ id: id(n), kind: 'child', parent: id(parent), createdAt: n, ...fields });

/** 1 → 2 → (4, 5), 1 → 3; 9 is another tree. */
const family = known(child(5, 2), main(9), child(3, 1), child(4, 2), child(2, 1), main(1));

test('[B31] a tree is the same from any session of it: its root, then each with those below it, in the order of their birth', () => {
  for (const anchor of [1, 2, 3, 4, 5]) {
    expect(treeAround(id(anchor), family)?.order).toEqual([
      { id: id(1), depth: 0 },
      { id: id(2), depth: 1 },
      { id: id(4), depth: 2 },
      { id: id(5), depth: 2 },
      { id: id(3), depth: 1 },
    ]);
  }
  expect(treeAround(id(9), family)?.order).toEqual([{ id: id(9), depth: 0 }]);
  expect(treeAround(id(7), family)).toBeUndefined();
});

test('[B31] what lies in the bin is in no tree, and its children begin one of their own', () => {
  const binned = known(main(1), child(2, 1, { deletedAt: 5 }), child(3, 2), child(4, 3));
  expect(treeAround(id(1), binned)?.order).toHaveLength(1);
  expect(treeAround(id(4), binned)).toMatchObject({ root: id(3), order: [{ id: id(3) }, { id: id(4) }] });
});

test('[B31] asides belong to no tree but know the one that they were asked in', () => {
  const aside = summaryWith({ id: id(6), kind: 'side', parent: id(2) });
  const tree = treeAround(aside.id, new Map([...family, [aside.id, aside]]));
  expect(tree?.root).toBe(id(1));
  expect(tree?.order.map((place) => place.id)).not.toContain(aside.id);
});

test('[B31] rows that point anywhere, also in a circle, make a tree in which each session comes once', () => {
  const parents = fc.array(fc.nat({ max: 11 }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(parents, fc.nat({ max: 11 }), (above, anchor) => {
      const sessions = known(...above.map((parent, n) => child(n, parent)));
      const tree = treeAround(id(anchor), sessions);
      const order = tree?.order.map((place) => place.id) ?? [];
      expect(new Set(order).size).toBe(order.length);
      expect(order).toContain(lineFrom(id(anchor), sessions).at(-1));
    }),
  );
});

test('[W101] those below a session are its children and all of theirs', () => {
  const tree = treeAround(id(1), family);
  const at = (n: number): readonly SessionId[] => (tree ? below(tree, id(n)) : []);
  expect(at(1)).toEqual([2, 4, 5, 3].map(id));
  expect(at(2)).toEqual([4, 5].map(id));
  expect(at(3)).toEqual([]);
});

test('[W101] many sessions are as one what most needs a person: a question, then a failure, then work', () => {
  const standing = (...kinds: ('asking' | 'running' | 'finished' | 'interrupted' | 'stopped')[]) =>
    rollUp(kinds.map((kind) => ({ kind })));
  expect(standing('running', 'asking', 'interrupted').standing).toBe('asking');
  expect(standing('running', 'interrupted', 'finished').standing).toBe('failed');
  expect(standing('running', 'stopped', 'finished')).toEqual({ sessions: 3, working: 1, standing: 'working' });
  expect(standing('finished', 'stopped').standing).toBe('stopped');
  expect(standing().standing).toBe('idle');
});
