import type { OverBudget } from '../../protocol/budget.ts';
import { limitsIn } from './limits.ts';

const figures = limitsIn('en', (n) => `${n} min`);

/** What is said of the budget of a tree of sessions. */
export const enBudget = {
  budget: 'Budget',
  budgetOf: (title: string) => `“${title}” and all below it`,
  budgetHelp:
    'Counts this session and every session below it, also deleted ones. A turn that runs when a limit is reached is not cut off; the next prompt or child is refused.',
  budgetMeter: (figures: string) => `Budget: ${figures}`,
  budgetNearly: 'nearly reached',
  budgetReached: 'reached',
  budgetSoFar: (used: string) => `${used} so far`,
  budgetPart: (used: string, max: string) => `${used} of ${max}`,
  budgetLimit: (limit: OverBudget['limit']) => limits[limit],
  budgetUnit: (limit: OverBudget['limit']) => units[limit],
  budgetWrong: (limit: OverBudget['limit']) => wrong[limit],
  budgetOverNow: 'Reached already: nothing can be sent until it is higher.',
  budgetGrown: 'Reached already: no further session can be spawned.',
  noLimit: 'No limit',
  currency: 'Currency',
  costUnreported: (currency: string) =>
    `No agent of this tree has reported a cost in ${currency}; until one does, this limit stops nothing.`,
  tokensUnreported: 'No agent of this tree has reported tokens; until one does, this limit stops nothing.',
  raiseBudget: 'Raise budget…',
  newTreesTitle: 'Budget of new trees',
  newTreesHelp:
    'What a session may take together with all that it spawns, from its first child on. Trees that have a budget keep it.',
};

const limits: { readonly [Limit in OverBudget['limit']]: string } = {
  children: 'Sessions below',
  depth: 'Levels below',
  tokens: 'Tokens',
  cost: 'Cost',
  timeMs: 'Time at work',
};
const units: { readonly [Limit in OverBudget['limit']]: string } = {
  children: 'sessions',
  depth: 'levels',
  tokens: 'tokens; 500k and 2M work as well',
  cost: 'as agents report it',
  timeMs: 'minutes in which any has a turn',
};
const wrong: { readonly [Limit in OverBudget['limit']]: string } = {
  children: 'A whole number up to 100,000, or nothing.',
  depth: 'A whole number up to 1,000, or nothing.',
  tokens: 'A whole number such as 250000, 500k or 2M, or nothing.',
  cost: 'An amount such as 5 or 2.50, or nothing.',
  timeMs: 'A number of minutes, or nothing.',
};

/** Which limit stands in the way, what has been taken, and what to do. */
export function overBudget(over: OverBudget): string {
  const { max, used } = figures(over);
  return `${stands[over.limit](used, max)} Nothing was sent or started. Raise the budget of the tree to go on.`;
}

const stands: { readonly [Limit in OverBudget['limit']]: (used: string, max: string) => string } = {
  children: (used, max) => `This tree has had ${used} of at most ${max} sessions below its first.`,
  depth: (_, max) => `This tree may have at most ${max} levels below its first session.`,
  tokens: (used, max) => `This tree has used ${used} of at most ${max} tokens.`,
  cost: (used, max) => `This tree has cost ${used} of at most ${max}.`,
  timeMs: (used, max) => `This tree has been at work for ${used} of at most ${max}.`,
};
