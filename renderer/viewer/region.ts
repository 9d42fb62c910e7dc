import { BLOB_CHARS_MAX } from '../../protocol/limits.ts';
import type { Text } from '../../protocol/text.ts';

/** A part of a text without a gap, from the character `base` on. Characters are UTF-16 units, as everywhere. */
export type Region = { readonly base: number; readonly text: string };

/** What is read at once. */
export type Stretch = { readonly from: number; readonly limit: number };

/** Characters that are held: thousands of lines above and below what is in view, however long the text is. */
export const REGION_CHARS_MAX = 4 * BLOB_CHARS_MAX;

export const endOf = (region: Region): number => region.base + region.text.length;

export const contains = (region: Region, offset: number): boolean =>
  offset >= region.base && offset < Math.max(endOf(region), region.base + 1);

/** Stretches begin at multiples of their size, so that what is read twice is read alike. */
export function stretchAt(offset: number): Stretch {
  return { from: Math.floor(offset / BLOB_CHARS_MAX) * BLOB_CHARS_MAX, limit: BLOB_CHARS_MAX };
}

/** Null at the start of the text. */
export function stretchBefore(region: Region): Stretch | null {
  if (region.base === 0) return null;
  const { from } = stretchAt(region.base - 1);
  return { from, limit: region.base - from };
}

/** Null at the end of the text, which has `length` characters so far. */
export function stretchBehind(region: Region, length: number): Stretch | null {
  const from = endOf(region);
  if (from >= length) return null;
  return { from, limit: stretchAt(from).from + BLOB_CHARS_MAX - from };
}

/** Joins what was read to the region, which lets go of its other end when it grows too long; what is apart replaces it. */
export function joinStretch(region: Region, from: number, text: string): Region {
  if (from === endOf(region)) return cutStart({ base: region.base, text: region.text + text });
  if (from + text.length !== region.base) return { base: from, text };
  return { base: from, text: (text + region.text).slice(0, REGION_CHARS_MAX) };
}

/** What a growing text's own end, which every view has, adds to the region; the same region when they lie apart. */
export function joinTail(region: Region, text: Text): Region {
  const known = text.tail === '' ? text.head : text.tail;
  const from = text.length - known.length;
  const end = endOf(region);
  if (end < from || end >= text.length) return region;
  return joinStretch(region, end, known.slice(end - from));
}

function cutStart(region: Region): Region {
  if (region.text.length <= REGION_CHARS_MAX) return region;
  const base = Math.ceil((endOf(region) - REGION_CHARS_MAX) / BLOB_CHARS_MAX) * BLOB_CHARS_MAX;
  return { base, text: region.text.slice(base - region.base) };
}
