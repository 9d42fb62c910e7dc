import { isBusy } from '../../protocol/attention.ts';
import type { Summary } from '../../protocol/summary.ts';
import { useBusyBelow } from '../stores/busy-below.ts';
import { stop, stopTree } from '../stores/commands.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { words } from '../words/words.ts';

const NOBODY = [] as const;

/** How a session that is at work, and what is at work below it, can be stopped; nothing while there is no such thing. */
export function useStopEntries({ id, activity }: Pick<Summary, 'id' | 'activity'>): readonly MenuEntry[] {
  const below = useBusyBelow({ id, busyBelow: NOBODY });
  // One that waits for children may run itself or not: then all of it is what is meant.
  const runs = isBusy(activity) && activity.kind !== 'awaiting';
  const only = { name: below > 0 ? words().stopOnly : words().stop, run: () => void stop(id) };
  const tree = {
    name: runs ? words().stopTree(below) : words().stopBelow(below),
    run: () => void stopTree(id),
  };
  const entries = [...(runs ? [only] : []), ...(below > 0 ? [tree] : [])];
  return entries.length > 0 ? [...entries, 'line'] : entries;
}
