import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';

/** What was chosen of a list. `from`: where a range begins; null: nowhere yet. */
export type Selection = { readonly chosen: ReadonlySet<SessionId>; readonly from: SessionId | null };

export const NOTHING_CHOSEN: Selection = { chosen: new Set(), from: null };

/** Takes it in, or takes it out again. */
export function toggled({ chosen }: Selection, id: SessionId): Selection {
  const others = new Set([...chosen].filter((one) => one !== id));
  return { chosen: chosen.has(id) ? others : new Set([...chosen, id]), from: id };
}

/** Takes in all from where the range begins to this one, in the order in which they are shown. */
export function upTo(selection: Selection, shown: readonly SessionId[], id: SessionId): Selection {
  const [from, to] = [selection.from === null ? -1 : shown.indexOf(selection.from), shown.indexOf(id)];
  if (from < 0 || to < 0) return { chosen: new Set([...selection.chosen, id]), from: id };
  const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { chosen: new Set([...selection.chosen, ...range]), from: selection.from };
}

/** All that are shown; nothing, when they are chosen already. */
export function allOf({ chosen }: Selection, shown: readonly SessionId[]): Selection {
  return shown.every((id) => chosen.has(id)) ? NOTHING_CHOSEN : { chosen: new Set(shown), from: null };
}

/** Those that were chosen and stand in the tree still, the deepest first: what goes first is spawned by nobody anew. */
export function deepestFirst(tree: Tree, { chosen }: Selection): readonly SessionId[] {
  return tree.order
    .filter(({ id }) => chosen.has(id))
    .toSorted((a, b) => b.depth - a.depth)
    .map(({ id }) => id);
}
