import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOB_CHARS_MAX } from '../../../protocol/limits.ts';
import { textOf } from '../../../protocol/text.ts';
import {
  endOf,
  joinStretch,
  joinTail,
  REGION_CHARS_MAX,
  type Region,
  type Stretch,
  stretchAt,
  stretchBefore,
  stretchBehind,
} from '../../../renderer/viewer/region.ts';
import { rowAt, rowsOf, shownRows } from '../../../renderer/viewer/rows.ts';
import { seed } from '../../support/arbitraries.ts';

/** Two megabytes of lines of many lengths, wide characters and colours: stretches cut all of them somewhere. */
const LONG = Array.from({ length: 9_000 }, (_, n) => {
  const colour = `\u001b[3${n % 8}m`;
  return `${n} ${colour}${'🧵x中'.repeat((n * 7919) % 113)}\u001b[0m\n`;
})
  .join('')
  .concat('🧵'.repeat(5_000), '\nxx', '🧵'.repeat(5_000), '\n', '\u001b[31mred'.repeat(900), '\nthe end');

const read = ({ from, limit }: Stretch) => LONG.slice(from, from + limit);
const join = (region: Region, stretch: Stretch | null) =>
  stretch ? joinStretch(region, stretch.from, read(stretch)) : region;

const isWhole = (region: Region) => LONG.startsWith(region.text, region.base);

test('[S3.8] however one pages and jumps, what is held is a part of the text without a gap, and bounded', () => {
  const move = fc.oneof(fc.constantFrom('before', 'behind'), fc.nat(LONG.length - 1));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      let region: Region = { base: 0, text: LONG.slice(0, 64 * 1024) };
      for (const one of moves) {
        if (one === 'before') region = join(region, stretchBefore(region));
        else if (one === 'behind') region = join(region, stretchBehind(region, LONG.length));
        else region = join({ base: -1, text: '' }, stretchAt(Number(one)));
        expect(isWhole(region)).toBe(true);
        expect(region.text.length).toBeLessThanOrEqual(REGION_CHARS_MAX);
        expect(region.text.length).toBeGreaterThan(0);
      }
    }),
    { seed, numRuns: 200 },
  );
});

test('[S3.8] paging on to the end and back shows every row, whole and once, wherever stretches cut', () => {
  const wholeRows = shownRows({ base: 0, text: LONG }, rowsOf({ base: 0, text: LONG }), 0, Number.POSITIVE_INFINITY);
  const starts = rowsOf({ base: 0, text: LONG });
  let region: Region = { base: 0, text: LONG.slice(0, 64 * 1024) };
  const seen = new Map<number, string>();
  const note = () => {
    const rows = rowsOf(region);
    // The rows at both edges may be cut there; only what lies between is shown for good.
    for (let row = region.base === 0 ? 0 : 2; row < rows.length - (endOf(region) === LONG.length ? 0 : 2); row += 1) {
      const shown = shownRows(region, rows, row, row + 1);
      const offset = rows[row] as number;
      if (seen.has(offset) && seen.get(offset) !== shown) expect(shown).toBe(seen.get(offset));
      seen.set(offset, shown);
    }
  };
  for (note(); stretchBehind(region, LONG.length); note()) region = join(region, stretchBehind(region, LONG.length));
  for (; stretchBefore(region); note()) region = join(region, stretchBefore(region));
  expect([...seen.keys()].sort((a, b) => a - b)).toEqual(starts);
  expect([...seen].sort(([a], [b]) => a - b).map(([, row]) => row)).toEqual(wholeRows.split('\n'));
});

test('[S3.8] no row has an escape, half a character or more than two rows of characters', () => {
  const region = { base: 0, text: LONG };
  const rows = rowsOf(region);
  for (let row = 0; row < rows.length; row += 1) {
    const shown = shownRows(region, rows, row, row + 1);
    for (const foreign of ['\u001b', '[3', '[0m', '\ufffd', '\n']) expect(shown).not.toContain(foreign);
    expect(shown.length).toBeLessThan(1024);
  }
});

test('[S3.8] a line longer than a stretch is shown as rows that keep their places', () => {
  const line = 'abcdefgh'.repeat(100_000);
  const part = { base: BLOB_CHARS_MAX, text: line.slice(BLOB_CHARS_MAX, 2 * BLOB_CHARS_MAX) };
  const whole = rowsOf({ base: 0, text: line });
  expect(rowsOf(part)).toEqual(whole.filter((at) => at >= part.base && at < 2 * BLOB_CHARS_MAX));
});

test('[S3.8] the row of an offset is the last one that begins before or at it', () => {
  const rows = [10, 20, 30];
  expect([0, 10, 19, 20, 35].map((offset) => rowAt(rows, offset))).toEqual([0, 0, 0, 1, 2]);
});

test('[S3.8] what a text grows by is taken from the end that the view has, when that reaches so far', () => {
  const text = textOf(LONG.slice(0, 400_000));
  const tailFrom = text.length - text.tail.length;
  const near = { base: 0, text: LONG.slice(0, tailFrom + 5) };
  expect(joinTail(near, text)).toEqual({ base: 0, text: LONG.slice(0, 400_000) });
  const apart = { base: 0, text: LONG.slice(0, tailFrom - 1) };
  expect(joinTail(apart, text)).toBe(apart);
  const ended = { base: 0, text: LONG.slice(0, 400_000) };
  expect(joinTail(ended, text)).toBe(ended);
});
