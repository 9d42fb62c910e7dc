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
  if (passed < WEEK_MS) return dayOfWeek(at);
  return words().daysAgo(Math.floor(passed / DAY_MS));
}

/** Hours and minutes of an epoch ms, by the locale. */
export const clockTime = formatter({ hour: '2-digit', minute: '2-digit', hour12: false });

/** A day and a time of it, by the locale: for what is looked up later. */
export const moment = formatter({ dateStyle: 'medium', timeStyle: 'short' });

const dayOfWeek = formatter({ weekday: 'short' });
const day = formatter({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });

/** `YYYY-MM-DD` by the locale: a day of the calendar, not a moment. */
export const calendarDay = (date: string): string => day(Date.parse(`${date}T00:00:00Z`));

/** Says an epoch ms in the language of the window. What formats is kept: making one costs more than a row of a list. */
export function formatter(options: Intl.DateTimeFormatOptions): (at: number) => string {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (at) => {
    const { locale } = words();
    const format = formats.get(locale) ?? new Intl.DateTimeFormat(locale, options);
    formats.set(locale, format);
    return format.format(at);
  };
}

/** A span as a stopwatch shows it: `0:42`, `12:05`, `1:02:09`. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
