import { type HTMLAttributes, type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { TurnId } from '../../protocol/ids.ts';
import { send } from '../stores/commands.ts';
import { toast } from '../stores/toasts.ts';
import { words } from '../words/words.ts';

/** Less is a click of an unsteady hand. */
const DRAG_MIN_PX = 4;

/** What takes the pointer and the keys on a chip. */
export type ChipMoves = Pick<
  HTMLAttributes<HTMLElement>,
  'onKeyDown' | 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onLostPointerCapture'
>;

/** `gap`: the place in front of which it would come to stand, all places for the end; null where it stands already. */
type Drag = { readonly id: TurnId; readonly gap: number | null };

type Reordering = {
  readonly list: RefObject<HTMLOListElement | null>;
  readonly drag: Drag | null;
  /** What a screen reader says of the last move. */
  readonly said: string;
  giveUp(): void;
  movesOf(id: TurnId): ChipMoves;
};

/** Moves waiting prompts by pointer and by Alt with an arrow key. The order itself is the host's: it shows when it came. */
export function useReordering(head: Head): Reordering {
  const ids = head.queue.prompts.map((prompt) => prompt.id);
  const list = useRef<HTMLOListElement>(null);
  const pressed = useRef<{ readonly id: TurnId; readonly y: number } | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [said, setSaid] = useState('');

  const giveUp = () => {
    pressed.current = null;
    setDrag(null);
  };
  const move = async (id: TurnId, gap: number) => {
    const place = placeIn(gap, ids.indexOf(id), ids.length);
    if (place === null) return;
    setSaid('');
    const answer = await send({ type: 'move-queued', sessionId: head.id, turnId: id, before: ids[gap] ?? null });
    if (answer.ok) setSaid(words().movedTo(place + 1, ids.length));
    else toast({ text: answer.refusal, tone: 'fail' });
  };
  const movesOf = (id: TurnId): ChipMoves => ({
    onKeyDown: (event) => {
      const gap = ids.indexOf(id) + stepOf(event);
      if (gap === ids.indexOf(id)) return;
      event.preventDefault();
      void move(id, gap);
    },
    onPointerDown: (event) => {
      if (event.button !== 0 || isOnAction(event)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pressed.current = { id, y: event.clientY };
    },
    onPointerMove: ({ clientY }) => {
      if (!pressed.current || (!drag && Math.abs(clientY - pressed.current.y) < DRAG_MIN_PX)) return;
      const gap = gapAt(list.current, clientY);
      setDrag({ id, gap: placeIn(gap, ids.indexOf(id), ids.length) === null ? null : gap });
    },
    onPointerUp: ({ clientY }) => {
      if (pressed.current && drag) void move(id, gapAt(list.current, clientY));
      giveUp();
    },
    onLostPointerCapture: giveUp,
  });
  const shown = drag && ids.includes(drag.id) ? drag : null;
  return { list, drag: shown, said, giveUp, movesOf };
}

/** From the place of a chip to the gap that it goes to; 0 for a key that moves nothing. */
function stepOf({ altKey, ctrlKey, metaKey, shiftKey, key }: KeyboardEvent): number {
  if (!altKey || ctrlKey || metaKey || shiftKey) return 0;
  if (key === 'ArrowUp') return -1;
  return key === 'ArrowDown' ? 2 : 0;
}

/** The place that a chip has in the end when it goes from its own to a gap; null when nothing changes by that. */
function placeIn(gap: number, from: number, chips: number): number | null {
  if (from < 0 || gap < 0 || gap > chips || gap === from || gap === from + 1) return null;
  return gap > from ? gap - 1 : gap;
}

function gapAt(list: Element | null, y: number): number {
  const chips = [...(list?.children ?? [])];
  const gap = chips.findIndex((chip) => {
    const { top, height } = chip.getBoundingClientRect();
    return y < top + height / 2;
  });
  return gap < 0 ? chips.length : gap;
}

/** The grip is there to be dragged; the other buttons of a chip are pressed. */
const isOnAction = ({ target }: PointerEvent) =>
  target instanceof Element && target.closest('button:not(.queue-grip)') !== null;
