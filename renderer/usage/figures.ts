import type { Money, TurnUsage } from '../../protocol/usage.ts';
import { stopwatch } from '../words/times.ts';
import { words } from '../words/words.ts';

/** Below this the hundredth parts of a currency say too little. */
const SMALL_AMOUNT = 0.1;
/** The smallest amount that is written out; less is said to be less. */
const LEAST_AMOUNT = 0.0001;

/** Making one costs more than a row of the transcript. */
const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const { locale } = words();
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, known);
  return known;
}

/** Short, as `12.3K`. */
export const compact = (n: number): string => format({ notation: 'compact', maximumFractionDigits: 1 }).format(n);

/** A part of a whole, in percent; what is not all of it is never rounded up to it. */
export function shareOf(used: number, size: number): string {
  const share = size > 0 ? used / size : 0;
  return format({ style: 'percent' }).format(share < 1 ? Math.floor(share * 100) / 100 : share);
}

/** One amount, in its own currency; what is no code of a currency is written as the agent wrote it. */
export function amount({ amount: value, currency }: Money): string {
  const small = Math.abs(value) < SMALL_AMOUNT && value !== 0;
  const digits = small ? { minimumFractionDigits: 2, maximumFractionDigits: 4 } : {};
  const least = value > 0 && value < LEAST_AMOUNT;
  return `${least ? '<' : ''}${currencyFormat(currency, digits)(least ? LEAST_AMOUNT : value)}`;
}

function currencyFormat(currency: string, digits: Intl.NumberFormatOptions): (value: number) => string {
  if (/^[A-Z]{3}$/.test(currency)) return (value) => format({ style: 'currency', currency, ...digits }).format(value);
  return (value) => `${format({ maximumFractionDigits: 2, ...digits }).format(value)} ${currency}`;
}

/** All amounts; undefined when none was reported. */
export const costOf = ({ cost }: Pick<TurnUsage, 'cost'>): string | undefined =>
  cost.length === 0 ? undefined : cost.map(amount).join(' + ');

export const timeOf = ({ times }: Pick<TurnUsage, 'times'>): string | undefined =>
  times.workMs === null ? undefined : stopwatch(times.workMs);

export const tokensOf = ({ tokens }: Pick<TurnUsage, 'tokens'>): string | undefined =>
  tokens.total === null ? undefined : compact(tokens.total);

/** What is known of a use, in a few words; empty when nothing is. */
export function figuresOf(usage: TurnUsage): string {
  const tokens = tokensOf(usage);
  const all = [timeOf(usage), tokens && words().tokensOf(tokens), costOf(usage)];
  return all.filter((one) => one !== undefined).join(' · ');
}
