import type { OverBudget } from '../../protocol/budget.ts';
import type { Money } from '../../protocol/usage.ts';

const MINUTE_MS = 60_000;

/** What an agent is told when its tree has reached a limit, with what it can still do: plain English, no markup. */
export function budgetWords(over: OverBudget): string {
  return `The budget of this tree of sessions is used up: ${taken(over)}. Nothing was started or sent, and trying again will not help. ${STILL[over.limit]} Otherwise say what is left to do and ask the person to raise the budget.`;
}

function taken(over: OverBudget): string {
  switch (over.limit) {
    case 'children':
      return `it has had ${over.used} of at most ${over.max} child sessions, deleted ones included`;
    case 'depth':
      return `it may be at most ${over.max} levels deep, and this would be one more`;
    case 'tokens':
      return `it has used ${over.used} of at most ${over.max} tokens`;
    case 'cost':
      return `it has cost ${money(over.used)} of at most ${money(over.max)}`;
    case 'timeMs':
      return `it has been at work for ${minutes(over.used)} of at most ${minutes(over.max)} minutes`;
  }
}

/** What the limit leaves open. */
const STILL: { readonly [Limit in OverBudget['limit']]: string } = {
  children: 'Sessions that exist can still be sent messages; what remains you can do yourself.',
  depth: 'A session further up can still spawn one; what remains you can do yourself.',
  tokens: 'Finish in this turn what you can do yourself: no session of the tree begins another one.',
  cost: 'Finish in this turn what you can do yourself: no session of the tree begins another one.',
  timeMs: 'Finish in this turn what you can do yourself: no session of the tree begins another one.',
};

const money = ({ amount, currency }: Money): string => `${Number(amount.toFixed(4))} ${currency}`;
const minutes = (ms: number): number => Math.round((ms / MINUTE_MS) * 10) / 10;
