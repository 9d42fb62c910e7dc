/** A stretch of time, epoch ms. */
export type Range = { readonly from: number; readonly to: number };

/** Closer than this nothing more can be told apart, and wider than this nothing can be seen. */
const SPAN_MS_MIN = 1_000;
const SPAN_MS_MAX = 366 * 86_400_000;
/** What is left free beside the first and the last bar, as a share of what they span. */
const MARGIN = 0.03;
/** The least that a whole tree is drawn as, so that its first seconds do not race past. */
const FIT_MS_MIN = 10_000;
/** Words of an axis need so much room. */
const TICK_PX_MIN = 72;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How far apart the lines of an axis may stand. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 30].map((n) => n * SECOND_MS),
  ...[1, 2, 5, 10, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 6, 12].map((n) => n * HOUR_MS),
  ...[1, 2, 7, 14, 30, 90].map((n) => n * DAY_MS),
];

/** All of these moments, with some room beside them. */
export function fitted(moments: readonly number[], now: number): Range {
  if (moments.length === 0) return { from: now - FIT_MS_MIN, to: now };
  const [first, last] = moments.reduce<readonly [number, number]>(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const span = Math.max(last - first, FIT_MS_MIN);
  return { from: first - span * MARGIN, to: first + span * (1 + MARGIN) };
}

/** `factor` below 1 shows less time, larger; what is at `at` stays where it is. */
export function zoomed({ from, to }: Range, factor: number, at: number): Range {
  const span = Math.min(SPAN_MS_MAX, Math.max(SPAN_MS_MIN, (to - from) * factor));
  const share = (at - from) / (to - from);
  return { from: at - share * span, to: at + (1 - share) * span };
}

/** `share`: of what is shown; above 0 towards later. */
export function panned({ from, to }: Range, share: number): Range {
  const by = (to - from) * share;
  return { from: from + by, to: to + by };
}

/** Where a moment is, as a share of the range: outside of 0 to 1 when it is not in it. */
export const placeIn = ({ from, to }: Range, at: number): number => (at - from) / (to - from);

/** `step`: how far apart the lines are, ms, which says how finely they must be named. */
export type Ticks = { readonly step: number; readonly at: readonly number[] };

/** The lines of an axis that is so wide. They stand at whole minutes, hours and days of the clock on the wall. */
export function ticksIn({ from, to }: Range, widthPx: number): Ticks {
  const room = Math.max(1, Math.floor(widthPx / TICK_PX_MIN));
  const step = STEPS_MS.find((one) => (to - from) / one <= room) ?? DAY_MS * 365;
  const offset = new Date(from).getTimezoneOffset() * MINUTE_MS;
  const at: number[] = [];
  for (let tick = Math.ceil((from - offset) / step) * step + offset; tick <= to; tick += step) at.push(tick);
  return { step, at };
}
