import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';

export type OutlineRow = {
  readonly id: SessionId;
  /** 0 for the root. */
  readonly depth: number;
  readonly parent: SessionId | null;
  /** Whether its children are shown; null when there are none. */
  readonly open: boolean | null;
  /** It is shown for something below it alone. */
  readonly passing: boolean;
  /** Its place among those of the same parent that are shown, from 1, and how many these are. */
  readonly place: number;
  readonly of: number;
  /** For each level above its own, outermost first: whether the thread of that level goes on below this row. */
  readonly threads: readonly boolean[];
};

/**
 * The rows of an outline, from its top. `wanted` null: all but what is folded away; else those that it names, with all
 * above them, folded or not.
 */
export function outlineRows(
  tree: Tree,
  folded: ReadonlySet<SessionId>,
  wanted: ReadonlySet<SessionId> | null,
): readonly OutlineRow[] {
  const kept = wanted && withAncestors(tree, wanted);
  const rows: OutlineRow[] = [];
  const visit = (id: SessionId, place: Pick<OutlineRow, 'parent' | 'depth' | 'place' | 'of' | 'threads'>) => {
    const children = (tree.children.get(id) ?? []).filter((child) => !kept || kept.has(child));
    const open = children.length === 0 ? null : kept !== null || !folded.has(id);
    rows.push({ ...place, id, open, passing: wanted !== null && !wanted.has(id) });
    if (!open) return;
    for (const [index, child] of children.entries()) {
      const last = index === children.length - 1;
      const below = { parent: id, depth: place.depth + 1, place: index + 1, of: children.length };
      visit(child, { ...below, threads: [...place.threads, !last] });
    }
  };
  if (!kept || kept.size > 0) visit(tree.root, { parent: null, depth: 0, place: 1, of: 1, threads: [] });
  return rows;
}

/** Children come after their parents, so that one way back through the order finds all that stand above. */
function withAncestors(tree: Tree, wanted: ReadonlySet<SessionId>): ReadonlySet<SessionId> {
  const kept = new Set<SessionId>();
  for (const { id } of tree.order.toReversed()) {
    const children = tree.children.get(id) ?? [];
    if (wanted.has(id) || children.some((child) => kept.has(child))) kept.add(id);
  }
  return kept;
}

/** What a key of the keyboard does in an outline whose cursor is at a row; undefined: it does nothing there. */
export type OutlineMove =
  | { readonly kind: 'to'; readonly index: number }
  | { readonly kind: 'fold'; readonly id: SessionId; readonly folds: boolean };

export function moveIn(rows: readonly OutlineRow[], at: number, key: string): OutlineMove | undefined {
  const row = rows[at];
  if (!row) return rows.length > 0 && (key === 'ArrowDown' || key === 'Home') ? { kind: 'to', index: 0 } : undefined;
  switch (key) {
    case 'ArrowDown':
      return { kind: 'to', index: Math.min(at + 1, rows.length - 1) };
    case 'ArrowUp':
      return { kind: 'to', index: Math.max(at - 1, 0) };
    case 'Home':
      return { kind: 'to', index: 0 };
    case 'End':
      return { kind: 'to', index: rows.length - 1 };
    case 'ArrowRight':
      if (row.open === null) return undefined;
      return row.open ? { kind: 'to', index: at + 1 } : { kind: 'fold', id: row.id, folds: false };
    case 'ArrowLeft':
      if (row.open) return { kind: 'fold', id: row.id, folds: true };
      return row.parent === null ? undefined : { kind: 'to', index: rows.findIndex(({ id }) => id === row.parent) };
    default:
      return undefined;
  }
}
