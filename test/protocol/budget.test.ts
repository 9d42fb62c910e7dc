import { expect, test } from 'vitest';
import { Budget, DEFAULT_BUDGET, promptOver, spawnOver, type TreeUse } from '../../protocol/budget.ts';

const USE: TreeUse = { children: 3, tokens: 1_000, cost: [{ amount: 0.3, currency: 'USD' }], timeMs: 60_000 };
const NONE: Budget = { children: null, depth: null, tokens: null, cost: null, timeMs: null };

test('[S5.2] a tree without limits may go on, however much it took', () => {
  expect(promptOver(NONE, USE)).toBeUndefined();
  expect(spawnOver(NONE, USE, 999)).toBeUndefined();
  expect(spawnOver(DEFAULT_BUDGET, USE, 1)).toBeUndefined();
});

test.each([
  ['children', { children: 3 }, undefined, { limit: 'children', max: 3, used: 3 }],
  ['depth', { depth: 1 }, undefined, { limit: 'depth', max: 1, used: 1 }],
  [
    'tokens',
    { tokens: 1_000 },
    { limit: 'tokens', max: 1_000, used: 1_000 },
    { limit: 'tokens', max: 1_000, used: 1_000 },
  ],
  [
    'time',
    { timeMs: 59_999 },
    { limit: 'timeMs', max: 59_999, used: 60_000 },
    { limit: 'timeMs', max: 59_999, used: 60_000 },
  ],
] as const)('[S5.2] a limit of %s is reached before more is spent, not after', (_name, limits, prompt, spawn) => {
  expect(promptOver({ ...NONE, ...limits }, USE)).toEqual(prompt);
  expect(spawnOver({ ...NONE, ...limits }, USE, 2)).toEqual(spawn);
});

test('[S5.2] below a limit nothing stands in the way', () => {
  const limits: Budget = {
    children: 4,
    depth: 2,
    tokens: 1_001,
    cost: { amount: 0.31, currency: 'USD' },
    timeMs: 60_001,
  };
  expect(spawnOver(limits, USE, 2)).toBeUndefined();
});

test('[S5.2] costs count in the currency of the limit alone, to the millionth', () => {
  const cost = (amount: number, currency = 'USD'): Budget => ({ ...NONE, cost: { amount, currency } });
  const spent = { ...USE, cost: [{ amount: 0.1 + 0.2, currency: 'USD' }] };
  expect(promptOver(cost(0.3), spent)).toMatchObject({ limit: 'cost', max: { amount: 0.3 } });
  expect(promptOver(cost(0.300001), spent)).toBeUndefined();
  expect(promptOver(cost(0.1, 'EUR'), spent)).toBeUndefined();
});

test.each([{ children: -1 }, { depth: 0.5 }, { tokens: 'many' }, { cost: { amount: -1, currency: 'USD' } }])(
  '[S5.2] %j is no budget',
  (limits) => {
    expect(Budget.safeParse({ ...NONE, ...limits }).success).toBe(false);
  },
);
