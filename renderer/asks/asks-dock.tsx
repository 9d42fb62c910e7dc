import { useEffect, useMemo, useRef, useState } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { QuestionDock } from '../session/question-dock.tsx';
import { useAttention } from '../stores/sessions.ts';
import { words } from '../words/words.ts';
import { AskBelow } from './ask-below.tsx';
import { AsksList } from './asks-list.tsx';
import { type Waiting, waitingIn } from './waiting.ts';
import { wayName } from './way.tsx';
import './asks.css';

type Props = { readonly head: Head; readonly items: readonly Item[]; readonly agent: string };

/**
 * What waits for a person in a session and in all below it. One card is shown, that of the oldest until another is chosen,
 * and keys answer what it shows; it never takes the focus. The list is nearer to the composer: it stays where it is when a
 * card of another height is chosen.
 */
export function AsksDock({ head, items, agent }: Props) {
  const attention = useAttention();
  const waiting = useMemo(() => waitingIn(head, attention), [head, attention]);
  // Of this very question: once it is answered, what has waited longest comes first again.
  const [chosen, choose] = useState<Waiting | null>(null);
  const front = waiting.find((one) => isSame(one, chosen)) ?? waiting[0];
  const own = front === undefined || front.session === head.id;
  return (
    <>
      <Announced waiting={waiting} />
      <QuestionDock head={head} items={items} agent={agent} shown={own} />
      {front && !own && <AskBelow key={front.session} waiting={front} />}
      {front && waiting.length > 1 && <AsksList waiting={waiting} front={front.session} onChoose={choose} />}
    </>
  );
}

const isSame = (one: Waiting, other: Waiting | null): boolean =>
  one.session === other?.session && one.asks.since === other.asks.since;

/** What asks below is said once, when it comes; what the session itself asks is said with its transcript. */
function Announced({ waiting }: { readonly waiting: readonly Waiting[] }) {
  const [said, say] = useState('');
  const newest = useRef(0);
  const last = waiting.findLast(({ way }) => way.length > 0);
  const { since, line } = {
    since: last?.asks.since ?? 0,
    line: last ? `${wayName(last.way)}: ${words().needsAnswer}: ${last.asks.what}` : '',
  };
  useEffect(() => {
    if (since <= newest.current) return;
    newest.current = since;
    say(line);
  }, [since, line]);
  return (
    <p role="status" className="unseen">
      {said}
    </p>
  );
}
