import { expect, test } from 'vitest';
import { Arrivals } from '../../main/agent/arrivals.ts';

test('[G11] whoever came first is done first, however long it takes; others with another key do not wait', async () => {
  const arrivals = new Arrivals();
  const done: string[] = [];
  const slow = Promise.withResolvers<void>();
  const come = (key: string, name: string, until: Promise<void> = Promise.resolve()) =>
    arrivals.next(key, () => until).then(() => done.push(name));
  const all = [come('a', 'first', slow.promise), come('a', 'second')];
  await come('b', 'elsewhere');
  expect(done).toEqual(['elsewhere']);
  slow.resolve();
  await Promise.all(all);
  expect(done).toEqual(['elsewhere', 'first', 'second']);
});
