import { besideWords, type Prompted } from '../../protocol/attachment.ts';
import type { SessionState } from '../../protocol/head.ts';
import type { PromptItem } from '../../protocol/item.ts';
import { PAGE_CHARS_MAX, PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import type { SessionStore } from './ports.ts';

/** The last prompt: in the window, or further back in the rows. */
export function lastPromptOf(state: SessionState, store: SessionStore): Prompted | undefined {
  let { items, atStart } = state.window;
  for (;;) {
    const prompt = items.findLast((item) => item.kind === 'prompt');
    if (prompt?.kind === 'prompt') return promptedBy(prompt);
    const first = items[0];
    if (atStart || !first) return undefined;
    ({ items, atStart } = store.itemsBefore(state.head.id, first.order, PAGE_ITEMS_MAX, PAGE_CHARS_MAX));
  }
}

/** What an item asks. A prompt is never longer than what is kept inline. */
export const promptedBy = (item: PromptItem): Prompted => ({
  text: item.text.head + item.text.tail,
  ...besideWords(item),
});
