import { expect, test } from 'vitest';
import { endedWell, isAtRest } from '../../../main/agent/playbook/child.ts';
import { isSettled, stateOf } from '../../../main/orchestration/account.ts';
import type { Head } from '../../../protocol/head.ts';
import { requestIdOf, sessionIdOf } from '../../../protocol/ids.ts';
import type { Failure, Outcome, Phase } from '../../../protocol/turn.ts';
import { itemIdNumber, turnIdNumber, ulidOf } from '../../support/arbitraries.ts';
import { emptyHead } from '../../support/history.ts';

const turn = { id: turnIdNumber(0), parent: null, index: 0, at: 0 };
const inPhase = (phase: Phase, also: Partial<Head> = {}): Head => ({ ...emptyHead, turn: { ...turn, phase }, ...also });
const ended = (outcome: Outcome, cleared = false) => inPhase({ kind: 'ended', outcome, at: 1, cleared });
const failure: Failure = { code: 'agent-crashed', message: 'It ended', detail: '' };
const request = {
  ...{ id: requestIdOf(ulidOf(1)), turn: turn.id, item: itemIdNumber(1), title: 'Run', command: 'ls' },
  ...{ folder: '/', options: [], at: 0 },
};
const RUNNING: Phase = { kind: 'running', heard: true };

/** Everything that the app may say of an agent, by what is so with it. */
const TABLE: readonly (readonly [what: string, head: Head, well: boolean])[] = [
  ['finished', ended({ kind: 'completed' }), true],
  ['finished, and put away', ended({ kind: 'completed' }, true), true],
  ['failed', ended({ kind: 'failed', failure }), false],
  ['stopped', ended({ kind: 'stopped' }), false],
  ['interrupted', ended({ kind: 'interrupted' }), false],
  ['deleted', { ...ended({ kind: 'completed' }), deletedAt: 1 }, false],
  ['without a turn', emptyHead, false],
  ['running', inPhase(RUNNING), false],
  ['starting', inPhase({ kind: 'starting' }), false],
  ['stopping', inPhase({ kind: 'stopping' }), false],
  ['in the line', inPhase({ kind: 'waiting', place: 2 }), false],
  ['asking', inPhase(RUNNING, { requests: [request] }), false],
  ['waiting for its own', inPhase(RUNNING, { awaiting: [sessionIdOf(ulidOf(2))] }), false],
  ['waiting for its provider', inPhase(RUNNING, { limit: { until: 5 } }), false],
];

test.each(TABLE)('[S5.9] a runbook understands how the app speaks of an agent that is %s', (_, head, well) => {
  const report = { session: head.id, state: stateOf(head), reply: '' };
  expect(isAtRest(report)).toBe(isSettled(head));
  expect(endedWell(report)).toBe(well);
});
