import { formatter } from '../words/times.ts';
import { words } from '../words/words.ts';
import { placeIn, type Range, type Ticks } from './timeline-scale.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const inSeconds = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const inMinutes = formatter({ hour: '2-digit', minute: '2-digit', hour12: false });
const inDays = formatter({ month: 'short', day: 'numeric' });

/** Words of a line would stand under those of the present. */
const NOW_PX = 46;

type Props = { readonly range: Range; readonly ticks: Ticks; readonly now: number };

/** What time it is where. The bars say the same in words. */
export function TimelineAxis({ range, ticks, now, widthPx }: Props & { readonly widthPx: number }) {
  const at = placeIn(range, now);
  const room = NOW_PX / Math.max(1, widthPx);
  const free = ticks.at.filter((tick) => Math.abs(placeIn(range, tick) - at) > room);
  return (
    <div className="time-axis" aria-hidden>
      {free.map((tick) => (
        <span key={tick} className="time-tick" style={{ left: `${placeIn(range, tick) * 100}%` }}>
          {wordsOf(tick, ticks.step)}
        </span>
      ))}
      {at >= 0 && at <= 1 && (
        <span className="time-now-word" style={{ left: `${at * 100}%` }}>
          {words().timelineNow}
        </span>
      )}
    </div>
  );
}

/** A day begins with its name. */
function wordsOf(tick: number, step: number): string {
  if (step >= DAY_MS) return inDays(tick);
  const day = new Date(tick);
  if (day.getHours() + day.getMinutes() + day.getSeconds() === 0) return inDays(tick);
  return step < MINUTE_MS ? inSeconds(tick) : inMinutes(tick);
}

/** The same moments as lines across the rows, and the present as one of its own. */
export function TimelineLines({ range, ticks, now }: Props) {
  const at = placeIn(range, now);
  return (
    <div className="time-lines" aria-hidden>
      {ticks.at.map((tick) => (
        <i key={tick} style={{ left: `${placeIn(range, tick) * 100}%` }} />
      ))}
      {at >= 0 && at <= 1 && <i className="time-now" style={{ left: `${at * 100}%` }} />}
    </div>
  );
}
