import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useRef } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { NODE_PX, type Spot } from './graph-layout.ts';

/** All of a small tree is not drawn larger than life. */
export const FIT = { padding: 0.06, maxZoom: 1 } as const;

/** How long a change of the view takes: nothing, where motion is not wanted. */
export function moving(): { readonly duration: number } {
  const told = getComputedStyle(document.documentElement).getPropertyValue('--m-slow');
  return { duration: Number.parseFloat(told) || 0 };
}

export type Fitting = ReturnType<typeof useFitting>;

/** All of the graph stays in sight, however large it or its room becomes, until somebody moves it. */
export function useFitting(spots: readonly Spot[], frame: RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  const held = useRef(false);
  const settle = () => {
    held.current = false;
    void flow.fitView({ ...FIT, ...moving() });
  };
  const latest = useRef(settle);
  latest.current = settle;
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => held.current || latest.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: something came or went.
  useEffect(() => {
    if (!held.current) latest.current();
  }, [spots]);
  return {
    moved: () => {
      held.current = true;
    },
    settle,
  };
}

/** Brings a session to the middle when any of it is out of sight. */
export function useReveal(spots: readonly Spot[], frame: RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  return (id: SessionId) => {
    const spot = spots.find((one) => one.id === id);
    if (!spot || !frame.current) return;
    const { x, y, zoom } = flow.getViewport();
    const [left, top] = [spot.x * zoom + x, spot.y * zoom + y];
    const { clientWidth, clientHeight } = frame.current;
    const seen =
      left >= 0 &&
      top >= 0 &&
      left + NODE_PX.width * zoom <= clientWidth &&
      top + NODE_PX.height * zoom <= clientHeight;
    if (seen) return;
    void flow.setCenter(spot.x + NODE_PX.width / 2, spot.y + NODE_PX.height / 2, { zoom, ...moving() });
  };
}
