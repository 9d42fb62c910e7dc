import { hierarchy, tree as tidyTree } from 'd3-hierarchy';
import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';

export const NODE_PX = { width: 184, height: 44 } as const;
/** Between parent and child, and between one below the other. */
const GAP_PX = { across: 44, down: 10 } as const;
/** Children of different parents stand further apart than those of one. */
const COUSINS = 1.3;

/** Where the top left corner of a session is drawn. */
export type Spot = {
  readonly id: SessionId;
  readonly parent: SessionId | null;
  readonly x: number;
  readonly y: number;
};

/** Parents left of their children, and those below each other in the order of the tree. The root stands at 0 from the left. */
export function graphLayout(tree: Tree): readonly Spot[] {
  const lay = tidyTree<SessionId>()
    .nodeSize([NODE_PX.height + GAP_PX.down, NODE_PX.width + GAP_PX.across])
    .separation((a, b) => (a.parent === b.parent ? 1 : COUSINS));
  const laid = lay(hierarchy(tree.root, (id) => tree.children.get(id)));
  // It grows downwards; ours grows to the right.
  return laid.descendants().map(({ data, parent, x, y }) => ({ id: data, parent: parent?.data ?? null, x: y, y: x }));
}

/** Where a key leads to from a session; undefined when it is no way to walk, or there is nothing. */
export function walkGraph(tree: Tree, spots: readonly Spot[], id: SessionId, key: string): SessionId | undefined {
  const at = spots.find((spot) => spot.id === id);
  if (!at) return undefined;
  switch (key) {
    case 'ArrowLeft':
      return at.parent ?? undefined;
    case 'ArrowRight':
      return tree.children.get(id)?.[0];
    case 'ArrowUp':
      return spots.filter(({ x, y }) => x === at.x && y < at.y).toSorted((a, b) => b.y - a.y)[0]?.id;
    case 'ArrowDown':
      return spots.filter(({ x, y }) => x === at.x && y > at.y).toSorted((a, b) => a.y - b.y)[0]?.id;
    case 'Home':
      return tree.root;
    default:
      return undefined;
  }
}
