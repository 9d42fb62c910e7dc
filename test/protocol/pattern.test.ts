import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PATTERN_TEXT_CHARS_MAX } from '../../protocol/limits.ts';
import { matches, parsePattern } from '../../protocol/pattern.ts';

function match(source: string, text: string): boolean {
  const pattern = parsePattern(source);
  if (!pattern) throw new Error(`${source} is not read`);
  return matches(pattern, text);
}

const PATTERNS = [
  ...['', 'a', '^a$', 'a|b', '^(a|b)*$', '^a?b+c*$', '^a{2}$', '^a{2,}$', '^a{0,2}b{1,3}$', '^(?:ab|a)b$', '(a*)*b'],
  ...['[a-c]', '[^a]', '^[\\]a-]+$', '\\d{2}', '\\w\\b', '\\Ba', '^\\s*$', '.', '^.b', '\\.', 'a+?b', '^$', '\\u0061'],
  ...['\\p{Lu}', '(a|)b', 'a||b', '^a|b$', '()', '[ab]{1,2}-?', '(?:a?){3}a{3}', '\\x61', '^(a+)+$'],
];

test('[S4.4] a pattern matches what the engine of JavaScript matches', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '-', ' ', '1', 'A', '.', ']', '\n', 'é', '😀'),
    maxLength: 8,
  });
  const run = fc.check(
    fc.property(fc.constantFrom(...PATTERNS), text, (source, given) => {
      expect(match(source, given), `${source} on ${JSON.stringify(given)}`).toBe(new RegExp(source, 'u').test(given));
    }),
    { numRuns: 3_000 },
  );
  expect(run.failed, fc.defaultReportMessage(run)).toBe(false);
});

test.each([
  '(?=a)a',
  '(?!a)',
  '(?<=a)b',
  '(a)\\1',
  '(?<n>a)\\k<n>',
  '(',
  '[',
  '*',
  'a{2',
  '(a{400}){400}',
  'a'.repeat(513),
])('[S4.4] what cannot be matched in one pass, or is none, is no pattern: %s', (source) => {
  expect(parsePattern(source)).toBeUndefined();
});

test('[S4.4] a pattern that would take an engine with backtracking for ever is matched in one pass', () => {
  expect(match('^(a+)+$', `${'a'.repeat(PATTERN_TEXT_CHARS_MAX - 1)}b`)).toBe(false);
});
