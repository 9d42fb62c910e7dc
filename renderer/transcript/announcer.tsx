import { useEffect, useRef, useState } from 'react';
import type { SessionState } from '../../protocol/head.ts';
import { nameNow } from '../children/names.ts';
import { hear, type Told } from './spoken.ts';

/** Lines are counted, so that the same words are said again when they are meant again. */
type Line = { readonly count: number; readonly text: string };

const SILENCE: readonly Line[] = [];

/** Tells a person who does not see the screen what has ended, once it has: a voice cannot follow single words. */
export function Announcer({ state, agent }: { readonly state: SessionState; readonly agent: string }) {
  const told = useRef<Told | null>(null);
  const [said, setSaid] = useState(SILENCE);
  useEffect(() => {
    const heard = hear(told.current, state, agent, nameNow);
    told.current = heard.told;
    if (heard.lines.length > 0) setSaid((last) => counted(heard.lines, last.at(-1)?.count ?? 0));
  }, [state, agent]);
  return (
    <div className="unseen" aria-live="polite">
      {said.map(({ count, text }) => (
        <p key={count}>{text}</p>
      ))}
    </div>
  );
}

const counted = (lines: readonly string[], before: number): readonly Line[] =>
  lines.map((text, place) => ({ count: before + place + 1, text }));
