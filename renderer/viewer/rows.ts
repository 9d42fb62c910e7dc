import { clean, endOfEscape } from '../transcript/escapes.ts';
import type { Region } from './region.ts';

/** A line that is longer is shown as several rows. They begin at multiples of it, whatever part of the line is held. */
export const ROW_CHARS = 512;
/** Escapes longer than this may be cut. */
const ESCAPE_CHARS_MAX = 64;

/**
 * Where the rows of a region begin, as offsets in the whole text: at its lines, and inside long ones. Where a row begins
 * depends on the few hundred characters before it alone, so rows keep their places when the region grows or is cut.
 */
export function rowsOf({ base, text }: Region): readonly number[] {
  const rows = [base];
  for (let line = 0; line < text.length; ) {
    const newline = text.indexOf('\n', line);
    const end = newline === -1 ? text.length : newline + 1;
    const first = Math.ceil((base + line + ROW_CHARS) / ROW_CHARS) * ROW_CHARS;
    for (let cut = first; cut < base + end; cut += ROW_CHARS) {
      const at = base + wholeFrom(text, cut - base);
      if (at < base + end) rows.push(at);
    }
    if (end < text.length) rows.push(base + end);
    line = end;
  }
  return rows;
}

/** Neither a pair of surrogates nor an escape is cut in two. */
function wholeFrom(text: string, at: number): number {
  const near = Math.max(0, at - ESCAPE_CHARS_MAX);
  const begun = text.slice(near, at).lastIndexOf('\u001b');
  const end = begun < 0 ? at : endOfEscape(text, near + begun);
  if (end > at) return end;
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at)) ? at + 1 : at;
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** The row that this offset is in, by its place in `rows`. */
export function rowAt(rows: readonly number[], offset: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((rows[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Rows `from` to `to` as they are shown, each on a line of its own. */
export function shownRows({ base, text }: Region, rows: readonly number[], from: number, to: number): string {
  const lines: string[] = [];
  for (let row = from; row < Math.min(to, rows.length); row += 1) {
    const start = (rows[row] as number) - base;
    const end = (rows[row + 1] ?? base + text.length) - base;
    lines.push(clean(text.slice(start, end).replace(/\n$/, '')));
  }
  return lines.join('\n');
}
