import { isBusy } from '../../protocol/attention.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { below, type Tree, treeAround } from '../../protocol/tree.ts';
import { useSessions } from './sessions.ts';
import { useTree } from './tree.ts';

type Summaries = ReadonlyMap<SessionId, Summary>;
type Parent = Pick<Head, 'id' | 'busyBelow'>;

/** How many sessions below one are at work, at any depth, live. */
export function useBusyBelow(parent: Parent): number {
  const tree = useTree(parent.id);
  return useSessions(({ summaries }) => countIn(tree, parent, summaries));
}

/** The same at this moment. */
export function busyBelowNow(parent: Parent): number {
  const { summaries } = useSessions.getState();
  return countIn(treeAround(parent.id, summaries), parent, summaries);
}

/** Until the tree has been told the session itself knows of some of them. */
function countIn(tree: Tree | undefined, { id, busyBelow }: Parent, summaries: Summaries): number {
  const known = tree ? below(tree, id).filter((one) => isAtWork(summaries.get(one))) : [];
  return known.length + busyBelow.filter((child) => !summaries.has(child)).length;
}

const isAtWork = (summary: Summary | undefined): boolean => summary !== undefined && isBusy(summary.activity);
