import { Marked, type Token, type TokenizerThis, type Tokens } from 'marked';
import { SessionId } from '../../protocol/ids.ts';
import type { MentionToken } from './mention-tokens.ts';

/** How agents write a session: as a person mentions it, or by the address that they were told. */
const REFERENCE = /^(?:@session:|skein:\/\/session\/)(se-\w{26})(?!\w)/;
const START = /@session:se-|skein:\/\/session\/se-/;

/** Markdown in which sessions are tokens of their own, and whatever else stands behind an `@` is as it was written. */
const marked = new Marked({
  extensions: [
    {
      name: 'mention',
      level: 'inline',
      start: (text) => {
        const at = text.search(START);
        return at < 0 ? undefined : at;
      },
      tokenizer: sessionAt,
    },
  ],
});

export const lexSessions = (text: string): readonly Token[] => marked.lexer(text);

function sessionAt(this: TokenizerThis, text: string, _: Token[] | Tokens.Generic[]): MentionToken | undefined {
  const [raw, written] = REFERENCE.exec(text) ?? [];
  const id = SessionId.safeParse(written);
  return raw !== undefined && id.success ? { type: 'mention', raw, of: { kind: 'session', id: id.data } } : undefined;
}
