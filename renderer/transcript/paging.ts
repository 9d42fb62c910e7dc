import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { BEFORE_START } from '../../protocol/follow.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { loadPage } from '../stores/views.ts';
import { pageNear } from './near.ts';
import type { Held, Slots } from './slots.ts';

type Place = { readonly id: SessionId; readonly held: Held; readonly fresh: boolean; readonly slots: Slots };

type Paging = {
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
  const { id, held, fresh, slots } = place;
  const asking = useRef(false);
  const starting = useRef(false);
  const fetchNear = () => {
    const wanted = list.current && pageNear(list.current, slots.orders, held, fresh);
    if (!wanted || asking.current || starting.current) return;
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

  const showStart = () => {
    starting.current = false;
    if (scroller.current) scroller.current.scrollTop = 0;
  };
  useLayoutEffect(() => {
    if (starting.current && held.atStart) showStart();
  });
  return {
    fetchNear,
    toStart() {
      if (held.atStart) showStart();
      else {
        starting.current = true;
        void loadPage(id, { after: BEFORE_START }).then((came) => {
          if (!came) starting.current = false;
        });
      }
    },
  };
}
