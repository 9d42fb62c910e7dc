import { expect, test } from 'vitest';
import type { Tree } from '../../../protocol/tree.ts';
import { moveIn, type OutlineRow, outlineRows } from '../../../renderer/tree/outline-rows.ts';
import { idOf, idsOf, numberOf, SMALL, treeOf } from './made-tree.ts';

const rowsOf = (tree: Tree, folded: readonly number[] = [], wanted: readonly number[] | null = null) =>
  outlineRows(tree, new Set(idsOf(...folded)), wanted && new Set(idsOf(...wanted)));
/** As a person sees it: a step for each level, `+` before what is folded, brackets around what only leads further. */
const drawn = (rows: readonly OutlineRow[]) =>
  rows.map(({ id, depth, open, passing }) => {
    const name = passing ? `(${numberOf(id)})` : `${numberOf(id)}`;
    return `${'  '.repeat(depth)}${open === false ? '+' : ''}${name}`;
  });

test('[S5.6] [B31] an outline has all of the tree, children below their parents in the order of their birth', () => {
  expect(drawn(rowsOf(SMALL))).toEqual(['1', '  2', '    3', '    4', '  5', '    6', '  7']);
  expect(rowsOf(SMALL).map(({ open }) => open)).toEqual([true, true, null, null, true, null, null]);
  expect(rowsOf(SMALL).map(({ place, of }) => `${place}/${of}`)).toEqual([
    '1/1',
    '1/3',
    '1/2',
    '2/2',
    '2/3',
    '1/1',
    '3/3',
  ]);
});

test('[S5.6] what is folded away is not shown, at any depth', () => {
  expect(drawn(rowsOf(SMALL, [2, 5]))).toEqual(['1', '  +2', '  +5', '  7']);
  expect(drawn(rowsOf(SMALL, [1, 2]))).toEqual(['+1']);
  expect(drawn(rowsOf(SMALL, [3]))).toEqual(drawn(rowsOf(SMALL)));
});

test('[S5.6] the filter shows what it names with all above it, also where that was folded, and counts places anew', () => {
  expect(drawn(rowsOf(SMALL, [5], [6, 7]))).toEqual(['(1)', '  (5)', '    6', '  7']);
  expect(rowsOf(SMALL, [], [6, 7]).map(({ place, of }) => `${place}/${of}`)).toEqual(['1/1', '1/2', '1/1', '2/2']);
  expect(drawn(rowsOf(SMALL, [], [2]))).toEqual(['(1)', '  2']);
  expect(rowsOf(SMALL, [], [])).toEqual([]);
});

test('[S5.6] [W101] a thread goes on below a row for each level that has more to come', () => {
  const threads = rowsOf(SMALL).map((row) => row.threads.map((goesOn) => (goesOn ? '|' : ' ')).join(''));
  expect(threads).toEqual(['', '|', '||', '| ', '|', '| ', ' ']);
});

test('[S5.6] [W101] a chain as deep as anybody nests is one row a level', () => {
  const deep = treeOf([0, null], ...Array.from({ length: 300 }, (_, n) => [n + 1, n] as const));
  expect(rowsOf(deep)).toHaveLength(301);
  expect(rowsOf(deep).at(-1)).toMatchObject({ depth: 300, of: 1 });
});

const ROWS = rowsOf(SMALL, [5]);
const KEYS: readonly (readonly [at: number, key: string, to: string | undefined])[] = [
  [1, 'ArrowDown', '2'],
  [5, 'ArrowDown', '5'],
  [0, 'ArrowUp', '0'],
  [3, 'Home', '0'],
  [3, 'End', '5'],
  [1, 'ArrowRight', '2'],
  [4, 'ArrowRight', 'unfold 5'],
  [2, 'ArrowRight', undefined],
  [1, 'ArrowLeft', 'fold 2'],
  [3, 'ArrowLeft', '1'],
  [4, 'ArrowLeft', '0'],
  [0, 'ArrowLeft', 'fold 1'],
  [-1, 'ArrowDown', '0'],
  [-1, 'ArrowUp', undefined],
  [1, 'x', undefined],
];
test.each(KEYS)('[S5.6] in an outline, at row %i, %s leads to %s', (at, key, to) => {
  const move = moveIn(ROWS, at, key);
  const told =
    move?.kind === 'fold' ? `${move.folds ? 'fold' : 'unfold'} ${numberOf(move.id)}` : move?.index.toString();
  expect(told).toBe(to);
});

test('[S5.6] from a folded root there is no way up', () => {
  expect(moveIn(rowsOf(SMALL, [1]), 0, 'ArrowLeft')).toBeUndefined();
  expect(moveIn(rowsOf(SMALL, [1]), 0, 'ArrowRight')).toEqual({ kind: 'fold', id: idOf(1), folds: false });
});
