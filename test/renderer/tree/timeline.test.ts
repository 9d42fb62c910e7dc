import { expect, test } from 'vitest';
import type { TimelineTurn, WaitCause } from '../../../protocol/timeline.ts';
import { type Bar, barsOf, nearest } from '../../../renderer/tree/timeline-bars.ts';
import { walkBars } from '../../../renderer/tree/timeline-keys.ts';
import { fitted, panned, placeIn, ticksIn, zoomed } from '../../../renderer/tree/timeline-scale.ts';
import { turnIdNumber } from '../../support/arbitraries.ts';
import { idOf, idsOf, numberOf } from './made-tree.ts';

type Wait = readonly [kind: WaitCause['kind'], at: number, endedAt: number | null];
const turnOf = (n: number, at: number, endedAt: number | null, ...waits: readonly Wait[]): TimelineTurn => ({
  ...{ session: idOf(n), turn: turnIdNumber(at), at, endedAt, outcome: endedAt === null ? null : 'completed' },
  waits: waits.map(([kind, from, to]) => {
    const cause: WaitCause = kind === 'children' ? { kind, children: idsOf(8, 9) } : { kind };
    return { at: from, endedAt: to, cause };
  }),
});
const partsOf = (turn: TimelineTurn, now = 100) =>
  barsOf([turn], now)
    .get(turn.session)?.[0]
    ?.parts.map(({ kind, from, to }) => `${kind} ${from}-${to}`);

const PARTS: readonly (readonly [what: string, turn: TimelineTurn, parts: readonly string[]])[] = [
  ['that only worked', turnOf(1, 10, 50), ['work 10-50']],
  [
    'that waited in between',
    turnOf(1, 10, 50, ['line', 10, 20], ['children', 30, 40]),
    ['line 10-20', 'work 20-30', 'children 30-40', 'work 40-50'],
  ],
  ['that waits now', turnOf(1, 10, null, ['person', 60, null]), ['work 10-60', 'person 60-100']],
  ['whose wait nobody saw end', turnOf(1, 10, 50, ['children', 20, null]), ['work 10-20', 'children 20-50']],
  [
    'whose waits overlap',
    turnOf(1, 10, 50, ['children', 20, 40], ['person', 30, 45]),
    [...['work 10-20', 'children 20-40', 'person 40-45', 'work 45-50']],
  ],
  ['that took no time', turnOf(1, 10, 10), ['work 10-10']],
  ['that the host’s clock began later than ours', turnOf(1, 200, null), ['work 200-200']],
];
test.each(PARTS)('[S5.6] a turn %s is a bar without gaps', (_, turn, parts) => {
  expect(partsOf(turn)).toEqual(parts);
});

test('[S5.6] a bar knows whom its turn waited for', () => {
  const [bar] = barsOf([turnOf(1, 10, 50, ['children', 20, 30])], 100).get(idOf(1)) ?? [];
  expect(bar?.parts.map(({ children }) => children.map(numberOf))).toEqual([[], [8, 9], []]);
});

test('[S5.6] what is shown at first is all that ran, with room beside it, and never less than some seconds', () => {
  expect(fitted([100_000, 0, 50_000], 9)).toEqual({ from: -3_000, to: 103_000 });
  expect(fitted([0, 10], 9)).toEqual({ from: -300, to: 10_300 });
  expect(fitted([], 50_000)).toEqual({ from: 40_000, to: 50_000 });
});

test('[S5.6] zooming keeps what it is about in its place, within limits', () => {
  const near = zoomed({ from: 0, to: 100_000 }, 0.5, 25_000);
  expect(near).toEqual({ from: 12_500, to: 62_500 });
  expect(placeIn(near, 25_000)).toBe(0.25);
  expect(zoomed(zoomed({ from: 0, to: 100_000 }, 0.5, 25_000), 2, 25_000)).toEqual({ from: 0, to: 100_000 });
  const closest = zoomed({ from: 0, to: 1_500 }, 0.1, 0);
  expect(closest.to - closest.from).toBe(1_000);
  expect(panned({ from: 0, to: 100 }, -0.25)).toEqual({ from: -25, to: 75 });
});

test('[S5.6] an axis has as many lines as there is room for, at whole steps, all within it', () => {
  for (const [span, width] of [
    [1_000, 300],
    [90_000, 300],
    [3_600_000, 150],
    [86_400_000 * 40, 900],
  ] as const) {
    const range = { from: 1_700_000_012_345, to: 1_700_000_012_345 + span };
    const { at, step } = ticksIn(range, width);
    expect(at.length, `${span}`).toBeLessThanOrEqual(width / 72 + 1);
    expect(at.every((tick) => tick >= range.from && tick <= range.to)).toBe(true);
    const offset = new Date(range.from).getTimezoneOffset() * 60_000;
    expect(at.every((tick) => (tick - offset) % step === 0)).toBe(true);
  }
});

test('[S5.6] up and down a timeline the cursor keeps to its time, and left and right to its row', () => {
  const turns = [turnOf(1, 0, 40), turnOf(1, 60, 90), turnOf(2, 10, 20), turnOf(2, 55, 70)];
  const bars = barsOf(turns, 100);
  const ids = idsOf(1, 2, 3);
  const walk = (n: number, bar: number, key: string) => {
    const to = walkBars(ids, bars, { id: idOf(n), bar }, key);
    return to && [numberOf(to.id), to.bar];
  };
  expect(walk(1, 1, 'ArrowDown')).toEqual([2, 1]);
  expect(walk(2, 0, 'ArrowUp')).toEqual([1, 0]);
  expect(walk(2, 1, 'ArrowDown')).toEqual([3, -1]);
  expect(walk(1, 0, 'ArrowLeft')).toEqual([1, -1]);
  expect(walk(1, 1, 'ArrowRight')).toEqual([1, 1]);
  expect(walk(1, -1, 'End')).toEqual([3, -1]);
  expect(walk(1, 0, 'x')).toBeUndefined();
  const [first, second] = bars.get(idOf(2)) as readonly [Bar, Bar];
  expect([nearest([first, second], 30), nearest([first, second], 50), nearest([], 5)]).toEqual([0, 1, -1]);
});
