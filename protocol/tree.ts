import type { Activity } from './activity.ts';
import type { SessionId } from './ids.ts';
import type { Summary } from './summary.ts';

/** Where a session stands in its tree; `depth` is 0 for the root. */
export type Place = { readonly id: SessionId; readonly depth: number };

/** Sessions by who spawned whom: each comes before those below it, and those of one parent in the order of their birth. */
export type Tree = {
  readonly root: SessionId;
  readonly order: readonly Place[];
  /** Of those that have any. */
  readonly children: ReadonlyMap<SessionId, readonly SessionId[]>;
};

type Known = ReadonlyMap<SessionId, Pick<Summary, 'id' | 'kind' | 'parent' | 'createdAt' | 'deletedAt'>>;

/**
 * The tree that a session stands in, as far as its sessions are known; undefined when it is not known itself. What lies
 * in the bin is in no tree, and what was spawned by it begins one of its own. Rows that point in a circle are cut where
 * it closes.
 */
export function treeAround(anchor: SessionId, known: Known): Tree | undefined {
  if (!known.has(anchor)) return undefined;
  const root = lineFrom(anchor, known).at(-1) ?? anchor;
  const spawned = byParent(known);
  const children = new Map<SessionId, readonly SessionId[]>();
  const order: Place[] = [];
  const seen = new Set<SessionId>();
  const visit = (id: SessionId, depth: number) => {
    seen.add(id);
    order.push({ id, depth });
    const below = (spawned.get(id) ?? []).filter((child) => !seen.has(child));
    if (below.length > 0) children.set(id, below);
    for (const child of below) visit(child, depth + 1);
  };
  visit(root, 0);
  return { root, order, children };
}

/** The session and those above it, its root last. */
export function lineFrom(id: SessionId, known: Known): readonly SessionId[] {
  const line = [id];
  for (;;) {
    const parent = known.get(line.at(-1) ?? id)?.parent;
    const above = parent ? known.get(parent) : undefined;
    if (!above || above.deletedAt !== null || line.includes(above.id)) return line;
    line.push(above.id);
  }
}

/** Asides are not spawned: they are a person's. */
function byParent(known: Known): ReadonlyMap<SessionId, readonly SessionId[]> {
  const children = [...known.values()].filter((one) => one.kind === 'child' && one.deletedAt === null);
  children.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const spawned = new Map<SessionId, SessionId[]>();
  for (const { id, parent } of children) {
    if (parent === null) continue;
    const siblings = spawned.get(parent);
    if (siblings) siblings.push(id);
    else spawned.set(parent, [id]);
  }
  return spawned;
}

/** The sessions below one, in the order of the tree. */
export function below(tree: Tree, id: SessionId): readonly SessionId[] {
  const at = tree.order.findIndex((place) => place.id === id);
  const depth = tree.order[at]?.depth;
  if (depth === undefined) return [];
  const rest = tree.order.slice(at + 1);
  const end = rest.findIndex((place) => place.depth <= depth);
  return (end < 0 ? rest : rest.slice(0, end)).map((place) => place.id);
}

/** What many sessions do, as one: the first of these that holds for any of them. */
export const STANDINGS = ['asking', 'failed', 'working', 'stopped', 'finished', 'idle'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Sessions by what they do, and what that comes to as one. */
export type RollUp = { readonly sessions: number; readonly working: number; readonly standing: Standing };

export function rollUp(activities: Iterable<Activity>): RollUp {
  const standings = [...activities].map(standingOf);
  const standing = STANDINGS.find((one) => standings.includes(one)) ?? 'idle';
  return { sessions: standings.length, working: standings.filter((one) => one === 'working').length, standing };
}

const STANDING_OF: Readonly<Record<Activity['kind'], Standing>> = {
  asking: 'asking',
  failed: 'failed',
  interrupted: 'failed',
  queued: 'working',
  starting: 'working',
  waiting: 'working',
  running: 'working',
  awaiting: 'working',
  'rate-limited': 'working',
  stopping: 'working',
  stopped: 'stopped',
  finished: 'finished',
  idle: 'idle',
};

export const standingOf = ({ kind }: Activity): Standing => STANDING_OF[kind];
