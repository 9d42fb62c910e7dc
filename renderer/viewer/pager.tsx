import { ArrowDownToLine, ArrowUpToLine } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import type { Text } from '../../protocol/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { type Pages, type TextPlace, usePages } from './pages.ts';
import { ROW_PX, usePosition } from './position.ts';
import { PositionBar } from './position-bar.tsx';
import { shownRows } from './rows.ts';

/** Rows that are drawn beyond either edge, for a fast wheel. */
const ROWS_BEYOND = 30;

/** Scrolls through a text of any length as one; only what is near is held, and only what is in view is drawn. */
export function Pager({ place, text }: { readonly place: TextPlace; readonly text: Text }) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const pages = usePages(place, text);
  const { rows, top, height, from, to, go, onScroll } = usePosition(scroller, pages);
  useEffect(() => scroller.current?.focus(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    go(event.key === 'Home' ? 0 : pages.length);
  };
  const first = Math.max(0, Math.floor(top / ROW_PX) - ROWS_BEYOND);
  const last = Math.ceil((top + height) / ROW_PX) + ROWS_BEYOND;
  return (
    <div className="pager">
      <div className="pager-body">
        <div
          id={id}
          ref={scroller}
          className="pager-scroll"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
          tabIndex={0}
          role="document"
          aria-label={words().output}
          aria-busy={pages.loading}
          onScroll={onScroll}
          onKeyDown={onKeyDown}
        >
          <div style={{ height: rows.length * ROW_PX }}>
            <pre style={{ top: first * ROW_PX }}>{shownRows(pages.region, rows, first, last)}</pre>
          </div>
        </div>
        <PositionBar controls={id} from={from} to={to} length={pages.length} onMove={go} />
      </div>
      <Foot pages={pages} from={from} to={to} go={go} />
    </div>
  );
}

type FootProps = { readonly pages: Pages; readonly from: number; readonly to: number; go(offset: number): void };

function Foot({ pages, from, to, go }: FootProps) {
  const { length, loading, problem } = pages;
  const percent = to >= length ? 100 : Math.floor((from / length) * 100);
  return (
    <div className="pager-foot">
      <p className="pager-position num">{words().outputPosition(Math.min(from + 1, length), length, percent)}</p>
      <p className="pager-state grow" role="status">
        {problem ?? (loading && words().loading)}
      </p>
      {problem && (
        <Button small onClick={pages.retry}>
          {words().retry}
        </Button>
      )}
      <IconButton small icon={ArrowUpToLine} label={words().toOutputStart} onClick={() => go(0)} />
      <IconButton small icon={ArrowDownToLine} label={words().toOutputEnd} onClick={() => go(length)} />
    </div>
  );
}
