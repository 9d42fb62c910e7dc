import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';

/** What a bar shows: a session and those that it has spawned, in the order in which it did. */
export type Level = { readonly parent: SessionId; readonly children: readonly SessionId[] };

/** The children of the session that is shown; where it has none, it stands among its siblings. Null: nobody spawned. */
export function levelOf(tree: Tree, shown: SessionId): Level | null {
  const own = tree.children.get(shown);
  if (own) return { parent: shown, children: own };
  for (const [parent, children] of tree.children) if (children.includes(shown)) return { parent, children };
  return null;
}

/** Pinned ones are a group of their own before the rest; nothing else changes where a session stands. */
export function groupsOf({ children }: Level, isPinned: (id: SessionId) => boolean) {
  return { pinned: children.filter(isPinned), rest: children.filter((id) => !isPinned(id)) };
}

export type Way = 'next' | 'previous' | 'up' | 'down';

/** Where a way leads from the session that is shown, round and round beside it; undefined where there is no such way. */
export function wayFrom(tree: Tree, shown: SessionId, way: Way, isPinned: (id: SessionId) => boolean) {
  const parent = parentIn(tree, shown);
  const first = (id: SessionId) => {
    const { pinned, rest } = groupsOf({ parent: id, children: tree.children.get(id) ?? [] }, isPinned);
    return [...pinned, ...rest];
  };
  if (way === 'up') return parent;
  if (way === 'down') return first(shown)[0];
  if (parent === undefined) return undefined;
  const beside = first(parent);
  const step = way === 'next' ? 1 : beside.length - 1;
  const to = beside[(beside.indexOf(shown) + step) % beside.length];
  return to === shown ? undefined : to;
}

function parentIn({ children }: Tree, id: SessionId): SessionId | undefined {
  for (const [parent, all] of children) if (all.includes(id)) return parent;
  return undefined;
}
