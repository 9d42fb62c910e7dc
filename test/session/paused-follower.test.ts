import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { nextTurn } from '../../main/clock.ts';
import { SessionActor } from '../../main/session/actor.ts';
import { RING_CHARS_MAX, RING_EVENTS_MAX } from '../../main/session/limits.ts';
import { DEFAULT_BUDGET } from '../../protocol/budget.ts';
import { itemIdOf, turnIdOf } from '../../protocol/ids.ts';
import { UNACKED_BATCHES_MAX } from '../../protocol/limits.ts';
import type { SessionStreamItem } from '../../protocol/stream.ts';
import { openSessionHost, quietLog } from '../support/session-host.ts';

const UPDATES = 50_000;
const UPDATE_CHARS = 200;
/** As a coalescer hands them over. */
const PER_REPORT = 10;
/** Far less than what was said while the follower read nothing, and more than engines leave lying about. */
const GROWTH_BYTES_MAX = 2 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function start() {
  const host = openSessionHost();
  const sessionId = host.create();
  const turnId = turnIdOf(host.newUlid());
  const stored = host.store.sessions.read(sessionId, 10);
  if (!stored) throw new Error('The session is gone');
  const actor = new SessionActor(stored, {
    store: host.store.sessions,
    permissions: host.permissions,
    budget: {
      store: host.store.sessions,
      now: () => host.clock.now(),
      active: () => [],
      defaultBudget: () => DEFAULT_BUDGET,
    },
    log: quietLog,
    ring: { eventsMax: RING_EVENTS_MAX, charsMax: RING_CHARS_MAX },
    now: () => host.clock.now(),
    newItemId: () => itemIdOf(host.newUlid()),
    newTurnId: () => turnIdOf(host.newUlid()),
    newIncarnation: () => host.newUlid(),
    changed: () => {},
    opened: () => {},
    granted: () => {},
    offered: () => {},
  });
  actor.dispatch({ type: 'prompt', sessionId, turnId, text: 'Go' });
  let said = 0;
  const say = async (updates: number) => {
    for (const end = said + updates; said < end; await nextTurn()) {
      const words = Array.from({ length: PER_REPORT }, () => `${said++} `.padEnd(UPDATE_CHARS, 'x'));
      const texts = words.map((text) => ({ type: 'text', of: 'reply', message: null, text }) as const);
      const report = { type: 'updates', updates: texts } as const;
      const recorded = actor.record(turnId, actor.eventsOf(turnId, report), report);
      if (!recorded.ok) throw new Error(recorded.refusal.message);
    }
  };
  const source = { ring: actor.ring, snapshot: () => actor.snapshot(10) };
  const stop = new AbortController();
  return { host, actor, turnId, say, stop, items: host.subscriptions.follow(source, undefined, stop.signal) };
}

/** Takes all that is sent at once and for good, as a socket's buffer does whose reader is away. */
class Away {
  readonly taken: SessionStreamItem[] = [];
  #came: () => void = () => {};

  async fill(items: AsyncGenerator<SessionStreamItem>): Promise<void> {
    for await (const item of items) {
      this.taken.push(item);
      this.#came();
    }
  }

  async hold(count: number): Promise<void> {
    while (this.taken.length < count) {
      await new Promise<void>((resolve) => {
        this.#came = resolve;
      });
    }
  }
}

test('[S2.3] a follower that stops reading costs no memory, and gets one snapshot when it goes on', async () => {
  const { host, actor, turnId, say, items, stop } = start();
  const buffer = new Away();
  const filling = buffer.fill(items);
  await buffer.hold(2);
  const [opened, snapshot] = buffer.taken;
  if (opened?.type !== 'opened' || snapshot?.type !== 'snapshot') throw new Error('No stream begins like this');
  host.subscriptions.ack(opened.stream, snapshot.seq);

  await say(UPDATES / 2);
  const before = heapBytes();
  const { chars } = actor.ring;
  await say(UPDATES / 2);
  expect(heapBytes() - before).toBeLessThan(GROWTH_BYTES_MAX);
  expect(actor.ring.chars).toBeLessThanOrEqual(RING_CHARS_MAX);
  expect(actor.ring.chars).toBeLessThan(chars * 1.01);
  expect([host.subscriptions.count, actor.ring.followers]).toEqual([1, 1]);
  const sent = 2 + UNACKED_BATCHES_MAX;
  expect(buffer.taken.length).toBe(sent);

  host.subscriptions.ack(opened.stream, actor.ring.seq);
  await buffer.hold(sent + 1);
  expect(buffer.taken.at(-1)).toMatchObject({ type: 'snapshot', seq: actor.ring.seq });
  stop.abort();
  await filling;
  const ended = { type: 'ended', outcome: { kind: 'completed' } } as const;
  actor.record(turnId, actor.eventsOf(turnId, ended), ended);
  host.close();
});
