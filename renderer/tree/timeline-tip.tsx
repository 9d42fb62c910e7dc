import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useSummary } from '../stores/tree.ts';
import { words } from '../words/words.ts';
import { barWords } from './bar-words.ts';
import type { Bar } from './timeline-bars.ts';
import { barIdOf } from './timeline-row.tsx';

/** Between the tip and its bar, and the edge of the frame. */
const GAP_PX = 6;

type Props = { readonly bar: Bar; readonly index: number; readonly frame: RefObject<HTMLElement | null> };

/** What a bar says of itself, beside it. */
export function TimelineTip({ bar, index, frame }: Props) {
  const tip = useRef<HTMLDivElement>(null);
  const { session } = bar.turn;
  const title = useSummary(session)?.title || words().untitled;
  useLayoutEffect(() => {
    const element = tip.current;
    const place = document.getElementById(barIdOf(session, index))?.getBoundingClientRect();
    const around = frame.current?.getBoundingClientRect();
    if (!element || !place || !around) return;
    const below = place.bottom - around.top + GAP_PX;
    const fits = below + element.offsetHeight <= around.height;
    const left = Math.max(place.left, around.left + GAP_PX) - around.left;
    element.style.top = `${fits ? below : Math.max(0, place.top - around.top - element.offsetHeight - GAP_PX)}px`;
    element.style.left = `${Math.max(GAP_PX, Math.min(left, around.width - element.offsetWidth - GAP_PX))}px`;
  });
  return (
    <div ref={tip} className="time-tip" role="tooltip">
      <b>{title}</b>
      {barWords(bar).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
