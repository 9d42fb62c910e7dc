import type { SessionId } from '../../../protocol/ids.ts';
import { type Tree, treeAround } from '../../../protocol/tree.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { summaryWith } from '../../support/summary.ts';

/** A tree of numbers, each with the number of its parent; the first is the root. */
export function treeOf(...rows: readonly (readonly [n: number, parent: number | null])[]): Tree {
  const known = new Map(
    rows.map(([n, parent]) => {
      const of =
        parent === null ? ({ kind: 'main', parent } as const) : ({ kind: 'child', parent: idOf(parent) } as const);
      return [idOf(n), summaryWith({ id: idOf(n), createdAt: n, ...of })] as const;
    }),
  );
  const tree = treeAround(idOf(rows[0]?.[0] ?? 0), known);
  if (!tree) throw new Error('There is no tree');
  return tree;
}

export const idOf = (n: number): SessionId => sessionIdNumber(n);
export const idsOf = (...numbers: readonly number[]): readonly SessionId[] => numbers.map(idOf);

const NUMBERS = new Map(Array.from({ length: 1_000 }, (_, n) => [idOf(n), n]));
export const numberOf = (id: SessionId): number => NUMBERS.get(id) ?? -1;

/** 1 spawned 2, 5 and 7; 2 spawned 3 and 4; 5 spawned 6. */
export const SMALL = treeOf([1, null], [2, 1], [3, 2], [4, 2], [5, 1], [6, 5], [7, 1]);
