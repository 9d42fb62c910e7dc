import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Slot, Wish } from '../../main/agent/lock-line.ts';
import { Locks } from '../../main/agent/locks.ts';

const NEVER = new AbortController().signal;

/** Stands in the line and writes down what it is told. */
function stand(
  locks: Locks,
  key: string,
  name: string,
  log: string[],
  wish: Partial<Wish> = {},
): Promise<Slot | undefined> {
  const onPlace = (place: number) => log.push(`${name} at ${place}`);
  const admitted = locks.acquire(key, { capacity: 1, signal: NEVER, beside: NEVER, onPlace, ...wish });
  void admitted.then((slot) => log.push(slot ? `${name} in` : `${name} away`));
  return admitted;
}

test('[G11] one holder at a time, first come, first served, and everybody knows their place', async () => {
  const locks = new Locks();
  const log: string[] = [];
  const first = await stand(locks, 'a', 'one', log);
  const second = stand(locks, 'a', 'two', log);
  const third = stand(locks, 'a', 'three', log);
  await Promise.resolve();
  expect(log).toEqual(['one in', 'two at 1', 'three at 2']);

  first?.release();
  (await second)?.release();
  (await third)?.release();
  expect(log.slice(3)).toEqual(['three at 1', 'two in', 'three in']);
  expect(locks.size).toBe(0);
});

test('[X1] other keys do not wait', async () => {
  const locks = new Locks();
  const log: string[] = [];
  await stand(locks, 'a', 'one', log);
  await stand(locks, 'b', 'two', log);
  expect(log).toEqual(['one in', 'two in']);
});

test('[X1] who gives up while waiting leaves the line, and nobody passes the holder', async () => {
  const locks = new Locks();
  const log: string[] = [];
  const holder = await stand(locks, 'a', 'one', log);
  const gone = new AbortController();
  const second = stand(locks, 'a', 'two', log, { signal: gone.signal });
  const third = stand(locks, 'a', 'three', log);
  gone.abort();
  expect(await second).toBeUndefined();
  expect(log).toEqual(['one in', 'two at 1', 'three at 2', 'three at 1', 'two away']);

  holder?.release();
  (await third)?.release();
  expect(log.at(-1)).toBe('three in');
});

test('[X1] a lock is given back once: a second release frees nobody else', async () => {
  const locks = new Locks();
  const log: string[] = [];
  const first = await stand(locks, 'a', 'one', log);
  const second = stand(locks, 'a', 'two', log);
  void stand(locks, 'a', 'three', log);
  first?.release();
  first?.release();
  await second;
  expect(log).not.toContain('three in');
});

test('[X1] who is aborted before standing in line is never let in', async () => {
  const locks = new Locks();
  expect(await stand(locks, 'a', 'one', [], { signal: AbortSignal.abort() })).toBeUndefined();
  expect(locks.size).toBe(0);
});

test('[G11] as many hold it as may, and who asks for more lets those before in first', async () => {
  const locks = new Locks();
  const log: string[] = [];
  const slots = [await stand(locks, 'a', 'one', log), await stand(locks, 'a', 'two', log, { capacity: 2 })];
  const third = stand(locks, 'a', 'three', log, { capacity: 2 });
  const fourth = stand(locks, 'a', 'four', log, { capacity: 3 });
  await third;
  expect(log).toEqual(['one in', 'two in', 'three at 1', 'four at 1', 'three in']);
  slots[0]?.release();
  await fourth;
  expect(log.at(-1)).toBe('four in');
});

test('[G11] who runs alongside goes in at once, takes nobody its place, and lets nobody in by leaving', async () => {
  const locks = new Locks();
  const log: string[] = [];
  const now = new AbortController();
  const first = await stand(locks, 'a', 'one', log);
  const second = stand(locks, 'a', 'two', log);
  const third = stand(locks, 'a', 'three', log, { beside: now.signal });
  void stand(locks, 'a', 'four', log);
  now.abort();
  const beside = await third;
  expect(log).toEqual(['one in', 'two at 1', 'three at 2', 'four at 3', 'four at 2', 'three in']);
  beside?.giveUp();
  expect(await beside?.retake(1, NEVER)).toBe(true);
  beside?.release();
  await Promise.resolve();
  expect(log).toHaveLength(6);
  first?.release();
  await second;
  expect(log.slice(6)).toEqual(['four at 1', 'two in']);
});

test('[G11] who gave its slot up for a while takes it again before all who wait', async () => {
  const locks = new Locks();
  const log: string[] = [];
  const parent = await stand(locks, 'a', 'parent', log);
  const child = stand(locks, 'a', 'child', log);
  void stand(locks, 'a', 'third', log);
  parent?.giveUp();
  const slot = await child;
  const back = parent?.retake(1, NEVER).then((has) => log.push(`parent ${has}`));
  expect(parent?.retake(1, NEVER)).toBeInstanceOf(Promise);
  slot?.release();
  await back;
  expect(log).toEqual([
    ...['parent in', 'child at 1', 'third at 2', 'third at 1', 'child in'],
    ...['third at 2', 'third at 1', 'parent true'],
  ]);
});

