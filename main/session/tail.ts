import type { Window } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';

/** Characters that an item costs in a snapshot, to the accuracy that limits need. */
function charsOfItem(item: Item): number {
  const overhead = 256;
  if (item.kind === 'notice') return overhead;
  if (item.kind !== 'tool') return overhead + item.text.head.length + item.text.tail.length;
  const parts = item.parts.reduce((sum, part) => {
    if (part.type === 'diff') return sum + part.hunks.reduce((lines, hunk) => lines + hunk.lines.join('').length, 0);
    return sum + part.text.head.length + part.text.tail.length;
  }, 0);
  return overhead + item.input.length + parts;
}

/** The newest items: at most `max` and about `charsMax`, but at least one. */
export function tailOf(window: Window, max: number, charsMax: number): Window {
  const { items } = window;
  let chars = 0;
  let from = items.length;
  while (from > 0 && items.length - from < max) {
    chars += charsOfItem(items[from - 1] as Item);
    if (chars > charsMax && from < items.length) break;
    from -= 1;
  }
  return from === 0 ? window : { items: items.slice(from), atStart: false };
}
