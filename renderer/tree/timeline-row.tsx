import { type CSSProperties, memo } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { useSummary } from '../stores/tree.ts';
import { ActivityGlyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import { barWords } from './bar-words.ts';
import type { Bar } from './timeline-bars.ts';
import { placeIn, type Range } from './timeline-scale.ts';

/** Deeper rows stand no further in: their names would have no room. */
const INDENT_MAX = 5;

type Props = {
  readonly id: SessionId;
  readonly depth: number;
  readonly bars: readonly Bar[];
  readonly range: Range;
  readonly current: boolean;
  /** Somebody that is pointed at waited for it. */
  readonly awaited: boolean;
  /** The bar under the cursor: -1 for the row itself, null for none. */
  readonly cursor: number | null;
};

export const barIdOf = (id: SessionId, bar: number): string => `time-${id}-${bar}`;

/** A session, and what it did when. */
export const TimelineRow = memo(function TimelineRow({ id, depth, bars, range, current, awaited, cursor }: Props) {
  const summary = useSummary(id);
  if (!summary) return null;
  const title = summary.title || words().untitled;
  const looks = [current && 'time-current', awaited && 'time-awaited'].filter(Boolean).join(' ');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and walks its cells.
    // biome-ignore lint/a11y/useSemanticElements: rows of a list that draws only what is seen are no table.
    <div role="row" className={`time-row ${looks}`} data-session={id}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: the same. */}
      {/* biome-ignore lint/a11y/useSemanticElements: the same. */}
      <div
        id={barIdOf(id, -1)}
        role="rowheader"
        aria-current={current}
        className={`time-name${cursor === -1 ? ' time-cursor' : ''}`}
        style={{ '--level': Math.min(depth, INDENT_MAX) } as CSSProperties}
        title={title}
      >
        <ActivityGlyph activity={summary.activity} />
        <span className="cut">{title}</span>
      </div>
      <div className="time-lane" role="presentation">
        {bars.map((bar, index) => (
          <BarView key={bar.turn.turn} {...{ id, bar, index, range }} cursor={cursor === index} />
        ))}
      </div>
    </div>
  );
});

type BarProps = {
  readonly id: SessionId;
  readonly bar: Bar;
  readonly index: number;
  readonly range: Range;
  readonly cursor: boolean;
};

function BarView({ id, bar, index, range, cursor }: BarProps) {
  const [left, right] = [placeIn(range, bar.from), placeIn(range, bar.to)];
  if (right < 0 || left > 1) return null;
  const span = Math.max(bar.to - bar.from, 1);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a list that draws only what is seen are no table.
    <div
      id={barIdOf(id, index)}
      role="gridcell"
      tabIndex={-1}
      aria-label={barWords(bar).join('. ')}
      data-bar={index}
      className={`time-bar time-${bar.turn.outcome ?? 'running'}${cursor ? ' time-cursor' : ''}`}
      style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
    >
      {bar.parts.map((part) => (
        <i
          key={part.from}
          className={`time-part time-${part.kind}`}
          style={{ flexGrow: (part.to - part.from) / span }}
        />
      ))}
    </div>
  );
}
