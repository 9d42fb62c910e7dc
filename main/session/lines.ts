import type { SessionEvent } from '../../protocol/event.ts';
import type { Lines } from '../../protocol/head.ts';
import type { ItemId } from '../../protocol/ids.ts';
import type { ToolItem } from '../../protocol/item.ts';
import { reduceItem } from '../../protocol/reduce.ts';

/**
 * The event that goes with those in which tools change files: how many lines all of the session's tools have changed
 * by then, `before` being what they had. Only what was done counts: what an agent asked for and did not get, or failed
 * to do, does not. `toolOf` reads a tool as it was before these events.
 */
export function linesChanged(
  events: readonly SessionEvent[],
  before: Lines,
  toolOf: (id: ItemId) => ToolItem | undefined,
): readonly SessionEvent[] {
  const tools = new Map<ItemId, ToolItem>();
  let { added, removed } = before;
  for (const event of events) {
    if (event.type === 'item-added' && event.item.kind === 'tool') tools.set(event.item.id, event.item);
    if (event.type !== 'tool-updated' || !mayChange(event)) continue;
    const tool = tools.get(event.item) ?? toolOf(event.item);
    const next = tool && reduceItem(tool, event);
    if (!tool || next?.kind !== 'tool') continue;
    tools.set(event.item, next);
    const [then, now] = [linesOf(tool), linesOf(next)];
    added += now.added - then.added;
    removed += now.removed - then.removed;
  }
  return added === before.added && removed === before.removed ? [] : [{ type: 'lines-set', lines: { added, removed } }];
}

const mayChange = ({ patch }: Extract<SessionEvent, { type: 'tool-updated' }>): boolean =>
  patch.parts !== undefined || patch.status !== undefined;

function linesOf({ status, parts }: ToolItem): Lines {
  const diffs = status === 'done' ? parts.filter((part) => part.type === 'diff') : [];
  const sum = (count: 'added' | 'removed') => diffs.reduce((all, diff) => all + diff[count], 0);
  return { added: sum('added'), removed: sum('removed') };
}
