import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HEAD_CHARS, INLINE_CHARS_MAX } from '../../protocol/limits.ts';
import { appendText, EMPTY_TEXT, omittedChars, type Text, textOf } from '../../protocol/text.ts';
import { seed } from '../support/arbitraries.ts';

/** A text whose every stretch is different, so that a wrong cut shows. */
const numbered = (length: number) => {
  const blocks: string[] = [];
  for (let at = 0; at < length; at += 8) blocks.push(String(at).padStart(8, '.'));
  return blocks.join('').slice(0, length);
};

const appendAll = (chunks: readonly string[]): Text =>
  chunks.reduce((text, chunk) => appendText(text, text.length, chunk), EMPTY_TEXT);

test('[X2] what a view holds of a long text does not depend on how it arrived', () => {
  const lengths = fc.integer({ min: 0, max: 3 * INLINE_CHARS_MAX });
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(lengths, cuts, (length, shares) => {
      const whole = numbered(length);
      const marks = [0, ...shares.map((share) => Math.floor(share * length)).sort((a, b) => a - b), length];
      const chunks = marks.slice(1).map((mark, index) => whole.slice(marks[index], mark));
      expect(appendAll(chunks)).toEqual(textOf(whole));
    }),
    { seed, numRuns: 200 },
  );
});

test('[X2] head and tail are the true ends of the text, and never more than what may be inline', () => {
  for (const length of [0, 1, HEAD_CHARS, HEAD_CHARS + 1, INLINE_CHARS_MAX - 1, INLINE_CHARS_MAX, 1_000_003]) {
    const whole = numbered(length);
    const text = textOf(whole);
    expect(text.length).toBe(length);
    expect(whole.startsWith(text.head) && whole.endsWith(text.tail)).toBe(true);
    expect(text.head.length + text.tail.length).toBeLessThanOrEqual(INLINE_CHARS_MAX);
    expect(omittedChars(text)).toBe(length - text.head.length - text.tail.length);
  }
});

test('[B33] an append that comes twice, or overlaps, adds only what is new; one that leaves a gap adds nothing', () => {
  const text = textOf('Hello');
  expect(appendText(text, 0, 'Hello')).toBe(text);
  expect(appendText(text, 3, 'lo, you')).toEqual(textOf('Hello, you'));
  expect(appendText(text, 6, 'late')).toBe(text);
});
