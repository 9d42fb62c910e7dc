import type { SessionId } from '../../protocol/ids.ts';
import { treeAround } from '../../protocol/tree.ts';
import { useSessions } from '../stores/sessions.ts';
import { select, useWindow } from '../stores/window.ts';
import { type Way, wayFrom } from './level.ts';

/** Where a way through the tree leads from the session that is shown; undefined where there is none. */
export function whereTo(way: Way): SessionId | undefined {
  const { selected } = useWindow.getState();
  const { summaries } = useSessions.getState();
  const tree = selected === null ? undefined : treeAround(selected, summaries);
  if (!tree || selected === null) return undefined;
  return wayFrom(tree, selected, way, (id) => (summaries.get(id)?.pinnedAt ?? null) !== null);
}

export function goWay(way: Way): void {
  const to = whereTo(way);
  if (to !== undefined) select(to);
}
