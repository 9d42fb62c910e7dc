import { ArrowDown } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { Virtualizer } from 'virtua';
import { activityOf } from '../../protocol/activity.ts';
import type { Head, Window } from '../../protocol/head.ts';
import { isActive } from '../../protocol/turn.ts';
import { loadOlder } from '../stores/views.ts';
import { Button } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { Announcer } from './announcer.tsx';
import { useFollowing } from './following.ts';
import { ItemView } from './item-view.tsx';
import './transcript.css';

/** So near to the start, older items are fetched. */
const OLDER_PX = 800;

type Props = { readonly head: Head; readonly window: Window; readonly paging: boolean; readonly agent: string };

/** The conversation. It follows its end unless the reader has scrolled up, and never jumps when older items come. */
export function Transcript({ head, window, paging, agent }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const prepended = usePrepended(window.items[0]?.id);
  const { items } = window;
  const busy = isActive(head.turn);
  const { following, ...end } = useFollowing(scroller, busy);

  const onScroll = (offset: number) => {
    end.onScroll();
    if (offset < OLDER_PX && !window.atStart) void loadOlder(head.id);
  };

  return (
    <div className="transcript" role="log" aria-label={words().transcript} aria-live="off" aria-busy={busy}>
      {items.length === 0 ? (
        <p className="transcript-empty">{words().emptySession(agent)}</p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only learns that somebody scrolls.
        <div
          ref={scroller}
          className="transcript-scroll"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
          tabIndex={0}
          onWheel={end.onTouch}
          onPointerDown={end.onPress}
          onKeyDown={end.onTouch}
        >
          <Virtualizer scrollRef={scroller} shift={prepended} onScroll={onScroll} onResize={end.onResize}>
            {[
              <div key="older" className="transcript-older">
                {paging ? words().olderItems : ''}
              </div>,
              ...items.map((item) => (
                <div key={item.id} className="read">
                  <ItemView item={item} head={head} />
                </div>
              )),
              <div key="now" className="read transcript-now">
                <Now head={head} />
              </div>,
            ]}
          </Virtualizer>
        </div>
      )}
      {!following && items.length > 0 && (
        <Button className="new-below" onClick={end.toEnd}>
          <Icon of={ArrowDown} />
          {words().newBelow}
        </Button>
      )}
      <Announcer items={items} agent={agent} />
    </div>
  );
}

/** What the turn is waiting for, while nothing in the transcript says so. */
function Now({ head }: { readonly head: Head }) {
  const activity = activityOf(head);
  if (activity.kind !== 'queued' && activity.kind !== 'starting' && activity.kind !== 'stopping') return null;
  const shape = { queued: 'queue', starting: 'run', stopping: 'stopping' } as const;
  return (
    <p className="now">
      <Glyph shape={shape[activity.kind]} label={null} />
      {words().activity(activity)}
    </p>
  );
}

/** Whether items were put before the first one since the last time: the list then keeps what is seen in its place. */
function usePrepended(first: string | undefined): boolean {
  const before = useRef(first);
  const prepended = before.current !== undefined && before.current !== first;
  useLayoutEffect(() => {
    before.current = first;
  });
  return prepended;
}
