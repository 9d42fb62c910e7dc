import { useEffect, useRef, useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';

/** A card that came at once would flicker under a pointer that only passes by. */
const OPEN_MS = 300;
/** Long enough to come from a pill to its pin. */
const CLOSE_MS = 80;

/** The pill that a pointer rests on, and where it is. */
export type Rested = { readonly id: SessionId; readonly place: DOMRect };

export type Hover = {
  readonly rested: Rested | null;
  enter(id: SessionId, pill: Element): void;
  leave(): void;
  /** Something was clicked: nothing more is to be learned. */
  close(): void;
};

/** On which pill of a bar a pointer rests. What it offers stays the same, so that no pill is drawn anew for it. */
export function useHover(): Hover {
  const [rested, setRested] = useState<Rested | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const [acts] = useState(() => {
    const soon = (act: () => void, ms: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(act, ms);
    };
    return {
      enter: (id: SessionId, pill: Element) =>
        soon(() => setRested({ id, place: pill.getBoundingClientRect() }), OPEN_MS),
      leave: () => soon(() => setRested(null), CLOSE_MS),
      close() {
        clearTimeout(timer.current);
        setRested(null);
      },
    };
  });
  return { rested, ...acts };
}
