import { ArrowDown } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import { activityOf } from '../../protocol/activity.ts';
import type { Head, Window } from '../../protocol/head.ts';
import { loadOlder } from '../stores/views.ts';
import { Button } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { Announcer } from './announcer.tsx';
import { ItemView } from './item-view.tsx';
import './transcript.css';

/** So near to the start, older items are fetched. */
const OLDER_PX = 800;
/** Within this of the end the reader follows it. */
const END_PX = 24;

type Props = { readonly head: Head; readonly window: Window; readonly paging: boolean; readonly agent: string };

/** The conversation. It follows its end unless the reader has scrolled up, and never jumps when older items come. */
export function Transcript({ head, window, paging, agent }: Props) {
  const list = useRef<VListHandle>(null);
  const [atEnd, setAtEnd] = useState(true);
  const prepended = usePrepended(window.items[0]?.id);
  const { items } = window;

  const toEnd = () => list.current?.scrollToIndex(items.length, { align: 'end' });
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  });
  const onScroll = (offset: number) => {
    const { scrollSize, viewportSize } = list.current ?? { scrollSize: 0, viewportSize: 0 };
    setAtEnd(scrollSize - viewportSize - offset < END_PX);
    if (offset < OLDER_PX && !window.atStart) void loadOlder(head.id);
  };

  return (
    <div
      className="transcript"
      role="log"
      aria-label={words().transcript}
      aria-live="off"
      aria-busy={head.turn?.phase.kind === 'running'}
    >
      {items.length === 0 ? (
        <p className="transcript-empty">{words().emptySession(agent)}</p>
      ) : (
        <VList ref={list} className="transcript-scroll" shift={prepended} onScroll={onScroll} tabIndex={0}>
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
        </VList>
      )}
      {!atEnd && items.length > 0 && (
        <Button className="new-below" onClick={toEnd}>
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
