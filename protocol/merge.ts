import type { ItemEvent, SessionEvent } from './event.ts';
import { isItemEvent } from './reduce.ts';

/**
 * The same meaning in fewer events: what happened to one item is joined, however its events are interleaved with
 * those of others. Sound because events on different items commute, and events on items never touch the head's turn.
 */
export function mergeEvents(events: readonly SessionEvent[]): readonly SessionEvent[] {
  const merged: SessionEvent[] = [];
  const lastOf = new Map<string, number>();
  for (const event of events) {
    if (!isItemEvent(event) || event.type === 'item-added') {
      if (event.type === 'path-changed') lastOf.clear(); // it brings items as they were then: what came later comes later
      merged.push(event);
      continue;
    }
    const place = lastOf.get(event.item);
    const joined = place === undefined ? undefined : join(merged[place] as ItemEvent, event);
    if (place !== undefined && joined) {
      merged[place] = joined;
    } else {
      lastOf.set(event.item, merged.length);
      merged.push(event);
    }
  }
  return merged;
}

function join(before: ItemEvent, after: ItemEvent): ItemEvent | undefined {
  if (before.type === 'text-appended' && after.type === 'text-appended') {
    const adjoining = before.key === after.key && before.at + before.text.length === after.at;
    return adjoining ? { ...before, text: before.text + after.text } : undefined;
  }
  if (before.type === 'tool-updated' && after.type === 'tool-updated') {
    return { ...before, patch: { ...before.patch, ...after.patch } };
  }
  return undefined;
}

/** Characters that an event costs on the wire, to the accuracy that limits need. */
export function charsOf(event: SessionEvent): number {
  if (event.type === 'text-appended') return event.text.length + 96;
  return JSON.stringify(event).length;
}
