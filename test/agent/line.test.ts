import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import type { AgentId } from '../../protocol/ids.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns([scriptedAgent(), scriptedAgent({}, 'other')]);
});
afterEach(() => turns.close());

const WAITS = script({ do: 'say', text: 'here' }, { do: 'wait-for-cancel' });
const speaks = (run: TurnRun) => turns.until(() => turns.text(run) || undefined);
const moves = (run: TurnRun) => turns.of(run).flatMap((report) => (report.type === 'moved' ? [report.phase] : []));
const waits = (run: TurnRun) => turns.until(() => moves(run).find((phase) => phase.kind === 'waiting'));

test('[G11] turns of one agent in one folder run one after the other, and each knows its place', async () => {
  const first = turns.start(WAITS);
  await speaks(first);
  const second = turns.start('second');
  await waits(second);
  const third = turns.start('third');
  await waits(third);
  expect(turns.runner.isRunning('scripted' as AgentId)).toBe(true);
  turns.stop(first);
  await turns.ended(third);

  expect(moves(second)).toEqual([
    { kind: 'waiting', place: 1 },
    { kind: 'starting' },
    { kind: 'running', heard: false },
  ]);
  expect(moves(third)).toEqual([
    { kind: 'waiting', place: 2 },
    { kind: 'waiting', place: 1 },
    { kind: 'starting' },
    { kind: 'running', heard: false },
  ]);
  const ends = turns.told.filter((told) => told.report.type === 'ended').map((told) => told.run);
  expect(ends).toEqual([first, second, third]);
  const begin = turns.told.findIndex((told) => told.run === third && told.report.type === 'attached');
  expect(turns.told.findIndex((told) => told.run === second && told.report.type === 'ended')).toBeLessThan(begin);
});

test('[G11] another agent, and another folder, do not wait', async () => {
  const first = turns.start(WAITS);
  await speaks(first);
  const folder = join(turns.folder, 'sub');
  mkdirSync(folder);
  expect(await turns.play('elsewhere', { folder })).toEqual({ kind: 'completed' });
  expect(await turns.play('other', { agentId: 'other' as AgentId })).toEqual({ kind: 'completed' });
  turns.stop(first);
  await turns.ended(first);
});

test('[X1] the same folder by another name is the same folder', async () => {
  const folder = join(turns.folder, 'alias');
  symlinkSync(turns.folder, folder);
  const first = turns.start(WAITS);
  await speaks(first);
  const second = turns.start('second', { folder });
  await waits(second);
  turns.stop(first);
  expect(await turns.ended(second)).toEqual({ kind: 'completed' });
});

test.each<[string, string]>([
  ['a crash', script({ do: 'crash', code: 1 })],
  ['an error', script({ do: 'fail', code: -32603, message: 'no' })],
  ['a success', 'fine'],
])('[X1] the lock is given back after %s', async (_what, prompt) => {
  const first = turns.start(prompt);
  const second = turns.start('second');
  await turns.ended(first);
  expect(await turns.ended(second)).toEqual({ kind: 'completed' });
  expect(turns.runner.isRunning('scripted' as AgentId)).toBe(false);
});

test('[X1] the lock is given back after a start that failed', async () => {
  turns.directory.set([scriptedAgent({ initialize: 'exit' })]);
  const first = turns.start('first');
  const second = turns.start('second');
  expect(await turns.ended(first)).toMatchObject({ failure: { code: 'agent-start' } });
  expect(await turns.ended(second)).toMatchObject({ failure: { code: 'agent-start' } });
});

test('[S5.2] a turn whose tree has taken enough while it waited ends at its place, unsent, and the line goes on', async () => {
  const first = turns.start(WAITS);
  await speaks(first);
  const second = turns.start('second');
  await waits(second);
  turns.overBudget.add(second.sessionId);
  turns.stop(first);
  expect(await turns.ended(second)).toMatchObject({ kind: 'failed', failure: { code: 'over-budget' } });
  expect(turns.of(second).some(({ type }) => type === 'attached')).toBe(false);
  expect(await turns.play('third')).toEqual({ kind: 'completed' });
});
