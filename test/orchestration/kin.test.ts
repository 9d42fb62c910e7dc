import { expect, test } from 'vitest';
import { kinOf, lineOf, type ParentOf } from '../../main/orchestration/kin.ts';
import { type SessionId, sessionIdOf } from '../../protocol/ids.ts';

const id = (name: string): SessionId => sessionIdOf(name.padStart(26, '0'));
const [ROOT, A, B, DEEP, ELSE] = ['1', '2', '3', '4', '5'].map(id) as [
  SessionId,
  SessionId,
  SessionId,
  SessionId,
  SessionId,
];
const PARENTS = new Map<SessionId, SessionId | null>([
  [ROOT, null],
  [A, ROOT],
  [B, ROOT],
  [DEEP, A],
  [ELSE, null],
]);
const parentOf: ParentOf = (session) => PARENTS.get(session);

test.each([
  [A, A, 'self'],
  [A, DEEP, 'below'],
  [ROOT, DEEP, 'below'],
  [DEEP, ROOT, 'above'],
  [DEEP, B, 'beside'],
  [B, A, 'beside'],
  [A, ELSE, 'stranger'],
  [ELSE, ROOT, 'stranger'],
  [A, id('9'), 'stranger'],
  [id('9'), id('9'), 'stranger'],
] as const)('[S5.1] to %s, %s is %s', (session, other, kin) => {
  expect(kinOf(session, other, parentOf)).toBe(kin);
});

test('[S5.1] a line leads up to the root, and ends where rows point in a circle', () => {
  expect(lineOf(DEEP, parentOf)).toEqual([DEEP, A, ROOT]);
  const circle = new Map([
    [A, B],
    [B, A],
  ]);
  expect(lineOf(A, (session) => circle.get(session))).toEqual([A, B]);
});
