import { HEAD_CHARS, TAIL_BLOCK_CHARS, TAIL_CHARS } from './limits.ts';

/**
 * A text that may grow without end, as every view holds it: its start, its end, and how long it is.
 * What lies between is in the store and is read with `sessions.blob`. `tail` is empty while all of it fits `head`.
 */
export type Text = { readonly head: string; readonly tail: string; readonly length: number };

export const EMPTY_TEXT: Text = { head: '', tail: '', length: 0 };

export const textOf = (whole: string): Text => appendText(EMPTY_TEXT, 0, whole);

/** All that stands in several lines, in one: what is shown in one line, or compared. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** How many characters lie between head and tail. */
export const omittedChars = (text: Text) => text.length - text.head.length - text.tail.length;

/**
 * Where the tail of a text of this length begins. A function of the length alone, so chunking cannot matter. Nothing
 * is left out before the text is longer than INLINE_CHARS_MAX.
 */
export function tailStart(length: number): number {
  const cut = Math.floor((length - TAIL_CHARS - 1) / TAIL_BLOCK_CHARS) * TAIL_BLOCK_CHARS;
  return Math.max(HEAD_CHARS, cut);
}

/**
 * Appends `chunk`, which begins at offset `at` of the whole text. What is already there is skipped, so a
 * repeated or merged append is harmless; a chunk that would leave a gap changes nothing.
 */
export function appendText(text: Text, at: number, chunk: string): Text {
  if (at > text.length) return text;
  const fresh = at === text.length ? chunk : chunk.slice(text.length - at);
  if (fresh === '') return text;

  const length = text.length + fresh.length;
  const room = HEAD_CHARS - text.head.length;
  if (fresh.length <= room) return { head: text.head + fresh, tail: '', length };

  const head = room > 0 ? text.head + fresh.slice(0, room) : text.head;
  const tail = room > 0 ? fresh.slice(room) : text.tail + fresh;
  const excess = tailStart(length) - (length - tail.length);
  return { head, tail: excess > 0 ? tail.slice(excess) : tail, length };
}
