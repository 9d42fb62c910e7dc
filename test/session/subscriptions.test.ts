import { expect, test } from 'vitest';
import { Ring } from '../../main/session/ring.ts';
import { Subscriptions } from '../../main/session/subscriptions.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import { UNACKED_BATCHES_MAX, UNACKED_MS_MAX } from '../../protocol/limits.ts';
import { charsOf, mergeEvents } from '../../protocol/merge.ts';
import type { StreamItem } from '../../protocol/stream.ts';
import { itemIdNumber } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';

type Shown = { readonly state: string };

function start() {
  const clock = new FakeClock();
  const ring = new Ring<SessionEvent>({
    incarnation: 'one',
    eventsMax: 50,
    charsMax: 1e6,
    charsOf,
    merge: mergeEvents,
  });
  const subscriptions = new Subscriptions(clock, () => 'st-1');
  const stop = new AbortController();
  let at = 0;
  const say = () => ring.publish([{ type: 'text-appended', item: itemIdNumber(1), key: null, at: at++, text: 'x' }]);
  const open = (seq?: number) =>
    subscriptions.follow<Shown, SessionEvent>(
      { ring, snapshot: () => ({ state: `at ${ring.seq}` }) },
      seq === undefined ? undefined : { incarnation: 'one', seq },
      stop.signal,
    );
  return { clock, ring, subscriptions, stop, say, open };
}

type Items = AsyncGenerator<StreamItem<Shown, SessionEvent>>;
const next = async (items: Items) => (await items.next()).value;

test('[C50] a new follower gets its stream, one snapshot, and then only what is newer', async () => {
  const { say, open, subscriptions } = start();
  say();
  const items = open();
  expect(await next(items)).toEqual({ type: 'opened', stream: 'st-1', incarnation: 'one' });
  expect(await next(items)).toEqual({ type: 'snapshot', seq: 1, state: 'at 1' });
  subscriptions.ack('st-1', 1);
  say();
  say();
  expect(await next(items)).toMatchObject({ type: 'batch', from: 2, to: 3 });
});

test('[C52] [C14] one that comes back with a known position goes straight on; one that was too far behind gets a snapshot', async () => {
  const { say, open } = start();
  for (let n = 0; n < 60; n += 1) say();
  const near = open(55);
  await next(near);
  expect(await next(near)).toMatchObject({ type: 'batch', from: 56, to: 60 });
  const far = open(5);
  await next(far);
  expect(await next(far)).toMatchObject({ type: 'snapshot', seq: 60 });
});

test('[S2.3] a follower that reads without acknowledging is sent a few batches and then nothing more', async () => {
  const { say, open, subscriptions } = start();
  const items = open(0);
  await next(items);
  for (let n = 0; n < UNACKED_BATCHES_MAX; n += 1) {
    say();
    expect(await next(items)).toMatchObject({ type: 'batch', to: n + 1 });
  }
  say();
  say();
  const held = next(items);
  let sent = false;
  void held.then(() => {
    sent = true;
  });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(sent).toBe(false);
  subscriptions.ack('st-1', 1);
  expect(await held).toMatchObject({ type: 'batch', from: 5, to: 6 });
});

test('[S2.3] a follower that acknowledged nothing for a minute is let go, however much was said meanwhile', async () => {
  const { say, open, subscriptions, clock } = start();
  const items = open();
  await next(items);
  await next(items);
  const end = items.next();
  say();
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(UNACKED_MS_MAX - 1);
  say();
  clock.advance(1);
  expect(await end).toMatchObject({ done: true });
  expect(subscriptions.count).toBe(0);
});

test('[S2.3] an idle follower is waited for, and leaves nothing behind when it goes', async () => {
  const { open, subscriptions, ring, stop, clock } = start();
  const items = open(0);
  await next(items);
  const end = items.next();
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(10 * UNACKED_MS_MAX);
  expect(subscriptions.count).toBe(1);
  stop.abort();
  expect(await end).toMatchObject({ done: true });
  expect([subscriptions.count, ring.followers]).toEqual([0, 0]);
});
