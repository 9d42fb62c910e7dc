import type { Budget, TreeBudget, TreeUse } from '../../protocol/budget.ts';
import type { Money } from '../../protocol/usage.ts';
import { amount, compact } from '../usage/figures.ts';
import { stopwatch } from '../words/times.ts';
import { words } from '../words/words.ts';
import { LIMITS, type Limit } from './draft.ts';

/** From this share of a limit on a person should know. */
const NEAR = 0.8;

/** `share`: of the limit; 1 or more: reached. */
export type Standing = {
  readonly limit: Limit;
  readonly share: number;
  readonly used: string;
  readonly max: string;
};
export type Level = 'fine' | 'near' | 'over';

export function levelOf({ share }: Pick<Standing, 'share'>): Level {
  if (share >= 1) return 'over';
  return share >= NEAR ? 'near' : 'fine';
}

/** Where a tree stands against its limits, the one that comes first of all in front. What has no limit is left out. */
export function standings(budget: Budget, taken: Pick<TreeBudget, 'use' | 'deepest'>): readonly Standing[] {
  const standing = LIMITS.flatMap((limit): readonly Standing[] => {
    const max = maxOf(limit, budget);
    if (max === null) return [];
    const used = usedOf(limit, taken, budget.cost?.currency);
    const share = max === 0 ? 1 : used / max;
    const [text, of] = [figure(limit, used, budget.cost?.currency), figure(limit, max, budget.cost?.currency)];
    return [{ limit, share, used: text, max: of }];
  });
  // To have come to the last level is no sign that a limit is near: levels are used over and over.
  const weight = ({ limit, share }: Standing) => (limit === 'depth' ? share / 1e3 : share);
  return standing.toSorted((a, b) => weight(b) - weight(a));
}

function maxOf(limit: Limit, budget: Budget): number | null {
  return limit === 'cost' ? (budget.cost?.amount ?? null) : budget[limit];
}

function usedOf(limit: Limit, { use, deepest }: Pick<TreeBudget, 'use' | 'deepest'>, currency: string | undefined) {
  if (limit === 'depth') return deepest;
  return limit === 'cost' ? (costIn(use, currency)?.amount ?? 0) : use[limit];
}

/** Undefined: nothing was reported in it. */
export const costIn = ({ cost }: TreeUse, currency: string | undefined): Money | undefined =>
  cost.find((money) => money.currency === currency);

/** What was taken of something, as it is written, whether or not it has a limit. */
export function takenOf(limit: Limit, taken: Pick<TreeBudget, 'use' | 'deepest'>): string {
  if (limit !== 'cost') return figure(limit, usedOf(limit, taken, undefined), undefined);
  const { cost } = taken.use;
  return cost.length === 0 ? words().notReported : cost.map(amount).join(' + ');
}

function figure(limit: Limit, n: number, currency: string | undefined): string {
  if (limit === 'cost') return currency === undefined ? '' : amount({ amount: n, currency });
  if (limit === 'timeMs') return stopwatch(n);
  return limit === 'tokens' ? compact(n) : words().number(n);
}
