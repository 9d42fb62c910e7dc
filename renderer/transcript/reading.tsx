import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, memo, useEffect, useLayoutEffect, useRef } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Paging } from '../../protocol/follow.ts';
import type { Head } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { isActive } from '../../protocol/turn.ts';
import { useCommand } from '../keys/handlers.ts';
import { readAbove, showEnd } from '../stores/views.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { useFollowing } from './following.ts';
import { Now } from './now.tsx';
import { usePaging } from './paging.ts';
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
  readonly loading: Paging['joins'] | null;
};

/**
 * The list that is read. It follows its end unless the reader has scrolled up, never jumps when items come or go on
 * either side, and is not drawn again for what happens to items that it does not show.
 */
export const Reading = memo(function Reading({ head, items, atStart, atEnd, fresh, loading }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const held = { items, atStart, atEnd };
  const slots = useSlots(held);
  const { following, ...end } = useFollowing(scroller, { growing: isActive(head.turn), atEnd });
  const paging = usePaging(scroller, list, { id: head.id, held, fresh, slots });
  useEffect(() => readAbove(head.id, !following), [head.id, following]);

  const focus = () => scroller.current?.focus({ preventScroll: true });
  const toStart = () => {
    focus();
    end.leave();
    paging.toStart();
  };
  const goToEnd = () => {
    showEnd(head.id);
    end.toEnd();
  };
  const toEnd = () => {
    focus();
    goToEnd();
  };
  useEndOfNewList(slots.list, atEnd, goToEnd);
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
        onKeyDown={onKeyDown}
      >
        <p className="transcript-more">{loading === 'older' && words().olderItems}</p>
        <Rows
          scroller={scroller}
          list={list}
          head={head}
          items={items}
          slots={slots}
          onScroll={(offset) => {
            end.onScroll(offset);
            paging.fetchNear();
          }}
          onResize={end.onResize}
        />
        {atEnd ? <Now head={head} /> : <p className="transcript-more">{loading === 'newer' && words().newerItems}</p>}
      </div>
      {!following && !atStart && (
        <Button className="transcript-jump transcript-jump-start" onClick={toStart}>
          <Icon of={ArrowUp} />
          {words().jumpToStart}
        </Button>
      )}
      {!following && (
        <Button className="transcript-jump transcript-jump-end" onClick={toEnd}>
          <Icon of={ArrowDown} />
          {words().newBelow}
        </Button>
      )}
    </>
  );
});

/** Other items altogether, of another branch perhaps: their end is shown, unless the reader went to their start. */
function useEndOfNewList(list: number, atEnd: boolean, toEnd: () => void): void {
  const before = useRef(list);
  useLayoutEffect(() => {
    if (before.current !== list && atEnd) toEnd();
    before.current = list;
  });
}
