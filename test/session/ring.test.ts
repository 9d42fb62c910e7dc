import { expect, test } from 'vitest';
import { Ring } from '../../main/session/ring.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import { BATCH_CHARS_MAX } from '../../protocol/limits.ts';
import { charsOf, mergeEvents } from '../../protocol/merge.ts';
import { itemIdNumber } from '../support/arbitraries.ts';

const append = (at: number, text: string): SessionEvent => ({
  type: 'text-appended',
  item: itemIdNumber(1),
  key: null,
  at,
  text,
});

const openRing = (eventsMax = 100, charsMax = 1_000_000) =>
  new Ring<SessionEvent>({ incarnation: 'one', eventsMax, charsMax, charsOf, merge: mergeEvents });

test('[C51] a follower that fell off the ring is told, and one that did not is not', () => {
  const ring = openRing(10);
  ring.publish(Array.from({ length: 25 }, (_, at) => append(at, 'x')));
  expect(ring.knows({ incarnation: 'one', seq: 15 })).toBe(true);
  expect(ring.knows({ incarnation: 'one', seq: 14 })).toBe(false);
  expect(ring.knows({ incarnation: 'one', seq: 26 })).toBe(false);
  expect(ring.knows({ incarnation: 'another', seq: 20 })).toBe(false);
});

test('[C81] a batch names the numbers it carries, and the next begins behind it', () => {
  const ring = openRing();
  ring.publish([append(0, 'a'), append(1, 'b')]);
  ring.publish([append(2, 'c')]);
  expect(ring.read(0)).toEqual({ type: 'batch', from: 1, to: 3, events: [append(0, 'abc')] });
  expect(ring.read(1)).toEqual({ type: 'batch', from: 2, to: 3, events: [append(1, 'bc')] });
  expect(ring.read(3)).toBeUndefined();
});

test('[S2.3] the ring is bounded in characters as well as in events', () => {
  const ring = openRing(1000, 10_000);
  for (let at = 0; at < 500; at += 1) ring.publish([append(at * 400, 'x'.repeat(400))]);
  expect(ring.chars).toBeLessThanOrEqual(10_000);
  expect(ring.knows({ incarnation: 'one', seq: 499 })).toBe(true);
});

test('[S2.3] one batch is bounded, however much is waiting', () => {
  const ring = openRing(1000, 100_000_000);
  for (let at = 0; at < 20; at += 1) ring.publish([append(at * 100_000, 'x'.repeat(100_000))]);
  const first = ring.read(0);
  expect(first?.to).toBe(Math.floor(BATCH_CHARS_MAX / 100_096));
});
