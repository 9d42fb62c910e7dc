import { expect, test } from 'vitest';
import { type Budget, DEFAULT_BUDGET } from '../../../protocol/budget.ts';
import { type BudgetDraft, draftOf, readDraft } from '../../../renderer/budget/draft.ts';

const EMPTY: BudgetDraft = { children: '', depth: '', tokens: '', cost: '', currency: 'USD', timeMs: '' };
const FREE: Budget = { children: null, depth: null, tokens: null, cost: null, timeMs: null };
const read = (typed: Partial<BudgetDraft>) => readDraft({ ...EMPTY, ...typed });

test.each([
  DEFAULT_BUDGET,
  FREE,
  { children: 0, depth: 0, tokens: 0, cost: { amount: 0, currency: 'EUR' }, timeMs: 0 },
  { children: 1, depth: 2, tokens: 3_000_000, cost: { amount: 2.5, currency: 'CNY' }, timeMs: 90_000 },
])('[S5.2] a budget that is shown and saved again is the same: %j', (budget) => {
  expect(readDraft(draftOf(budget))).toEqual({ budget, wrong: [] });
});

test('[S5.2] tokens, money and time are read as people write them', () => {
  for (const [tokens, n] of [
    ['500k', 500_000],
    ['2.5M', 2_500_000],
    ['1 000 000', 1_000_000],
    ['1,000,000', 1_000_000],
    ['1b', 1_000_000_000],
  ] as const) {
    expect(read({ tokens })).toEqual({ budget: { ...FREE, tokens: n }, wrong: [] });
  }
  for (const [cost, amount] of [
    ['2,50', 2.5],
    [' 3 ', 3],
    ['1,000.25', 1_000.25],
  ] as const) {
    expect(read({ cost }).budget.cost).toEqual({ amount, currency: 'USD' });
  }
  expect(read({ timeMs: '1.5' }).budget.timeMs).toBe(90_000);
});

test.each([
  ['children', '1.5'],
  ['children', '100001'],
  ['depth', '-1'],
  ['depth', '1001'],
  ['tokens', '0.5'],
  ['tokens', 'many'],
  ['tokens', '9999b'],
  ['cost', '$5'],
  ['cost', '1e3'],
  ['timeMs', 'soon'],
] as const)('[S5.2] what is no limit of %s is not taken for none: %s', (limit, typed) => {
  expect(read({ [limit]: typed }).wrong).toEqual([limit]);
});
