import { expect, test } from 'vitest';
import type { SessionId } from '../../../protocol/ids.ts';
import type { Summary } from '../../../protocol/summary.ts';
import { treeAround } from '../../../protocol/tree.ts';
import { groupsOf, levelOf, type Way, wayFrom } from '../../../renderer/pills/level.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { summaryWith } from '../../support/summary.ts';

const id = sessionIdNumber;
const child = (n: number, parent: number, fields: Partial<Summary> = {}) =>
  summaryWith({ id: id(n), kind: 'child', parent: id(parent), createdAt: n, ...fields });

/** 1 → (2 → (5, 6), 3, 4) */
const known = new Map(
  [child(3, 1), summaryWith({ id: id(1) }), child(6, 2), child(4, 1), child(2, 1), child(5, 2)].map((one) => [
    one.id,
    one,
  ]),
);
const tree = treeAround(id(1), known);
if (!tree) throw new Error('There is no tree');
const none = () => false;

test('[W78] there is a bar as soon as one child is known, and none for a session that is alone', () => {
  const alone = treeAround(id(1), new Map([[id(1), summaryWith({ id: id(1) })]]));
  expect(alone && levelOf(alone, id(1))).toBeNull();
  expect(levelOf(tree, id(1))).toEqual({ parent: id(1), children: [2, 3, 4].map(id) });
});

test('[W79] children stand in the order in which they were spawned, whatever they do; pinned ones are a group before the rest', () => {
  const level = { parent: id(1), children: [2, 3, 4].map(id) };
  expect(groupsOf(level, none)).toEqual({ pinned: [], rest: [2, 3, 4].map(id) });
  const pinned = (one: SessionId) => one === id(4) || one === id(3);
  expect(groupsOf(level, pinned)).toEqual({ pinned: [3, 4].map(id), rest: [id(2)] });
  expect(levelOf(tree, id(1))?.children).toEqual([2, 3, 4].map(id));
  const changed = new Map(known).set(id(2), child(2, 1, { activity: { kind: 'asking' }, updatedAt: 99 }));
  expect(treeAround(id(1), changed)).toEqual(tree);
});

test('[W101] a session with children of its own shows those; one without stands among its siblings', () => {
  expect(levelOf(tree, id(2))).toEqual({ parent: id(2), children: [5, 6].map(id) });
  expect(levelOf(tree, id(6))).toEqual({ parent: id(2), children: [5, 6].map(id) });
  expect(levelOf(tree, id(3))).toEqual({ parent: id(1), children: [2, 3, 4].map(id) });
});

test('[W82] keys lead round the siblings, up to the parent and down to the first child', () => {
  const from = (n: number, way: Way, isPinned: (one: SessionId) => boolean = none) =>
    wayFrom(tree, id(n), way, isPinned);
  expect([from(2, 'next'), from(4, 'next'), from(2, 'previous')]).toEqual([3, 2, 4].map(id));
  expect([from(5, 'up'), from(2, 'up'), from(1, 'up')]).toEqual([id(2), id(1), undefined]);
  expect([from(1, 'down'), from(3, 'down')]).toEqual([id(2), undefined]);
  expect(from(1, 'next')).toBeUndefined();
  expect(from(1, 'down', (one) => one === id(4))).toBe(id(4));
  expect(from(4, 'next', (one) => one === id(4))).toBe(id(2));
});
