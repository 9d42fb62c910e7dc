import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../main/clock.ts';
import type { Leftovers } from '../../main/session/ports.ts';
import { ok } from '../../protocol/result.ts';
import { RecordedTurns, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner } from '../support/scripted-agent.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** A runner whose agent has these left, and what has become of them. */
function open(manner: (path: string) => Manner, left: readonly string[]) {
  const settled: string[] = [];
  const done = Promise.withResolvers<void>();
  const leftovers: Leftovers = {
    of: () => left.filter((one) => !settled.includes(one)),
    settle(_, one) {
      settled.push(one);
      if (settled.length === left.length) done.resolve();
      return ok(undefined);
    },
  };
  const all = new RecordedTurns([], systemClock, { leftovers });
  const path = join(all.folder, 'deleted');
  all.directory.set([scriptedAgent(manner(path))]);
  close = () => all.close();
  return { all, path, settled, done: done.promise };
}

test('[S4.4] an agent that can is asked to delete what is gone here, once it rests, and not again', async () => {
  const { all, path, settled, done } = open((deletes) => ({ deletes }), ['one', 'two']);
  await all.play('hello');
  await done;
  expect(settled).toEqual(['one', 'two']);
  await all.play('again');
  await all.runner.close();
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
});

test('[S4.4] an agent that cannot delete is not asked to', async () => {
  const { all, path, settled } = open(() => ({}), ['one']);
  await all.play('hello');
  await all.runner.close();
  expect([settled, existsSync(path)]).toEqual([[], false]);
});

test('[S4.4] a disk that does not say what is left costs no more than the sweep', async () => {
  const asked = Promise.withResolvers<void>();
  const leftovers: Leftovers = {
    of() {
      asked.resolve();
      throw new Error('disk I/O error');
    },
    settle: () => ok(undefined),
  };
  const all = new RecordedTurns([], systemClock, { leftovers });
  close = () => all.close();
  all.directory.set([scriptedAgent({ deletes: join(all.folder, 'deleted') })]);
  await all.play('hello');
  await asked.promise;
  expect(await all.play('again')).toEqual({ kind: 'completed' });
});
