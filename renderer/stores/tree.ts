import { useEffect, useRef } from 'react';
import { useShallow } from 'zustand/shallow';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { below, type RollUp, rollUp, type Tree, treeAround } from '../../protocol/tree.ts';
import type { HostClient } from '../bridge/bridge.ts';
import { whileConnected } from './link.ts';
import { takeFound, useSessions } from './sessions.ts';

/**
 * The tree that a session stands in, as far as it is known now, and kept up to date; undefined until the session itself
 * is known. It is the same object for as long as the same sessions stand in the same places.
 */
export function useTree(anchor: SessionId): Tree | undefined {
  useEffect(() => whileConnected((client) => askTree(client, anchor).then(() => undefined)), [anchor]);
  const kept = useRef<Tree | undefined>(undefined);
  return useSessions(({ summaries }) => {
    const tree = treeIn(summaries, anchor);
    if (!tree || !kept.current || !sameTree(tree, kept.current)) kept.current = tree;
    return kept.current;
  });
}

/** What is known of one session; undefined: nothing. */
export const useSummary = (id: SessionId): Summary | undefined => useSessions(({ summaries }) => summaries.get(id));

/** What all below a session come to. */
export function useRollUp(tree: Tree, id: SessionId): RollUp {
  return useSessions(
    useShallow(({ summaries }) => rollUp(below(tree, id).flatMap((one) => summaries.get(one)?.activity ?? []))),
  );
}

type Summaries = ReadonlyMap<SessionId, Summary>;

/** Several parts of a window show the same tree. */
const trees = new WeakMap<Summaries, Map<SessionId, Tree | undefined>>();

function treeIn(summaries: Summaries, anchor: SessionId): Tree | undefined {
  const known = trees.get(summaries) ?? new Map<SessionId, Tree | undefined>();
  trees.set(summaries, known);
  if (!known.has(anchor)) known.set(anchor, treeAround(anchor, summaries));
  return known.get(anchor);
}

const sameTree = (a: Tree, b: Tree): boolean =>
  a.order.length === b.order.length &&
  a.order.every(({ id, depth }, n) => id === b.order[n]?.id && depth === b.order[n]?.depth);

const asking = new WeakMap<HostClient, Map<SessionId, Promise<readonly Summary[]>>>();

/** Sessions that stand in no list are announced when they change; for all else they are asked for, once at a time. */
export function askTree(client: HostClient, anchor: SessionId): Promise<readonly Summary[]> {
  const under = asking.get(client) ?? new Map<SessionId, Promise<readonly Summary[]>>();
  asking.set(client, under);
  const known = under.get(anchor);
  if (known) return known;
  const answer = client.sessions
    .tree({ sessionId: anchor })
    .then((found) => {
      takeTree(anchor, found);
      return found;
    })
    .finally(() => under.delete(anchor));
  under.set(anchor, answer);
  return answer;
}

/** What stood in the tree before, and is not told now, is gone from it. */
function takeTree(anchor: SessionId, found: readonly Summary[]): void {
  const told = new Set(found.map(({ id }) => id));
  const before = treeIn(useSessions.getState().summaries, anchor)?.order ?? [];
  takeFound(
    found,
    before.map(({ id }) => id).filter((id) => !told.has(id)),
  );
}
