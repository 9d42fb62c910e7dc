import type { Token } from 'marked';
import { expect, test } from 'vitest';
import { lexSessions } from '../../../renderer/transcript/session-tokens.ts';

function handlesIn(text: string): readonly string[] {
  const found: string[] = [];
  const look = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (token.type === 'mention' && token['of'].kind === 'agent') found.push(token['of'].id);
      if ('tokens' in token && token.tokens) look(token.tokens);
    }
  };
  look(lexSessions(text));
  return found;
}

test('[W64] [S5.10] a handle in a reply is an agent, and no address, package, path or code is taken for one', () => {
  expect(handlesIn('@claude asked (@codex), then **@local-llama**. Thanks, @gemini!')).toEqual([
    'claude',
    'codex',
    'local-llama',
    'gemini',
  ]);
  const others = ['me@example', '@scope/package', '@types.d.ts', '`@claude`', '@Claude', '@session:se-1', 'a@claude'];
  for (const text of others) expect(handlesIn(`See ${text} there`)).toEqual([]);
});
