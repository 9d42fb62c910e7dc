import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { BEFORE_START } from '../../protocol/follow.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { loadPage } from '../stores/views.ts';
import { pageNear } from './near.ts';
import type { Held, Slots } from './slots.ts';

type Place = { readonly id: SessionId; readonly held: Held; readonly fresh: boolean; readonly slots: Slots };

export type Paging = {
  /** Fetches what the reader is about to need. */
  fetchNear(): void;
  /** Fetches the start; it is shown when it is there. */
  toStart(): void;
};

/** Fetches items as the reader comes near to what is not held, and the start when it is wanted. */
export function usePaging(
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<VirtualizerHandle | null>,
  place: Place,
): Paging {
  const start = useStart(scroller, place.id, place.held.atStart);
  const fetchNear = useFetching(list, place, start.isAwaited);
  return { fetchNear, toStart: start.show };
}

/** One page at a time, and the next one as soon as it is needed. */
function useFetching(
  list: RefObject<VirtualizerHandle | null>,
  { id, held, fresh, slots }: Place,
  isElsewhere: () => boolean,
): () => void {
  const asking = useRef(false);
  const fetchNear = () => {
    if (asking.current || isElsewhere()) return;
    const wanted = list.current && pageNear(list.current, slots.orders, held, fresh);
    if (!wanted) return;
    asking.current = true;
    void loadPage(id, wanted).then((came) => {
      asking.current = false;
      if (came) soon();
    });
  };
  const latest = useRef(fetchNear);
  useEffect(() => {
    latest.current = fetchNear;
  });
  // The list knows where it is again only after it was told that it scrolled, which is before the next frame.
  const soon = () => requestAnimationFrame(() => latest.current());
  // biome-ignore lint/correctness/useExhaustiveDependencies: other items may leave a gap in view, at their other end.
  useEffect(() => {
    const frame = soon();
    return () => cancelAnimationFrame(frame);
  }, [held.items, fresh]);
  return fetchNear;
}

/** The jump to the start. */
function useStart(scroller: RefObject<HTMLElement | null>, id: SessionId, atStart: boolean) {
  const awaited = useRef(false);
  const show = () => {
    awaited.current = false;
    if (scroller.current) scroller.current.scrollTop = 0;
  };
  useLayoutEffect(() => {
    if (awaited.current && atStart) show();
  });
  return {
    isAwaited: () => awaited.current,
    show() {
      if (atStart) {
        show();
        return;
      }
      awaited.current = true;
      void loadPage(id, { after: BEFORE_START }).then((came) => {
        if (!came) awaited.current = false;
      });
    },
  };
}
