import type { Item } from '../../protocol/item.ts';
import { TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import type { Text } from '../../protocol/text.ts';
import { omittedChars } from '../../protocol/text.ts';

/** The order of the first item that belongs to a turn of this index. */
export const firstOrderOf = (turnIndex: number) => turnIndex * TURN_ITEMS_MAX;

/** Items as plain text, for an agent that has to be told what was said; at most the last `charsMax` characters. */
export function transcriptOf(items: readonly Item[], charsMax: number): string {
  const blocks: string[] = [];
  let chars = 0;
  for (const item of items.toReversed()) {
    const block = blockOf(item);
    if (block === undefined) continue;
    chars += block.length + 2;
    if (chars > charsMax) {
      blocks.push('[Earlier parts of the conversation are left out.]');
      break;
    }
    blocks.push(block);
  }
  return blocks.toReversed().join('\n\n');
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
