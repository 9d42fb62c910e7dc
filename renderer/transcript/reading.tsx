import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, memo, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Paging as PageUnderWay } from '../../protocol/follow.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { isActive } from '../../protocol/turn.ts';
import { useCommand } from '../keys/handlers.ts';
import { readAbove, showEnd } from '../stores/views.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { type Following, useFollowing } from './following.ts';
import { useKeptPlace } from './kept-place.ts';
import { Now } from './now.tsx';
import { type Paging, usePaging } from './paging.ts';
import { Rows } from './rows.tsx';
import { useSlots } from './slots.ts';

type Props = {
  readonly head: Head;
  readonly items: readonly Item[];
  readonly atStart: boolean;
  /** The last item is the end of the path. */
  readonly atEnd: boolean;
  /** The items are as the host last told; otherwise they are fetched anew. */
  readonly fresh: boolean;
  readonly loading: PageUnderWay['joins'] | null;
};

/**
 * The list that is read. It follows its end unless the reader has scrolled up, never jumps when items come or go on
 * either side, and is not drawn again for what happens to items that it does not show.
 */
export const Reading = memo(function Reading({ head, items, atStart, atEnd, fresh, loading }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const held = { items, atStart, atEnd, itemCount: head.itemCount };
  const { slots, onRest } = useSlots(held);
  const place = useKeptPlace(head.id, list, slots.orders);
  const end = useFollowing(scroller, { growing: isActive(head.turn), atEnd, beginsAtEnd: place.start === null });
  const { following } = end;
  const paging = usePaging(scroller, list, { id: head.id, held, fresh, slots });
  useEffect(() => readAbove(head.id, !following), [head.id, following]);
  const jumps = useJumps(scroller, head.id, end, paging);
  useEndOfNewList(slots.list, atEnd, jumps.showEnd);
  const onScroll = (offset: number) => {
    place.scrolled(end.onScroll(offset) ? null : offset);
    paging.fetchNear();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only learns that somebody scrolls. */}
      <div
        ref={scroller}
        className="transcript-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
        tabIndex={0}
        onWheel={end.onTouch}
        onPointerDown={end.onPress}
        onKeyDown={jumps.onKeyDown}
      >
        <p className="transcript-more">{loading === 'older' && words().olderItems}</p>
        <Rows {...{ scroller, list, head, items, slots, onScroll, onRest }} onResize={end.onResize} />
        {atEnd ? <Now head={head} /> : <p className="transcript-more">{loading === 'newer' && words().newerItems}</p>}
      </div>
      {!following && <JumpButtons toStart={atStart ? null : jumps.toStart} toEnd={jumps.toEnd} />}
    </>
  );
});

/** The ways to both ends of the session, by buttons, keys and commands. */
function useJumps(scroller: RefObject<HTMLElement | null>, id: SessionId, end: Following, paging: Paging) {
  const focus = () => scroller.current?.focus({ preventScroll: true });
  const toStart = () => {
    focus();
    end.leave();
    paging.toStart();
  };
  const showLast = () => {
    showEnd(id);
    end.toEnd();
  };
  const toEnd = () => {
    focus();
    showLast();
  };
  useCommand('transcript.start', 'transcript', { run: toStart });
  useCommand('transcript.end', 'transcript', { run: toEnd });
  const onKeyDown = (event: KeyboardEvent) => {
    end.onTouch();
    const jump = { Home: toStart, End: toEnd }[event.key];
    // Keys in something inside the list that scrolls or is written in are meant for that.
    if (!jump || event.shiftKey || event.altKey || event.target !== event.currentTarget) return;
    event.preventDefault();
    jump();
  };
  return { toStart, toEnd, showEnd: showLast, onKeyDown };
}

type JumpButtonsProps = { readonly toStart: (() => void) | null; toEnd(): void };

function JumpButtons({ toStart, toEnd }: JumpButtonsProps) {
  return (
    <>
      {toStart && (
        <Button className="transcript-jump transcript-jump-start" onClick={toStart}>
          <Icon of={ArrowUp} />
          {words().jumpToStart}
        </Button>
      )}
      <Button className="transcript-jump transcript-jump-end" onClick={toEnd}>
        <Icon of={ArrowDown} />
        {words().newBelow}
      </Button>
    </>
  );
}

/** Other items altogether, of another branch perhaps: their end is shown, unless the reader went to their start. */
function useEndOfNewList(list: number, atEnd: boolean, toEnd: () => void): void {
  const before = useRef(list);
  useLayoutEffect(() => {
    if (before.current !== list && atEnd) toEnd();
    before.current = list;
  });
}
