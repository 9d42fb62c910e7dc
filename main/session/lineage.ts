import type { Head } from '../../protocol/head.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { isActive } from '../../protocol/turn.ts';
import type { SessionStore } from './ports.ts';

type Heads = Pick<SessionStore, 'head'>;
type Children = Pick<SessionStore, 'childrenOf'>;
/** What comes first, a session or those below it. */
type Order = 'parents-first' | 'children-first';

/** The sessions that turns spawned below one, at any depth. Each comes once, also where rows point in a circle. */
export function descendantsOf(store: Children, id: SessionId, order: Order): readonly Head[] {
  return below(store, spawned(store, id), order, new Set([id]));
}

/** The same of those that these turns spawned, children before their parents; what lies in the bin is left out. */
export function spawnedBy(store: Children, id: SessionId, turns: ReadonlySet<TurnId>): readonly Head[] {
  const children = spawned(store, id).filter(({ relationship }) => {
    const turn = relationship?.turn ?? null;
    return turn !== null && turns.has(turn);
  });
  return below(store, children, 'children-first', new Set([id])).filter((head) => head.deletedAt === null);
}

/** Those below it, at any depth, whose turns run. */
export const busyBelow = (store: Children, id: SessionId): readonly Head[] =>
  descendantsOf(store, id, 'children-first').filter((one) => one.deletedAt === null && isActive(one.turn));

/** The asides of a session: they live only as long as it does. */
export const asidesOf = (store: Children, id: SessionId): readonly Head[] =>
  store.childrenOf(id).filter((head) => head.kind === 'side');

/** The session and those above it, its root last; it ends below what is gone or lies in the bin, and where a circle closes. */
export function lineOf(store: Heads, id: SessionId): readonly Head[] {
  const line: Head[] = [];
  for (let at: SessionId | null = id; at !== null; ) {
    const head: Head | undefined = store.head(at);
    if (!head || head.deletedAt !== null || line.some((one) => one.id === head.id)) break;
    line.push(head);
    at = head.relationship?.parent ?? null;
  }
  return line;
}

const spawned = (store: Children, id: SessionId) => store.childrenOf(id).filter((head) => head.kind === 'child');

function below(store: Children, children: readonly Head[], order: Order, seen: Set<SessionId>): readonly Head[] {
  return children.flatMap((child) => {
    if (seen.has(child.id)) return [];
    seen.add(child.id);
    const deeper = below(store, spawned(store, child.id), order, seen);
    return order === 'parents-first' ? [child, ...deeper] : [...deeper, child];
  });
}
