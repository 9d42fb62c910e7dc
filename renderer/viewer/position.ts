import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Pages } from './pages.ts';
import { contains, endOf, stretchAt, stretchBefore, stretchBehind } from './region.ts';
import { rowAt, rowsOf } from './rows.ts';

/** The line height of code. */
export const ROW_PX = 18;
/** So near to what is not held, it is read. */
const NEAR_ROWS = 200;

export type Position = {
  readonly rows: readonly number[];
  /** Pixels of the region above what is in view, and of that. */
  readonly top: number;
  readonly height: number;
  /** The characters in view, of the whole text. While one goes elsewhere: of where one goes. */
  readonly from: number;
  readonly to: number;
  go(offset: number): void;
  onScroll(): void;
};

/** Where the reader is in a text, whichever region of it is held: what they look at stays in its place. */
export function usePosition(scroller: RefObject<HTMLElement | null>, pages: Pages): Position {
  const { region, length } = pages;
  const rows = useMemo(() => rowsOf(region), [region]);
  const [{ top, height }, setView] = useState({ top: 0, height: 0 });
  const [goal, setGoal] = useState<number | null>(null);
  const anchor = useRef({ offset: 0, within: 0 });
  /** The reader is at the end, and goes along when it moves on. */
  const stays = useRef(false);

  const look = () => {
    const list = scroller.current;
    if (!list) return;
    const { scrollTop, clientHeight } = list;
    anchor.current = { offset: rows[Math.floor(scrollTop / ROW_PX)] ?? 0, within: scrollTop % ROW_PX };
    setView({ top: scrollTop, height: clientHeight });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the reader is moved for another region or goal, and for nothing else.
  useLayoutEffect(() => {
    const list = scroller.current;
    if (!list) return;
    const { offset, within } = anchor.current;
    if (goal !== null && contains(region, goal)) {
      list.scrollTop = rowAt(rows, goal) * ROW_PX;
      setGoal(null);
    } else if (stays.current) list.scrollTop = list.scrollHeight;
    else if (contains(region, offset)) list.scrollTop = rowAt(rows, offset) * ROW_PX + within;
    look();
  }, [region, goal]);

  const first = Math.floor(top / ROW_PX);
  const last = Math.ceil((top + height) / ROW_PX);
  useReadingOn(pages, goal, { first, last, all: height === 0 ? 0 : rows.length });
  useHeight(scroller, (list) => setView({ top: list.scrollTop, height: list.clientHeight }));
  return {
    rows,
    top,
    height,
    from: goal ?? rows[first] ?? region.base,
    to: goal ?? Math.min(endOf(region), rows[last] ?? endOf(region)),
    go(offset) {
      const at = Math.max(0, Math.min(offset, length - 1));
      stays.current = offset >= length;
      setGoal(at);
    },
    onScroll() {
      const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = scroller.current ?? {};
      const atBottom = scrollHeight - clientHeight - scrollTop < ROW_PX;
      // A text that grows faster than it is read leaves a reader behind who never left the end.
      stays.current = atBottom && (stays.current || endOf(region) >= length);
      look();
    },
  };
}

/** Reads what one goes to, or is about to come to. `all` is 0 while nothing is shown. */
function useReadingOn(
  pages: Pages,
  goal: number | null,
  rows: Readonly<Record<'first' | 'last' | 'all', number>>,
): void {
  const { region, length, loading, problem } = pages;
  useEffect(() => {
    if (loading || problem !== null || rows.all === 0) return;
    const before = rows.first < NEAR_ROWS ? stretchBefore(region) : null;
    const behind = rows.all - rows.last < NEAR_ROWS ? stretchBehind(region, length) : null;
    const wanted = before ?? behind;
    if (goal !== null) pages.go(stretchAt(goal));
    else if (wanted) pages.more(wanted);
  });
}

function useHeight(scroller: RefObject<HTMLElement | null>, note: (list: HTMLElement) => void): void {
  const latest = useRef(note);
  useEffect(() => {
    latest.current = note;
  });
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    const observer = new ResizeObserver(() => latest.current(list));
    observer.observe(list);
    return () => observer.disconnect();
  }, [scroller]);
}
