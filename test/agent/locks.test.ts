import { expect, test } from 'vitest';
import { Locks, type Release } from '../../main/agent/locks.ts';

const NEVER = new AbortController().signal;

/** Stands in the line and writes down what it is told. */
function stand(locks: Locks, key: string, name: string, log: string[], signal = NEVER): Promise<Release | undefined> {
  const granted = locks.acquire(key, signal, (place) => log.push(`${name} at ${place}`));
  void granted.then((release) => log.push(release ? `${name} in` : `${name} away`));
  return granted;
}

test('[G11] one holder at a time, first come, first served, and everybody knows their place', async () => {
  const locks = new Locks();
  const log: string[] = [];
  const first = await stand(locks, 'a', 'one', log);
  const second = stand(locks, 'a', 'two', log);
  const third = stand(locks, 'a', 'three', log);
  await Promise.resolve();
  expect(log).toEqual(['one in', 'two at 1', 'three at 2']);

  first?.();
  (await second)?.();
  (await third)?.();
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
  const second = stand(locks, 'a', 'two', log, gone.signal);
  const third = stand(locks, 'a', 'three', log);
  gone.abort();
  expect(await second).toBeUndefined();
  expect(log).toEqual(['one in', 'two at 1', 'three at 2', 'three at 1', 'two away']);

  holder?.();
  (await third)?.();
  expect(log.at(-1)).toBe('three in');
});

test('[X1] a lock is given back once: a second release frees nobody else', async () => {
  const locks = new Locks();
  const log: string[] = [];
  const first = await stand(locks, 'a', 'one', log);
  const second = stand(locks, 'a', 'two', log);
  void stand(locks, 'a', 'three', log);
  first?.();
  first?.();
  await second;
  expect(log).not.toContain('three in');
});

test('[X1] who is aborted before standing in line is never let in', async () => {
  const locks = new Locks();
  expect(await locks.acquire('a', AbortSignal.abort(), () => undefined)).toBeUndefined();
  expect(locks.size).toBe(0);
});
