import type { ItemEvent, SessionEvent } from '../../protocol/event.ts';
import type { Window } from '../../protocol/head.ts';
import type { ItemId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { isItemEvent, reduceItem } from '../../protocol/reduce.ts';
import type { ItemWrite } from './ports.ts';

/**
 * The rows that these events change. New items and appended words in the order they came, then the items that changed
 * otherwise, as they now are: one that ended is written after its last word. `stored` reads an item as it was before
 * these events, for items that have left the window.
 */
export function writesOf(
  events: readonly SessionEvent[],
  after: Window,
  stored: (id: ItemId) => Item | undefined,
): readonly ItemWrite[] {
  const writes: ItemWrite[] = [];
  const changed = new Set<ItemId>();
  for (const event of events) {
    if (!isItemEvent(event)) continue;
    if (event.type === 'item-added') {
      writes.push({ type: 'put', item: event.item });
    } else if (event.type === 'text-appended') {
      writes.push({ type: 'append', item: event.item, key: event.key, at: event.at, text: event.text });
    } else {
      changed.add(event.item);
    }
  }
  for (const id of changed) {
    const item = after.items.findLast((known) => known.id === id) ?? reduceStored(stored(id), eventsOf(events, id));
    if (item) writes.push({ type: 'put', item });
  }
  return writes;
}

function eventsOf(events: readonly SessionEvent[], id: ItemId): readonly ItemEvent[] {
  return events.filter(isItemEvent).filter((event) => event.type !== 'item-added' && event.item === id);
}

function reduceStored(item: Item | undefined, events: readonly ItemEvent[]): Item | undefined {
  return item && events.reduce(reduceItem, item);
}
