import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PENDING_CHARS_MAX } from '../../main/agent/coalesce.ts';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import type { AgentId } from '../../protocol/ids.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns([scriptedAgent(), scriptedAgent({}, 'other')]);
});
afterEach(() => turns.close());

const outputOf = (run: TurnRun) =>
  turns.updates(run).reduce((length, update) => (update.type === 'output' ? length + update.text.length : length), 0);

const COUNT = 60_000;
const WHOLE = 'token '.length * COUNT;

test('[S2.5] a flood of text arrives whole, in pieces that are bounded', async () => {
  const run = turns.start(script({ do: 'flood', of: 'text', count: COUNT }));
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  expect(turns.text(run)).toBe('token '.repeat(COUNT));
  const sizes = turns.updates(run).map((update) => (update.type === 'text' ? update.text.length : 0));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(PENDING_CHARS_MAX);
  expect(sizes.length).toBeLessThan(COUNT / 20);
});

test('[S2.5] a flood of updates of two tools becomes a few of each', async () => {
  const run = turns.start(script({ do: 'flood', of: 'tools', count: COUNT }));
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  expect(turns.updates(run).length).toBeLessThan(COUNT / 20);
  expect(turns.updates(run).at(-1)).toMatchObject({ type: 'tool', change: { title: expect.stringMatching(/^Tool/) } });
});

test('[S2.5] others are served while one floods', async () => {
  const flood = turns.start(script({ do: 'flood', of: 'text', count: 4 * COUNT }));
  await turns.until(() => turns.text(flood) || undefined);
  expect(await turns.play('hello', { agentId: 'other' as AgentId })).toEqual({ kind: 'completed' });
  expect(turns.of(flood).at(-1)?.type).toBe('updates');
  turns.stop(flood);
  await turns.ended(flood);
});

test('[S2.5] while the disk fails the agent is not read, and afterwards nothing is missing', async () => {
  const stalled = join(turns.folder, 'stalled');
  const disk = Promise.withResolvers<void>();
  turns.disk = () => disk.promise;
  const run = turns.start(script({ do: 'flood', of: 'text', count: COUNT, stalled }));
  await vi.waitFor(() => expect(existsSync(stalled)).toBe(true), { timeout: 10_000 });
  expect(turns.text(run).length).toBeLessThan(WHOLE / 4);
  expect(turns.of(run).at(-1)?.type).not.toBe('ended');

  turns.disk = () => undefined;
  disk.resolve();
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  expect(turns.text(run)).toHaveLength(WHOLE);
});

test('[S2.5] the output of a program is held back, too', async () => {
  const [stalled, shown] = [join(turns.folder, 'stalled'), join(turns.folder, 'shown')];
  const disk = Promise.withResolvers<void>();
  const isShown = () => turns.told.some((told) => told.report.type === 'updates');
  turns.disk = () => (isShown() ? disk.promise : undefined);
  // Of what is written before its card is there only the end would be kept.
  const code = `const fs = require('fs');
    const write = () => {
      if (!fs.existsSync(process.argv[2])) return setTimeout(write, 5);
      process.stdout.write('x'.repeat(4e6));
      setTimeout(() => fs.writeFileSync(process.argv[1], ''), 300);
    };
    write();`;
  const args = ['-e', code, stalled, shown];
  const run = turns.start(script({ do: 'run', call: 'c', command: process.execPath, args }));
  await turns.until(() => isShown() || undefined);
  writeFileSync(shown, '');
  await vi.waitFor(() => expect(existsSync(stalled)).toBe(true), { timeout: 10_000 });
  expect(outputOf(run)).toBeLessThan(1e6);
  disk.resolve();
  await turns.ended(run);
  expect(outputOf(run)).toBe(4e6);
});
