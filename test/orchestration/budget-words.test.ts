import { expect, test } from 'vitest';
import { budgetWords } from '../../main/orchestration/budget-words.ts';
import { wordsFor } from '../../main/orchestration/refusal-words.ts';
import type { OverBudget } from '../../protocol/budget.ts';
import { sessionIdNumber } from '../support/arbitraries.ts';

const CASES: readonly (readonly [OverBudget, string])[] = [
  [{ limit: 'children', max: 3, used: 4 }, '4 of at most 3 child sessions'],
  [{ limit: 'depth', max: 2, used: 2 }, 'at most 2 levels deep'],
  [{ limit: 'tokens', max: 1_000, used: 1_001 }, '1001 of at most 1000 tokens'],
  [
    { limit: 'cost', max: { amount: 5, currency: 'USD' }, used: { amount: 5.123456, currency: 'USD' } },
    '5.1235 USD of at most 5 USD',
  ],
  [{ limit: 'timeMs', max: 90_000, used: 120_000 }, '2 of at most 1.5 minutes'],
];

test.each(CASES)(
  '[S5.2] an agent is told which limit of its tree is reached, and what it can still do: %j',
  (over, says) => {
    const words = wordsFor({ code: 'over-budget', over, root: sessionIdNumber(1) });
    expect(words).toBe(budgetWords(over));
    expect(words).toContain(says);
    expect(words).toMatch(/trying again will not help\. .+ask the person to raise the budget\.$/);
  },
);
