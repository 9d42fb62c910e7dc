import { Marked, type Token, type TokenizerThis, type Tokens } from 'marked';
import type { AgentId } from '../../protocol/ids.ts';
import { type MentionTarget, mentionFirst } from '../../protocol/mentions.ts';

/** In what agents write their handles are names as well. */
export type Mentioned = MentionTarget | { readonly kind: 'agent'; readonly id: AgentId };
export type MentionToken = { readonly type: 'mention'; readonly raw: string; readonly of: Mentioned };

/** Longer than any path; looking further would cost the square of a text full of signs. */
const MENTION_CHARS_MAX = 4_200;
const START = /(?<=^|[\s([{])@[^\s@]/u;
const BEFORE = /[\s([{]$/u;

/** Markdown in which mentions are tokens of their own, wherever they are not code or part of a link's address. */
const marked = new Marked({
  extensions: [
    {
      name: 'mention',
      level: 'inline',
      start: (text) => {
        const at = text.search(START);
        return at < 0 ? undefined : at;
      },
      tokenizer: mentionAt,
    },
  ],
});

export const lexMentions = (text: string): readonly Token[] => marked.lexer(text);

function mentionAt(this: TokenizerThis, text: string, before: Token[] | Tokens.Generic[]): MentionToken | undefined {
  if (!text.startsWith('@')) return undefined;
  const last = before.at(-1);
  if (last && last.type !== 'br' && !BEFORE.test(last.raw)) return undefined;
  const first = mentionFirst(text.slice(0, MENTION_CHARS_MAX));
  return first && { type: 'mention', raw: text.slice(0, first.to), of: first.of };
}
