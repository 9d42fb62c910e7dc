import { type RefObject, useEffect, useState, type WheelEvent } from 'react';

/** Of what is in view, so that one goes on where one was. */
const PAGE_SHARE = 0.8;

type Hidden = { readonly before: boolean; readonly after: boolean };
const NONE: Hidden = { before: false, after: false };

/** Which ends of a row are out of sight, and the ways to them. */
export function useOverflow(scroller: RefObject<HTMLElement | null>) {
  const [hidden, setHidden] = useState(NONE);
  const look = () => {
    const row = scroller.current;
    if (!row) return;
    const before = row.scrollLeft > 1;
    const after = row.scrollWidth - row.clientWidth - row.scrollLeft > 1;
    setHidden((now) => (now.before === before && now.after === after ? now : { before, after }));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks at what is there, once for each row.
  useEffect(() => {
    const row = scroller.current;
    if (!row) return;
    const sizes = new ResizeObserver(look);
    const children = new MutationObserver(look);
    sizes.observe(row);
    children.observe(row, { childList: true });
    look();
    return () => {
      sizes.disconnect();
      children.disconnect();
    };
  }, []);
  return {
    ...hidden,
    onScroll: look,
    /** A wheel that turns one way only means this row, which has no other. */
    onWheel({ deltaX, deltaY }: WheelEvent) {
      if (deltaX === 0) scroller.current?.scrollBy({ left: deltaY });
    },
    more: () => scroller.current?.scrollBy({ left: scroller.current.clientWidth * PAGE_SHARE }),
  };
}
