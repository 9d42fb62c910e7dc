import type { SessionState } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { PAGE_CHARS_MAX, PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import type { SessionStore } from './ports.ts';

/** The words of the last prompt: in the window, or further back in the rows. */
export function lastPromptOf(state: SessionState, store: SessionStore): string | undefined {
  let { items, atStart } = state.window;
  for (;;) {
    const prompt = items.findLast((item) => item.kind === 'prompt');
    if (prompt?.kind === 'prompt') return wordsOf(prompt);
    const first = items[0];
    if (atStart || !first) return undefined;
    ({ items, atStart } = store.itemsBefore(state.head.id, first.order, PAGE_ITEMS_MAX, PAGE_CHARS_MAX));
  }
}

/** A prompt is never longer than what is kept inline. */
const wordsOf = (prompt: Extract<Item, { kind: 'prompt' }>) => prompt.text.head + prompt.text.tail;
