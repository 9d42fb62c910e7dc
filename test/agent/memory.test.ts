import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Processes, WATCH_MS } from '../../main/agent/processes.ts';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';

/** More than a shell holds, and less than any Node program. */
const HEAVY_BYTES = 16 * 1024 * 1024;

test('[S4.2] a program that holds much memory, with what it started, is told of once; a small one never', async () => {
  const clock = new FakeClock();
  const told: number[] = [];
  let next = Promise.withResolvers<void>();
  const onHeavy = (pid: number, bytes: number) => {
    expect(bytes).toBeGreaterThan(HEAVY_BYTES);
    told.push(pid);
    next.resolve();
    return 'told' as const;
  };
  const processes = new Processes({ clock, onHeavy, heavyBytes: HEAVY_BYTES });
  onTestFinished(() => hurry(clock, processes.close()));
  const start = async (command: string) => {
    const spec = { command: '/bin/sh', args: ['-c', command], folder: tmpdir(), env: {}, stdin: 'ignore' } as const;
    const started = await processes.start(spec);
    if (!started.ok) throw new Error(started.refusal.message);
    return started.value.pid;
  };
  const node = `${process.execPath} -e 'setInterval(() => {}, 1e6)'; true`;

  await start('sleep 600');
  const first = await start(node);
  await hurry(clock, next.promise, WATCH_MS);
  next = Promise.withResolvers();
  const second = await start(node);
  await hurry(clock, next.promise, WATCH_MS);
  expect(told).toEqual([first, second]);
});

test('[S4.2] the session whose turn runs in the process is told, and no other', async () => {
  const clock = new FakeClock();
  const all = new RecordedTurns([scriptedAgent()], clock, { heavyBytes: HEAVY_BYTES });
  onTestFinished(() => hurry(clock, all.close()));
  const heavy = (run: TurnRun) => all.of(run).filter((report) => report.type === 'heavy');
  const path = join(all.folder, 'go');
  const runs = (run: TurnRun) => all.until(() => all.text(run) || undefined);
  const waits = script({ do: 'say', text: 'here' }, { do: 'wait-for-file', path });
  const first = all.start(waits);
  await runs(first);
  await hurry(
    clock,
    all.until(() => heavy(first)[0]),
    WATCH_MS,
  );
  const folder = join(all.folder, 'sub');
  mkdirSync(folder);
  const second = all.start(waits, { folder });
  await runs(second);
  await hurry(
    clock,
    all.until(() => heavy(second)[0]),
    WATCH_MS,
  );
  expect(heavy(first)).toEqual([{ type: 'heavy', bytes: expect.any(Number) }]);
});
