import { useMemo } from 'react';
import { findMentions } from '../../protocol/mentions.ts';
import { words } from '../words/words.ts';
import { SessionMention } from './mention-view.tsx';

/** More than fit into two lines say no more. */
const CHIPS_MAX = 8;

/** The sessions that a text mentions, by what they are called: in the text itself stand only their ids. */
export function MentionChips({ text }: { readonly text: string }) {
  const ids = useMemo(() => {
    const sessions = findMentions(text).flatMap(({ of }) => (of.kind === 'session' ? [of.id] : []));
    return [...new Set(sessions)].slice(0, CHIPS_MAX);
  }, [text]);
  if (ids.length === 0) return null;
  return (
    <ul className="mention-chips" aria-label={words().mentionedSessions}>
      {ids.map((id) => (
        <li key={id}>
          <SessionMention id={id} />
        </li>
      ))}
    </ul>
  );
}
