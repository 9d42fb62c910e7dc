import { afterEach, beforeEach, expect, test } from 'vitest';
import { activityOf } from '../../protocol/activity.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { Outcome } from '../../protocol/turn.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { ENDED, said } from './reports.ts';
import { codeOf, headIn, newTurn, wordsIn } from './talk.ts';

const FAILED: Outcome = { kind: 'failed', failure: { code: 'agent-crashed', message: 'It ended', detail: '' } };

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const send = (text: string, turnId: TurnId) =>
  codeOf(host.service.dispatch({ type: 'prompt', sessionId: id, turnId, text }));
const queue = (text: string, turnId: TurnId) =>
  codeOf(host.service.dispatch({ type: 'queue', sessionId: id, turnId, text }));
const started = () => host.runner.started.map((run) => run.turnId);
const activity = () => activityOf(headIn(host, id)).kind;

/** Dies as a killed process does, and starts again on the same folder. */
function restart(): void {
  const { folder } = host;
  host.abandon();
  host = openSessionHost({ folder, firstId: 1_000 });
}

test('[G13] a turn claims its session for one prompt: another one is refused, and the same again is not run again', () => {
  const turn = newTurn(host);
  const recorded: unknown[] = [];
  const start = host.runner.start.bind(host.runner);
  host.runner.start = (run) => {
    recorded.push(headIn(host, id).turn?.id);
    start(run);
  };
  expect(send('go', turn)).toBe('ok');
  expect(recorded, 'before the agent is asked').toEqual([turn]);
  expect(headIn(host, id).turn?.id).toBe(turn);
  expect([send('go', turn), send('other', newTurn(host))]).toEqual(['ok', 'busy']);
  host.report(id, turn, said('done'), ENDED);
  expect(send('go', turn)).toBe('ok');
  expect([started(), wordsIn(host, id)]).toEqual([[turn], ['go', 'done']]);
});

test('[G14] a prompt that comes while a turn runs is claimed when that has ended, in the same step', () => {
  const [first, next] = [newTurn(host), newTurn(host)];
  send('go', first);
  expect(queue('then', next)).toBe('ok');
  host.report(id, first, { type: 'moved', phase: { kind: 'running', heard: false } });
  expect(started()).toEqual([first]);
  host.report(id, first, ENDED);
  expect(started()).toEqual([first, next]);
  expect(headIn(host, id).turn?.id).toBe(next);
});

test('[G15] what a dead process had claimed is interrupted at the next start, and its agent is not asked again', () => {
  const [turn, queued] = [newTurn(host), newTurn(host)];
  send('go', turn);
  queue('then', queued);
  host.report(id, turn, said('half'));
  const waiting = host.create();
  host.prompt(waiting, 'not begun');
  const settled = host.create();
  restart();
  expect([activity(), activityOf(headIn(host, waiting)).kind]).toEqual(['interrupted', 'interrupted']);
  expect(activityOf(headIn(host, settled)).kind).toBe('idle');
  expect(started()).toEqual([]);
  expect(send('go', turn)).toBe('ok');
  expect(started()).toEqual([]);
});

test('[G16] the result of a turn that is over changes nothing of the next one', () => {
  const [old, next] = [newTurn(host), newTurn(host)];
  send('go', old);
  restart();
  send('again', next);
  const [before, seq] = [headIn(host, id), host.service.dispatch({ type: 'mark', sessionId: id, unread: false })];
  host.report(id, old, ENDED, { type: 'moved', phase: { kind: 'running', heard: true } });
  expect(headIn(host, id)).toEqual(before);
  expect(host.service.dispatch({ type: 'mark', sessionId: id, unread: false })).toEqual(seq);
  expect([activity(), started()]).toEqual(['queued', [next]]);
});

test('[G17] a failure stays, also over a restart, until a person says something newer', () => {
  const [turn, next] = [newTurn(host), newTurn(host)];
  send('go', turn);
  host.report(id, turn, { type: 'ended', outcome: FAILED });
  expect(activity()).toBe('failed');
  restart();
  expect(activityOf(headIn(host, id))).toMatchObject({ kind: 'failed', failure: { code: 'agent-crashed' } });
  expect(send('once more', next)).toBe('ok');
  expect(activity()).toBe('queued');
  expect(wordsIn(host, id)).toEqual(['go', 'notice', 'once more']);
});
