import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { VListHandle } from 'virtua';
import type { SessionId } from '../../protocol/ids.ts';
import type { Timeline } from '../../protocol/timeline.ts';
import type { Tree } from '../../protocol/tree.ts';
import { useTimeline } from '../stores/timeline.ts';
import { goInTree } from '../stores/tree-panel.ts';
import { IconButton } from '../ui/button.tsx';
import { IS_MAC } from '../ui/keys.ts';
import { usePresent } from '../ui/now.ts';
import { words } from '../words/words.ts';
import { TimelineAxis, TimelineLines } from './timeline-axis.tsx';
import { barsOf } from './timeline-bars.ts';
import { TimelineGrid } from './timeline-grid.tsx';
import type { Cursor } from './timeline-keys.ts';
import { fitted, ticksIn } from './timeline-scale.ts';
import { TimelineTip } from './timeline-tip.tsx';
import { KEY_ZOOM, type Lanes, type TimeRange, useRange } from './use-range.ts';
import { useWalk } from './use-walk.ts';
import './timeline.css';

type Props = { readonly tree: Tree; readonly current: SessionId; readonly title: string };
type Shown = Props & { readonly timeline: Timeline };

/** Who ran when, and who waited for whom: a row for each session, in the order of the tree. */
export function TimelineView({ tree, current, title }: Props) {
  const timeline = useTimeline(tree);
  if (!timeline) return <p className="tree-none">{words().loading}</p>;
  if (timeline.turns.length === 0) return <p className="tree-none">{words().timelineNone}</p>;
  return <ShownTimeline {...{ tree, current, title, timeline }} />;
}

function ShownTimeline({ tree, current, title, timeline }: Shown) {
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<VListHandle>(null);
  const now = usePresent(timeline.turns.some(({ endedAt }) => endedAt === null));
  const bars = useMemo(() => barsOf(timeline.turns, now), [timeline, now]);
  const all = useMemo(
    () =>
      fitted(
        [...bars.values()].flat().flatMap(({ from, to }) => [from, to]),
        now,
      ),
    [bars, now],
  );
  const lanes = useLanes(frame);
  const time = useRange(frame, lanes, all);
  const ids = tree.order.map(({ id }) => id);
  const reach = (id: SessionId) => list.current?.scrollToIndex(ids.indexOf(id), { align: 'nearest' });
  const { cursor, onKeyDown } = useWalk({ ids, bars, time, current, reach });
  const { pointed, pointing } = usePointed(ids);
  const [focused, setFocused] = useState(false);
  const told = pointed ?? (focused ? cursor : null);
  const bar = told && bars.get(told.id)?.[told.bar];
  const ticks = ticksIn(time.range, lanes.width);
  const onClick = ({ target }: MouseEvent) => {
    const id = time.dragged() ? undefined : sessionAt(target, ids);
    if (id) goInTree(id);
  };
  return (
    <div className="time">
      <TimelineBar time={time} timeline={timeline} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the grid in it takes the keys. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same. */}
      <div ref={frame} className="time-frame" onClick={onClick} {...pointing} {...time.pointer}>
        <TimelineAxis range={time.range} ticks={ticks} now={now} widthPx={lanes.width} />
        <TimelineLines range={time.range} ticks={ticks} now={now} />
        <TimelineGrid
          {...{ list, tree, bars, current, cursor, focused, onKeyDown }}
          label={words().timelineOf(title)}
          range={time.range}
          awaited={new Set(bar?.parts.flatMap(({ children }) => children))}
          onFocused={setFocused}
        />
        {bar && told && <TimelineTip bar={bar} index={told.bar} frame={frame} />}
      </div>
    </div>
  );
}

type BarProps = { readonly time: TimeRange; readonly timeline: Timeline };

function TimelineBar({ time, timeline }: BarProps) {
  const help = timeline.more
    ? words().timelineMore(timeline.turns.length)
    : words().timelineHelp(IS_MAC ? '⌘' : 'Ctrl');
  return (
    <div className="tree-bar">
      <span className="time-help cut grow">{help}</span>
      <IconButton small icon={ZoomOut} label={words().zoomOut} onClick={() => time.zoom(1 / KEY_ZOOM)} />
      <IconButton small icon={ZoomIn} label={words().zoomIn} onClick={() => time.zoom(KEY_ZOOM)} />
      <IconButton small icon={Maximize} label={words().fitAll} disabled={time.fits} onClick={time.fit} />
    </div>
  );
}

/** The room for bars: what the names and the scroll bar leave of the list. */
function useLanes(frame: RefObject<HTMLElement | null>): Lanes {
  const [lanes, setLanes] = useState<Lanes>({ left: 0, width: 0 });
  useEffect(() => {
    const list = frame.current?.querySelector('.time-list');
    if (!list || !frame.current) return;
    const observer = new ResizeObserver(() => {
      const left = frame.current?.querySelector<HTMLElement>('.time-name')?.offsetWidth ?? 0;
      const width = Math.max(0, list.clientWidth - left);
      frame.current?.style.setProperty('--lanes', `${width}px`);
      setLanes({ left, width });
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, [frame]);
  return lanes;
}

/** The bar that is pointed at; a pointer that moves within one changes nothing. */
function usePointed(ids: readonly SessionId[]) {
  const [pointed, setPointed] = useState<Cursor | null>(null);
  const pointing = {
    onPointerOver: (event: PointerEvent) => setPointed(barAt(event, ids)),
    onPointerLeave: () => setPointed(null),
  };
  return { pointed, pointing };
}

function sessionAt(target: EventTarget, ids: readonly SessionId[]): SessionId | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-session]') : null;
  return ids.find((id) => id === row?.dataset['session']);
}

function barAt({ target, buttons }: PointerEvent, ids: readonly SessionId[]): Cursor | null {
  const bar = target instanceof Element && buttons === 0 ? target.closest<HTMLElement>('[data-bar]') : null;
  const id = bar ? sessionAt(bar, ids) : undefined;
  return bar && id ? { id, bar: Number(bar.dataset['bar']) } : null;
}
