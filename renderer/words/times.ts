import { words } from './words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** How long ago, as short as a row needs; in English `now`, `12m`, `3h`, a weekday, `9d`. */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at);
  if (passed < MINUTE_MS) return words().justNow;
  if (passed < HOUR_MS) return words().minutesAgo(Math.floor(passed / MINUTE_MS));
  if (passed < DAY_MS) return words().hoursAgo(Math.floor(passed / HOUR_MS));
  if (passed < WEEK_MS) return new Intl.DateTimeFormat(words().locale, { weekday: 'short' }).format(at);
  return words().daysAgo(Math.floor(passed / DAY_MS));
}

/** Making one costs more than a row of the transcript. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Hours and minutes of an epoch ms, by the locale. */
export function clockTime(at: number): string {
  const { locale } = words();
  const clock =
    clocks.get(locale) ?? new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
  clocks.set(locale, clock);
  return clock.format(at);
}

/** A span as a stopwatch shows it: `0:42`, `12:05`, `1:02:09`. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A day and a time of it, by the locale: for what is looked up later. */
export function moment(at: number): string {
  const { locale } = words();
  const known = moments.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  moments.set(locale, known);
  return known.format(at);
}

const moments = new Map<string, Intl.DateTimeFormat>();
