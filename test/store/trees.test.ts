import { expect, test } from 'vitest';
import type { SessionId } from '../../protocol/ids.ts';
import { sessionIdNumber, turnIdNumber } from '../support/arbitraries.ts';
import { chanceOf } from '../support/chance.ts';
import { freshStore, headOf } from './fresh.ts';

const ROOT = sessionIdNumber(1);
const below = (parent: SessionId) =>
  ({ kind: 'subagent', parent, turn: turnIdNumber(0), item: null, type: null }) as const;

function familyStore() {
  const { sessions } = freshStore();
  const put = (n: number, parent: number | null) =>
    sessions.commit(sessionIdNumber(n), {
      durable: false,
      head: headOf(n, parent === null ? {} : { kind: 'child', relationship: below(sessionIdNumber(parent)) }),
      turns: [],
      items: [],
    });
  const lasted = (n: number, from: number, until: number, parent: number | null = null) =>
    sessions.commit(sessionIdNumber(n), {
      durable: false,
      head: null,
      turns: [{ type: 'lasted', parent: parent === null ? null : sessionIdNumber(parent), from, until }],
      items: [],
    });
  return { sessions, put, lasted };
}

test('[S5.2] every session knows its root and its level, however often it is written', () => {
  const { sessions, put } = familyStore();
  put(1, null);
  put(2, 1);
  put(3, 2);
  put(3, 2);
  put(4, 1);
  expect([1, 2, 3, 4].map((n) => sessions.trees.placeOf(sessionIdNumber(n)))).toEqual(
    [0, 1, 2, 1].map((depth) => ({ root: ROOT, depth })),
  );
  expect(sessions.trees.membersOf(ROOT)).toEqual({ children: 3, deepest: 2 });
});

test.each([1, 2, 3, 4, 5, 6])(
  '[S5.2] the time of a tree is that of all moments in which one had a turn (seed %i)',
  (seed) => {
    const chance = chanceOf(seed);
    const { sessions, put, lasted } = familyStore();
    put(1, null);
    put(2, 1);
    const spans = Array.from({ length: 40 }, () => {
      const from = chance(300);
      return { from, until: from + chance(15) };
    });
    for (const { from, until } of spans) lasted(1 + chance(2), from, until);
    lasted(9, 1, 300); // of another tree
    const inSome = (ms: number) => spans.some(({ from, until }) => from <= ms && ms < until);
    const moments = (test: (ms: number) => boolean) => Array.from({ length: 320 }, (_, ms) => ms).filter(test).length;
    expect(sessions.trees.use(ROOT, 320, null).timeMs).toBe(moments(inSome));
    const since = chance(320);
    expect(sessions.trees.use(ROOT, 320, since).timeMs).toBe(moments((ms) => ms >= since || inSome(ms)));
  },
);

test('[S5.2] an aside is in the tree of its parent, though nothing else of it is kept', () => {
  const { sessions, put, lasted } = familyStore();
  put(1, null);
  put(2, 1);
  lasted(7, 0, 10, 2);
  expect(sessions.trees.use(ROOT, 50, null).timeMs).toBe(10);
});

test('[S5.2] a tree is remembered for as long as any session of it is there', () => {
  const { sessions, put, lasted } = familyStore();
  put(1, null);
  put(2, 1);
  put(3, 2);
  lasted(3, 0, 10);
  for (const n of [1, 2]) sessions.purge(sessionIdNumber(n));
  expect(sessions.trees.use(ROOT, 50, null)).toMatchObject({ children: 2, timeMs: 10 });
  sessions.purge(sessionIdNumber(3));
  expect(sessions.trees.use(ROOT, 50, null)).toMatchObject({ children: 0, timeMs: 0 });
});
