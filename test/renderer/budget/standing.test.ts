import { expect, test } from 'vitest';
import { type Budget, DEFAULT_BUDGET } from '../../../protocol/budget.ts';
import { levelOf, standings, takenOf } from '../../../renderer/budget/standing.ts';

const FREE: Budget = { children: null, depth: null, tokens: null, cost: null, timeMs: null };
const TAKEN = {
  use: { children: 80, tokens: 10_000, cost: [{ amount: 4, currency: 'USD' }], timeMs: 90_000 },
  deepest: 8,
};

test('[S5.2] the limit that comes first is in front, but that all levels are used says little', () => {
  const all = standings({ ...DEFAULT_BUDGET, tokens: 100_000, cost: { amount: 5, currency: 'EUR' } }, TAKEN);
  expect(all.map(({ limit, used, max }) => [limit, used, max])).toEqual([
    ['children', '80', '100'],
    ['tokens', '10K', '100K'],
    ['depth', '8', '8'],
    ['cost', '€0.00', '€5.00'],
  ]);
});

test('[S5.2] a limit is near from four fifths on, and reached where it is met', () => {
  const level = (children: number) => levelOf(standings({ ...FREE, children }, TAKEN)[0] ?? { share: -1 });
  expect([101, 100, 81, 80, 0].map(level)).toEqual(['fine', 'near', 'near', 'over', 'over']);
});

test('[S5.2] a tree without limits stands against none, and shows what it took', () => {
  expect(standings(FREE, TAKEN)).toEqual([]);
  expect((['children', 'depth', 'tokens', 'cost', 'timeMs'] as const).map((limit) => takenOf(limit, TAKEN))).toEqual([
    ...['80', '8', '10K', '$4.00', '1:30'],
  ]);
});
