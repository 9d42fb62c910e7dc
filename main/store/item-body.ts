import type { Item } from '../../protocol/item.ts';
import { EMPTY_TEXT, omittedChars, type Text } from '../../protocol/text.ts';

/** The key under which the only text of a prompt, reply or thought is kept. */
const ONLY_TEXT = '';

/** Short texts kept whole beside the item, by key. */
export type InlineTexts = ReadonlyMap<string, string>;

export const storedKey = (key: string | null) => key ?? ONLY_TEXT;

/** Which texts an item has, whether there are words in them or not. */
export function keysOf(item: Item): readonly string[] {
  if (item.kind === 'notice') return [];
  if (item.kind !== 'tool') return [ONLY_TEXT];
  return item.parts.flatMap((part) => (part.type === 'diff' ? [] : [part.key]));
}

/** The item with the texts that `textOf` answers for its keys. */
export function withTexts(item: Item, textOf: (key: string) => Text): Item {
  if (item.kind === 'notice') return item;
  if (item.kind !== 'tool') return { ...item, text: textOf(ONLY_TEXT) };
  const parts = item.parts.map((part) => (part.type === 'diff' ? part : { ...part, text: textOf(part.key) }));
  return { ...item, parts };
}

export const bodyOf = (item: Item) => JSON.stringify(withTexts(item, () => EMPTY_TEXT));
export const parseBody = (body: string) => JSON.parse(body) as Item;

/** A prompt comes whole. Throws when it does not: the middle would be lost. */
export function wordsOfPrompt(text: Text): InlineTexts {
  if (omittedChars(text) !== 0) throw new Error(`A prompt of ${text.length} characters did not come whole`);
  return new Map([[ONLY_TEXT, text.head + text.tail]]);
}

/** JSON, because it has a form for half a surrogate pair where UTF-8 has none. */
export const inlineOf = (texts: InlineTexts) => (texts.size === 0 ? null : JSON.stringify([...texts]));
export const parseInline = (inline: string | null): InlineTexts =>
  new Map(inline === null ? [] : (JSON.parse(inline) as [string, string][]));

/** May more words come? Then its texts stay in rows, where appending costs little. */
export const isOpen = (item: Item) => item.kind !== 'prompt' && item.kind !== 'notice' && item.endedAt === null;
