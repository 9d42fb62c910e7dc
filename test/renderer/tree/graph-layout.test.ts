import { expect, test } from 'vitest';
import { graphLayout, NODE_PX, walkGraph } from '../../../renderer/tree/graph-layout.ts';
import { idOf, numberOf, SMALL, treeOf } from './made-tree.ts';

const wide = treeOf([0, null], ...Array.from({ length: 199 }, (_, n) => [n + 1, Math.floor(n / 6)] as const));

test.each([
  ['a small tree', SMALL],
  ['a tree of 200', wide],
])('[S5.6] in the graph of %s nothing lies over anything else, and children stand right of their parent', (_, tree) => {
  const spots = graphLayout(tree);
  expect(new Set(spots.map(({ id }) => id))).toEqual(new Set(tree.order.map(({ id }) => id)));
  const byId = new Map(spots.map((spot) => [spot.id, spot]));
  for (const [index, one] of spots.entries()) {
    const parent = one.parent && byId.get(one.parent);
    if (parent) expect(one.x).toBeGreaterThanOrEqual(parent.x + NODE_PX.width);
    for (const other of spots.slice(index + 1)) {
      const apart = one.x !== other.x || Math.abs(one.y - other.y) >= NODE_PX.height;
      expect(apart, `${numberOf(one.id)} and ${numberOf(other.id)}`).toBe(true);
    }
  }
});

test('[S5.6] [B31] children stand below each other in the order of their birth', () => {
  const y = new Map(graphLayout(SMALL).map((spot) => [numberOf(spot.id), spot.y]));
  const order = [2, 5, 7].map((n) => y.get(n) ?? 0);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

const KEYS: readonly (readonly [from: number, key: string, to: number | undefined])[] = [
  [3, 'ArrowLeft', 2],
  [1, 'ArrowLeft', undefined],
  [1, 'ArrowRight', 2],
  [7, 'ArrowRight', undefined],
  [2, 'ArrowDown', 5],
  [4, 'ArrowDown', 6],
  [6, 'ArrowUp', 4],
  [2, 'ArrowUp', undefined],
  [6, 'Home', 1],
  [6, 'x', undefined],
];
test.each(KEYS)('[S5.6] in the graph, from %i, %s leads to %s', (from, key, to) => {
  const found = walkGraph(SMALL, graphLayout(SMALL), idOf(from), key);
  expect(found && numberOf(found)).toBe(to);
});
