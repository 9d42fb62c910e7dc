import type { Token } from 'marked';
import { expect, test } from 'vitest';
import { NO_BLOCKS, splitBlocks } from '../../../renderer/transcript/blocks.ts';
import { lexMentions } from '../../../renderer/transcript/mention-tokens.ts';

/** All mentions of a prompt, as they are drawn. */
function mentioned(text: string): readonly string[] {
  const found: string[] = [];
  const look = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (token.type === 'mention') found.push(token.raw);
      if ('tokens' in token && token.tokens) look(token.tokens);
      if (token.type === 'list') look(token['items'] as readonly Token[]);
    }
  };
  for (const block of splitBlocks(text, NO_BLOCKS, lexMentions).blocks) look(block.tokens);
  return found;
}

test('[S4.4] mentions of a prompt are found in its Markdown, whole, whatever marks their names hold', () => {
  expect(mentioned('See @src/__init__.py, **@a_b_c.ts** and\n- @"my *file*.md"')).toEqual([
    '@src/__init__.py',
    '@a_b_c.ts',
    '@"my *file*.md"',
  ]);
  expect(mentioned('line\n@next')).toEqual(['@next']);
});

test('[S4.4] code, addresses and words with a sign inside are none', () => {
  expect(mentioned('`@code.ts` [x](@target) me@example.com a@b\n```\n@fenced\n```\n')).toEqual([]);
  expect(mentioned('@')).toEqual([]);
});

test('[S4.4] a text full of signs is read in little time', () => {
  const text = 'a @'.repeat(10_000);
  const start = performance.now();
  mentioned(text);
  expect(performance.now() - start).toBeLessThan(2_000);
});
