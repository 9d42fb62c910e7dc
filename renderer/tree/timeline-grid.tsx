import type { KeyboardEvent, RefObject } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';
import type { Bar } from './timeline-bars.ts';
import type { Cursor } from './timeline-keys.ts';
import { barIdOf, TimelineRow } from './timeline-row.tsx';
import type { Range } from './timeline-scale.ts';

/** The height of a row, as in timeline.css. */
const ROW_PX = 28;
const NO_BARS: readonly Bar[] = [];

type Props = {
  readonly list: RefObject<VListHandle | null>;
  readonly tree: Tree;
  readonly label: string;
  readonly bars: ReadonlyMap<SessionId, readonly Bar[]>;
  readonly range: Range;
  readonly current: SessionId;
  readonly cursor: Cursor;
  readonly focused: boolean;
  /** Those whom the bar that is told of waited for. */
  readonly awaited: ReadonlySet<SessionId>;
  onKeyDown(event: KeyboardEvent): void;
  onFocused(focused: boolean): void;
};

/** The rows of a timeline, of which those are in the page that are seen. */
export function TimelineGrid(props: Props) {
  const { list, tree, label, bars, range, current, cursor, focused, awaited, onKeyDown, onFocused } = props;
  const at = tree.order.findIndex(({ id }) => id === cursor.id);
  return (
    <VList
      ref={list}
      className="time-list"
      role="grid"
      aria-label={label}
      aria-readonly
      tabIndex={0}
      aria-activedescendant={barIdOf(cursor.id, cursor.bar)}
      itemSize={ROW_PX}
      keepMounted={at < 0 ? [] : [at]}
      onKeyDown={onKeyDown}
      onFocus={() => onFocused(true)}
      onBlur={() => onFocused(false)}
    >
      {tree.order.map(({ id, depth }) => (
        <TimelineRow
          key={id}
          {...{ id, depth, range }}
          bars={bars.get(id) ?? NO_BARS}
          current={id === current}
          awaited={awaited.has(id)}
          cursor={focused && cursor.id === id ? cursor.bar : null}
        />
      ))}
    </VList>
  );
}