test('[X1] a slot that was given up for a while is kept in mind, and goes with its holder', async () => {
  const locks = new Locks();
  const parent = await stand(locks, 'a', 'parent', []);
  parent?.giveUp();
  expect(locks.size).toBe(1);
  const log: string[] = [];
  const other = await stand(locks, 'a', 'other', []);
  const third = stand(locks, 'a', 'third', log);
  const back = parent?.retake(1, NEVER);
  parent?.release();
  expect(await back).toBe(false);
  expect(await parent?.retake(1, NEVER)).toBe(false);
  expect(log).toEqual(['third at 1', 'third at 2', 'third at 1']); // what went with its holder was not held any more, and frees nothing
  other?.release();
  (await third)?.release();
  expect(log.at(-1)).toBe('third in');
  expect(locks.size).toBe(0);
});

test('[X1] [G11] whatever happens, nobody is lost, the first come is first served, and no more hold it than may', async () => {
  const capacity = fc.integer({ min: 1, max: 3 });
  const steps = fc.array(fc.tuple(fc.constantFrom(...DEEDS), fc.nat(20), fc.nat(1)), { maxLength: 80 });
  await fc.assert(fc.asyncProperty(capacity, steps, live), { numRuns: 300 });
});

const DEEDS = ['come', 'come', 'release', 'release', 'abort', 'beside', 'give-up', 'retake'] as const;

/** Somebody at a lock, as it should be. */
type Member = {
  readonly key: string;
  readonly stop: AbortController;
  readonly now: AbortController;
  state: 'waiting' | 'holding' | 'beside' | 'away' | 'returning' | 'gone';
  place: number;
  slot: Slot | undefined;
};

async function live(
  capacity: number,
  steps: readonly (readonly [(typeof DEEDS)[number], number, number])[],
): Promise<void> {
  const locks = new Locks();
  const members: Member[] = [];
  /** Those who wait by the rules, in the order in which they are to be let in. */
  const lines = new Map<string, Member[]>([
    ['a', []],
    ['b', []],
  ]);
  const lineOf = ({ key }: Member) => lines.get(key) ?? [];
  const holding = (key: string) => members.filter((one) => one.key === key && one.state === 'holding').length;
  const leave = (member: Member) =>
    void lines.set(
      member.key,
      lineOf(member).filter((one) => one !== member),
    );
  const settle = () => {
    for (const [key, line] of lines) {
      for (let next = line[0]; next && holding(key) < capacity; next = line[0]) {
        next.state = 'holding';
        line.shift();
      }
    }
  };

  const come = (key: string) => {
    const [stop, now] = [new AbortController(), new AbortController()];
    const member: Member = { key, stop, now, state: 'waiting', place: 0, slot: undefined };
    const onPlace = (place: number) => {
      member.place = place;
    };
    members.push(member);
    lineOf(member).push(member);
    void locks.acquire(key, { capacity, signal: stop.signal, beside: now.signal, onPlace }).then((slot) => {
      member.slot = slot;
    });
  };
  const act = (deed: (typeof DEEDS)[number], member: Member) => {
    const { state, slot } = member;
    if (deed === 'abort' && state === 'waiting') {
      member.stop.abort();
      member.state = 'gone';
      leave(member);
    } else if (deed === 'beside' && state === 'waiting') {
      member.now.abort();
      member.state = 'beside';
      leave(member);
    } else if (deed === 'give-up' && state === 'holding') {
      slot?.giveUp();
      member.state = 'away';
    } else if (deed === 'retake' && state === 'away') {
      void slot?.retake(capacity, NEVER);
      member.state = 'returning';
      const line = lineOf(member);
      line.splice(line.filter((one) => one.state === 'returning').length, 0, member);
    } else if (deed === 'release' && slot && state !== 'gone') {
      slot.release();
      leave(member);
      member.state = 'gone';
    }
  };
  const check = () => {
    for (const member of members) {
      const inside = member.slot !== undefined && member.state !== 'gone';
      expect(inside).toBe(member.state !== 'waiting' && member.state !== 'gone');
      if (member.state === 'waiting') expect(member.place).toBe(lineOf(member).indexOf(member) + 1);
    }
  };

  for (const [deed, who, key] of steps) {
    const member = members[who % (members.length || 1)];
    if (deed === 'come' || !member) come(key === 0 ? 'a' : 'b');
    else act(deed, member);
    settle();
    await new Promise(setImmediate);
    check();
  }
  for (const member of [...members, ...members]) {
    act(member.state === 'waiting' ? 'abort' : 'release', member);
    settle();
    await new Promise(setImmediate);
  }
  expect(locks.size).toBe(0);
}
