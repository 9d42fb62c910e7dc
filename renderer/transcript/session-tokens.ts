import { Marked, type Token, type TokenizerThis, type Tokens } from 'marked';
import { AgentId, SessionId } from '../../protocol/ids.ts';
import type { MentionToken } from './mention-tokens.ts';

/** How agents write a session: as a person mentions it, or by the address that they were told. */
const REFERENCE = /^(?:@session:|skein:\/\/session\/)(se-\w{26})(?!\w)/;
/** An agent by its handle; no address of mail, no package and no path. */
const HANDLE = /^@([a-z][a-z0-9-]{0,31})(?![\w/:@-]|\.\w)/;
const START = /@session:se-|skein:\/\/session\/se-|(?<=^|[\s([{])@[a-z]/u;
/** What a handle may stand behind. */
const BEFORE = /[\s([{]$/u;

/** Markdown in which sessions and agents are tokens of their own, and whatever else stands behind an `@` is as it was written. */
const marked = new Marked({
  extensions: [
    {
      name: 'mention',
      level: 'inline',
      start: (text) => {
        const at = text.search(START);
        return at < 0 ? undefined : at;
      },
      tokenizer: referenceAt,
    },
  ],
});

export const lexSessions = (text: string): readonly Token[] => marked.lexer(text);

function referenceAt(this: TokenizerThis, text: string, before: Token[] | Tokens.Generic[]): MentionToken | undefined {
  const [raw, written] = REFERENCE.exec(text) ?? [];
  const id = SessionId.safeParse(written);
  if (raw !== undefined && id.success) return { type: 'mention', raw, of: { kind: 'session', id: id.data } };
  const last = before.at(-1);
  if (last && last.type !== 'br' && !BEFORE.test(last.raw)) return undefined;
  const [handle, name] = HANDLE.exec(text) ?? [];
  const agent = AgentId.safeParse(name);
  return handle !== undefined && agent.success
    ? { type: 'mention', raw: handle, of: { kind: 'agent', id: agent.data } }
    : undefined;
}
