import { useEffect, useRef, useState } from 'react';
import type { Item } from '../../protocol/item.ts';
import { words } from '../words/words.ts';

/** What is read out of a long reply; the rest is in the transcript. */
const SPOKEN_CHARS_MAX = 400;

/** Reads out each reply once, when it is finished: a voice cannot follow single words. */
export function Announcer({ items, agent }: { readonly items: readonly Item[]; readonly agent: string }) {
  const said = useRef<string | undefined>(undefined);
  const [text, setText] = useState('');
  const last = items.findLast((item) => item.kind === 'reply' && item.endedAt !== null);
  useEffect(() => {
    const first = said.current === undefined;
    if (last?.kind !== 'reply' || said.current === last.id) {
      said.current ??= '';
      return;
    }
    said.current = last.id;
    if (!first) setText(`${words().said(agent)}: ${last.text.head.slice(0, SPOKEN_CHARS_MAX)}`);
  }, [last, agent]);
  return (
    <p className="unseen" aria-live="polite">
      {text}
    </p>
  );
}
