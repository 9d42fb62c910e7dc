import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { panned, type Range, zoomed } from './timeline-scale.ts';

/** One turn of a wheel, and one press of a key. */
const WHEEL_ZOOM = 0.002;
export const KEY_ZOOM = 0.6;
export const KEY_PAN = 0.2;
/** A hand that trembles does not drag. */
const DRAG_PX = 4;

/** Where time is drawn: from `left` px of the element on, `width` px wide. */
export type Lanes = { readonly left: number; readonly width: number };

export type TimeRange = ReturnType<typeof useRange>;

type Drag = { readonly x: number; readonly range: Range; moved: boolean };

/**
 * The stretch of time that is shown: all of it, as it grows, until somebody zooms or moves it. `frame` takes wheel and
 * pointer; what a drag ends with is no click (`dragged`).
 */
export function useRange(frame: RefObject<HTMLElement | null>, lanes: Lanes, all: Range) {
  const [chosen, setChosen] = useState<Range | null>(null);
  const range = chosen ?? all;
  const drag = useRef<Drag | null>(null);
  const latest = useRef({ range, lanes });
  latest.current = { range, lanes };

  useEffect(() => {
    const element = frame.current;
    const turned = (event: WheelEvent) => {
      const { range, lanes } = latest.current;
      const next = wheeled(event, range, lanes, element?.getBoundingClientRect().left ?? 0);
      if (!next) return;
      event.preventDefault();
      setChosen(next);
    };
    // React's own listener could not keep the browser from zooming the whole window.
    element?.addEventListener('wheel', turned, { passive: false });
    return () => element?.removeEventListener('wheel', turned);
  }, [frame]);

  const pointer = {
    onPointerDown(event: PointerEvent) {
      if (event.button === 0) drag.current = { x: event.clientX, range, moved: false };
    },
    onPointerMove(event: PointerEvent) {
      const held = drag.current;
      if (!held || event.buttons === 0) return;
      const by = event.clientX - held.x;
      if (!held.moved && Math.abs(by) < DRAG_PX) return;
      if (!held.moved) frame.current?.setPointerCapture(event.pointerId);
      held.moved = true;
      setChosen(panned(held.range, -by / Math.max(lanes.width, 1)));
    },
  };
  const zoom = (factor: number, at = (range.from + range.to) / 2) => setChosen(zoomed(range, factor, at));
  const pan = (share: number) => setChosen(panned(range, share));
  const dragged = () => drag.current?.moved ?? false;
  return { range, fits: chosen === null, zoom, pan, fit: () => setChosen(null), pointer, dragged };
}

/** What a turn of the wheel makes of the range; undefined when it is for who scrolls the rows. */
function wheeled(event: WheelEvent, range: Range, lanes: Lanes, left: number): Range | undefined {
  const { deltaX, deltaY } = event;
  if (event.ctrlKey || event.metaKey) {
    const share = (event.clientX - left - lanes.left) / Math.max(lanes.width, 1);
    const at = range.from + Math.min(1, Math.max(0, share)) * (range.to - range.from);
    return zoomed(range, Math.exp(deltaY * WHEEL_ZOOM), at);
  }
  const across = event.shiftKey && deltaX === 0 ? deltaY : deltaX;
  return Math.abs(across) > Math.abs(event.shiftKey ? 0 : deltaY)
    ? panned(range, across / Math.max(lanes.width, 1))
    : undefined;
}
