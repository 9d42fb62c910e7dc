import { type RefObject, useLayoutEffect, useReducer, useRef, useState } from 'react';

/** So near to the end, a reader who comes down wants to follow it again. */
const NEAR_PX = 24;
/** Offsets and sizes are rounded apart by as much. */
const ROUNDING_PX = 1;

export type Following = {
  /** Whether the reader is at the end and means to stay there. */
  readonly following: boolean;
  /** `offset`: pixels that are scrolled past. Whether the reader follows the end from here on. */
  onScroll(offset: number): boolean;
  /** Rows or the place that shows them changed their size. */
  onResize(): void;
  /** The reader has taken hold of the list. */
  onTouch(): void;
  /** The reader presses something in the list: it stays under the pointer until it is let go. */
  onPress(): void;
  toEnd(): void;
  /** The reader goes elsewhere by a jump. */
  leave(): void;
};

type List = {
  /** Rows may grow although nobody opened them; rows that the reader opens do not carry the view off. */
  readonly growing: boolean;
  /** The last row is the end: otherwise there is nothing to follow below it. */
  readonly atEnd: boolean;
  /** Whether the reader begins at the end; else where they were before. */
  readonly beginsAtEnd: boolean;
};

/**
 * Keeps the end of what scrolls in view until the reader scrolls up. Only a move towards the start is leaving: rows that
 * grow, or are measured after they were shown, move the end away by themselves.
 */
export function useFollowing(
  scroller: RefObject<HTMLElement | null>,
  { growing, atEnd, beginsAtEnd }: List,
): Following {
  const { following, wanted, settling, follow, touch } = useIntent(beginsAtEnd);
  const press = usePress();
  const jump = useEnd(scroller, wanted, () => atEnd && !press.isOn());
  const hasNewHeight = useHeight(scroller);
  const offset = useRef(0);
  const [, renderAgain] = useReducer((n: number) => n + 1, 0);
  return {
    following,
    toEnd() {
      settling.current = true;
      follow(true);
      jump();
    },
    leave() {
      touch();
      follow(false);
    },
    onTouch: touch,
    onPress() {
      touch();
      press.begin();
    },
    onScroll(to) {
      const from = offset.current;
      offset.current = to;
      // Asking an element for its sizes costs a layout, so a reader who goes on upwards is not asked about.
      if (!scroller.current || (to < from && !wanted.current)) return wanted.current;
      const left = leftBelow(scroller.current);
      if (atEnd && (left <= ROUNDING_PX || (to > from && left < NEAR_PX))) follow(true);
      else if (to < from && !settling.current) follow(false);
      return wanted.current;
    },
    onResize() {
      if (wanted.current && (hasNewHeight() || growing || settling.current)) renderAgain();
    },
  };
}

/** What the reader means to do. */
function useIntent(beginsAtEnd: boolean) {
  const [following, setFollowing] = useState(beginsAtEnd);
  const wanted = useRef(beginsAtEnd);
  /** From the jump to the end until the reader does something: the rows there are still being measured. */
  const settling = useRef(beginsAtEnd);
  const follow = (wants: boolean) => {
    wanted.current = wants;
    setFollowing(wants);
  };
  const touch = () => {
    settling.current = false;
  };
  return { following, wanted, settling, follow, touch };
}

/** Goes to the end whenever the list was drawn and that is wanted, and when it is told to. */
function useEnd(
  scroller: RefObject<HTMLElement | null>,
  wanted: RefObject<boolean>,
  mayJump: () => boolean,
): () => void {
  const jump = () => {
    const list = scroller.current;
    if (list && mayJump()) list.scrollTop = list.scrollHeight;
  };
  useLayoutEffect(() => {
    if (wanted.current) jump();
  });
  return jump;
}

/** Whether the place that shows the rows has another height than when it was last asked. */
function useHeight(scroller: RefObject<HTMLElement | null>): () => boolean {
  const height = useRef(0);
  return () => {
    const before = height.current;
    height.current = scroller.current?.clientHeight ?? 0;
    return before !== height.current;
  };
}

/** Pixels from what is in view to the end. */
function leftBelow({ scrollTop, scrollHeight, clientHeight }: HTMLElement): number {
  return scrollHeight - clientHeight - scrollTop;
}

/** Whether something is being pressed: from when it is said to begin until the pointer is let go, wherever that is. */
function usePress() {
  const pressed = useRef(false);
  return {
    isOn: () => pressed.current,
    begin() {
      pressed.current = true;
      const over = new AbortController();
      const release = () => {
        pressed.current = false;
        over.abort();
      };
      window.addEventListener('pointerup', release, { signal: over.signal });
      window.addEventListener('pointercancel', release, { signal: over.signal });
    },
  };
}
