import fc from 'fast-check';
import type { Token } from 'marked';
import { expect, test } from 'vitest';
import { type Blocks, mended, NO_BLOCKS, splitBlocks } from '../../../renderer/transcript/blocks.ts';
import { seed } from '../../support/arbitraries.ts';

const line = fc
  .array(
    fc.constantFrom(
      'word',
      '**bold**',
      '`code`',
      '*em',
      'a_b',
      '[link](http://x)',
      '1.',
      '-',
      '<b>',
      '|',
      '中文',
      '🧵',
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(' '));
const lines = fc.array(line, { minLength: 1, maxLength: 4 });
const end = fc.constantFrom('\n', '\n\n', '\n\n\n');

/** Pieces of Markdown as agents write them, whole and half. */
const piece = fc
  .oneof(
    lines.map((all) => all.join('\n')),
    fc.tuple(fc.constantFrom('#', '##', '####'), line).map((parts) => parts.join(' ')),
    fc
      .tuple(fc.constantFrom('- ', '* ', '1. ', '- [ ] '), lines)
      .map(([mark, all]) => all.map((one) => mark + one).join('\n')),
    fc.tuple(line, lines).map(([first, all]) => [`- ${first}`, ...all.map((one) => `  - ${one}`)].join('\n')),
    fc.tuple(line, lines).map(([first, all]) => [`1. ${first}`, '', ...all.map((one) => `   ${one}`)].join('\n')),
    fc.tuple(fc.constantFrom('```', '```ts', '~~~', '````'), lines).map(([fence, all]) => [fence, ...all].join('\n')),
    fc
      .tuple(fc.constantFrom('```', '```ts', '~~~'), lines)
      .map(([fence, all]) => [fence, ...all, '', ...all, fence.slice(0, 3)].join('\n')),
    lines.map((all) => ['| a | b |', '| --- | :-: |', ...all.map((one) => `| ${one} | x |`)].join('\n')),
    lines.map((all) => all.map((one) => `> ${one}`).join('\n')),
    lines.map((all) => ['<details>', ...all, '</details>'].join('\n')),
    lines.map((all) => ['<!--', ...all, '-->'].join('\n')),
    lines.map((all) => all.map((one) => `    ${one}`).join('\n')),
    fc.constantFrom('---', '===', '***', '[x]: http://example.com', '', ' ', '\t'),
  )
  .chain((text) => end.map((after) => text + after));

const markdown = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));

/** The text as it arrives, cut at these places. */
function grow(text: string, cuts: readonly number[]): Blocks {
  const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...ends, text.length].reduce((blocks, to) => splitBlocks(text.slice(0, to), blocks), NO_BLOCKS);
}

const brief = ({ blocks }: Blocks) => blocks.map(({ start, raw, tokens }) => ({ start, raw, type: tokens[0]?.type }));

test(`[S2.6] a text that arrives in pieces has the same blocks in the end as one that arrives whole (seed ${seed})`, () => {
  fc.assert(
    fc.property(markdown, fc.array(fc.nat(), { maxLength: 20 }), (text, cuts) => {
      expect(brief(grow(text, cuts))).toEqual(brief(splitBlocks(text, NO_BLOCKS)));
    }),
    { seed, numRuns: 2_000 },
  );
});

test(`[S2.6] blocks are the text, piece by piece and in order (seed ${seed})`, () => {
  fc.assert(
    fc.property(markdown, fc.array(fc.nat(), { maxLength: 5 }), (text, cuts) => {
      const { blocks } = grow(text, cuts);
      expect(blocks.map(({ raw }) => raw).join('')).toBe(text);
      expect(blocks.map(({ start, raw }) => text.slice(start, start + raw.length))).toEqual(
        blocks.map(({ raw }) => raw),
      );
    }),
    { seed, numRuns: 1_000 },
  );
});

test('[S2.6] finished blocks stay the very same while a reply grows, and only its end is read again', () => {
  const paragraphs = Array.from({ length: 50 }, (_, n) => `Paragraph ${n} of **some** words.\n\n`);
  let blocks = NO_BLOCKS;
  let text = '';
  let renewed = 0;
  for (const word of paragraphs.join('').match(/\S+\s*/g) ?? []) {
    text += word;
    const before = blocks;
    blocks = splitBlocks(text, before);
    renewed = Math.max(renewed, blocks.blocks.filter((block) => !before.blocks.includes(block)).length);
  }
  expect(blocks.blocks.map(({ raw }) => raw)).toEqual(paragraphs);
  expect(renewed).toBeLessThanOrEqual(2);
  expect(splitBlocks(text, blocks)).toBe(blocks);
});

test('[S2.6] a text that is another one than before is split anew', () => {
  const before = splitBlocks('# One\n\nTwo\n\n', NO_BLOCKS);
  expect(brief(splitBlocks('Three\n\nTwo\n\n', before))).toEqual([
    { start: 0, raw: 'Three\n\n', type: 'paragraph' },
    { start: 7, raw: 'Two\n\n', type: 'paragraph' },
  ]);
});

const typesOf = (tokens: readonly Token[] | undefined): readonly string[] =>
  (tokens ?? []).flatMap((token) => [token.type, ...('tokens' in token ? typesOf(token.tokens) : [])]);

test('[S2.6] what is half-written in a growing block is shown as if it were whole, and code as it is', () => {
  const last = (text: string) => {
    const block = splitBlocks(text, NO_BLOCKS).blocks.at(-1);
    if (!block) throw new Error('There is no block');
    return block;
  };
  expect(typesOf(mended(last('This is **bol')))).toEqual(['paragraph', 'text', 'strong', 'text']);
  expect(typesOf(last('This is **bol').tokens)).not.toContain('strong');
  const code = last('```ts\nconst half = `un');
  expect(mended(code)).toBe(code.tokens);
  const long = last(`**${'x'.repeat(10_000)}`);
  expect(mended(long)).toBe(long.tokens);
});
