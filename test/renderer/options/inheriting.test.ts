import { expect, test } from 'vitest';
import { POLICIES } from '../../../protocol/permission.ts';
import { cutTitle, neededFor } from '../../../renderer/options/inheriting.ts';

test('[S5.7] [S4.5] only more than before is to be confirmed, and what is not everything only beyond the parent: parent, before, chosen', () => {
  const found = [undefined, ...POLICIES].map((parent) =>
    POLICIES.map((before) => POLICIES.map((chosen) => neededFor(chosen, before, parent))),
  );
  const [N, A, W] = [null, 'all', 'wider'] as const;
  const free = [
    [N, N, N, A],
    [N, N, N, A],
    [N, N, N, A],
    [N, N, N, N],
  ];
  expect(found).toEqual([
    free,
    [
      [N, W, W, A],
      [N, N, W, A],
      [N, N, N, A],
      [N, N, N, N],
    ],
    [
      [N, N, W, A],
      [N, N, W, A],
      [N, N, N, A],
      [N, N, N, N],
    ],
    free,
    free,
  ]);
});

test('[S5.7] of a long title no more is said than leaves the policy in sight', () => {
  expect(cutTitle('Tests')).toBe('Tests');
  expect(cutTitle('Make the parser as fast as it gets')).toBe('Make the parser as fast…');
});
