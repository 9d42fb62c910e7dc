import type { Window } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import type { Text } from '../../protocol/text.ts';
import { omittedChars } from '../../protocol/text.ts';

/** The order of the first item that belongs to a turn of this index. */
export const firstOrderOf = (turnIndex: number) => turnIndex * TURN_ITEMS_MAX;

/** Items before an order, as pages of the store. */
export type ItemsBefore = (order: number) => Window;

/**
 * What was said before `order` as plain text, for an agent that has to be told: at most the last `charsMax` characters,
 * and a line that says so where the beginning is left out.
 */
export function transcriptOf(itemsBefore: ItemsBefore, order: number, charsMax: number): string {
  const blocks: string[] = [];
  let chars = LEFT_OUT.length;
  for (const item of newestFirst(itemsBefore, order)) {
    const block = blockOf(item);
    if (block === undefined) continue;
    chars += block.length + GAP.length;
    if (chars > charsMax) {
      blocks.push(LEFT_OUT);
      break;
    }
    blocks.push(block);
  }
  return blocks.toReversed().join(GAP);
}

const GAP = '\n\n';
const LEFT_OUT = '[Earlier parts of the conversation are left out.]';

/** Pages are read only as far as the caller goes. */
function* newestFirst(itemsBefore: ItemsBefore, order: number): Iterable<Item> {
  let page = itemsBefore(order);
  for (;;) {
    yield* page.items.toReversed();
    const first = page.items[0];
    if (page.atStart || !first) return;
    page = itemsBefore(first.order);
  }
}

function blockOf(item: Item): string | undefined {
  switch (item.kind) {
    case 'prompt':
      return `User:\n${wordsOf(item.text)}`;
    case 'reply':
      return `Assistant:\n${wordsOf(item.text)}`;
    case 'tool':
      return `[Tool ${item.status}: ${item.title}]`;
    default:
      return undefined;
  }
}

function wordsOf(text: Text): string {
  const omitted = omittedChars(text);
  return omitted === 0 ? text.head + text.tail : `${text.head}\n[${omitted} characters left out]\n${text.tail}`;
}
