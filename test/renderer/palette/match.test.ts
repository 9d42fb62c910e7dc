import fc from 'fast-check';
import { expect, test } from 'vitest';
import { match } from '../../../renderer/palette/match.ts';
import { seed } from '../../support/arbitraries.ts';

/** The text with the letters that were found in brackets. */
const marked = (query: string, text: string) => {
  const found = match(query, text);
  if (!found) return null;
  return [...text].map((char, at) => (found.at.includes(at) ? `[${char}]` : char)).join('');
};

/** The texts that match, best first. */
const ranked = (query: string, ...texts: readonly string[]) =>
  texts
    .map((text) => ({ text, score: match(query, text)?.score ?? -1 }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

test('[S3.7] every letter is needed, in its order', () => {
  expect(marked('spl', 'Split')).toBe('[S][p][l]it');
  expect(match('pls', 'Split')).toBeNull();
  expect(match('splitt', 'Split')).toBeNull();
  expect(match('a', '')).toBeNull();
  expect(match('', 'Split')).toEqual({ score: 0, at: [] });
});

test('[S3.7] case, accents and spaces do not count, on either side', () => {
  expect(marked('CAFE', 'un café')).toBe('un [c][a][f][é]');
  expect(marked('café', 'Un Cafe')).toBe('Un [C][a][f][e]');
  expect(marked('newses', 'New session')).toBe('[N][e][w] [s][e][s]sion');
  expect(marked('new ses', 'new-session')).toBe('[n][e][w]-[s][e][s]sion');
  expect(marked('会话', '新建会话')).toBe('新建[会][话]');
});

test('[S3.7] letters are marked where they are, beyond wide and joined characters', () => {
  expect(match('b', '🧵 b')?.at).toEqual([3]);
  expect(match('eb', 'e\u0301b')?.at).toEqual([0, 2]);
  expect(match('ff', '\ufb00')).toBeNull();
});

test('[S3.7] the starts of words come before the middles of words', () => {
  expect(ranked('ts', 'outside', 'tax service')).toEqual(['tax service', 'outside']);
  expect(marked('is', 'this InvoiceService')).toBe('this [I]nvoice[S]ervice');
  expect(marked('s', 'is so')).toBe('is [s]o');
  expect(marked('b', 'ab_b')).toBe('ab_[b]');
});

test('[S3.7] letters together come before letters apart', () => {
  expect(ranked('tax', 'tea anxiety', 'a tax rule')).toEqual(['a tax rule', 'tea anxiety']);
  expect(marked('rule', 'recursive tax rules')).toBe('recursive tax [r][u][l][e]s');
  expect(ranked('te', 'tab edge', 'test')).toEqual(['test', 'tab edge']);
  expect(marked('te', 'the test E')).toBe('the [t][e]st E');
  expect(marked('aab', 'ab aab')).toBe('ab [a][a][b]');
});

test('[S3.7] what was typed in full comes before what only begins with it', () => {
  expect(ranked('new session', 'New session in app', 'New session')).toEqual(['New session', 'New session in app']);
});

test(`[S3.7] what was found is what was typed, and nothing that is there is missed (seed ${seed})`, () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', ' ', '-', 'c'), maxLength: 20 });
  fc.assert(
    fc.property(text, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (whole, taken) => {
      const query = [...whole].filter((_, at) => taken[at]).join('');
      const found = match(query, whole);
      const letters = found?.at.map((at) => whole[at]).join('');
      expect(letters?.toLowerCase()).toBe(query.replaceAll(' ', '').toLowerCase());
      expect(found?.at).toEqual([...new Set(found?.at)].sort((a, b) => a - b));
    }),
    { seed },
  );
});
