import type { OverBudget } from '../../protocol/budget.ts';
import type { Money } from '../../protocol/usage.ts';

const MINUTE_MS = 60_000;

/** How a language writes what counts against a limit: numbers in groups, money in its currency, time in minutes. */
export function limitsIn(locale: string, minutes: (n: string) => string) {
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const money = ({ amount, currency }: Money): string =>
    /^[A-Z]{3}$/.test(currency)
      ? new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount)
      : `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(amount)} ${currency}`;
  return ({ limit, max, used }: OverBudget): { readonly max: string; readonly used: string } => {
    if (limit === 'cost') return { max: money(max), used: money(used) };
    if (limit !== 'timeMs') return { max: numbers.format(max), used: numbers.format(used) };
    return { max: minutes(numbers.format(max / MINUTE_MS)), used: minutes(numbers.format(used / MINUTE_MS)) };
  };
}
