import { afterEach, beforeEach, expect, test } from 'vitest';
import { BIN_MS, ROLLBACK_STOP_MS } from '../../main/session/limits.ts';
import { type RollbackId, rollbackIdOf, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, ENDED, said } from './reports.ts';
import { childOf } from './spawned.ts';
import { attached, codeOf, headIn, newTurn, STOPPED, talk, wordsIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

function rollBack(turnId: TurnId, sessionId = id): { readonly code: string; readonly rollbackId: RollbackId } {
  const rollbackId = rollbackIdOf(host.newUlid());
  const code = codeOf(host.service.dispatch({ type: 'rollback', sessionId, rollbackId, turnId }));
  return { code, rollbackId };
}
const undo = (rollbackId: RollbackId) =>
  codeOf(host.service.dispatch({ type: 'undo-rollback', sessionId: id, rollbackId }));
const prompt = (sessionId: SessionId) =>
  codeOf(host.service.dispatch({ type: 'prompt', sessionId, turnId: newTurn(host), text: 'more' }));

test('[B25] [B30] rolling back ends the path before the turn, and takes the sessions of its turns, deepest first', () => {
  const [one, two] = [talk(host, id, 'one'), talk(host, id, 'two')];
  const kept = childOf(host, id, one);
  const child = childOf(host, id, two);
  const grandchild = childOf(host, child, talk(host, child, 'task'));
  talk(host, id, 'three');
  const preview = host.service.rollbackPreview({ sessionId: id, turnId: two });
  expect(preview).toMatchObject({
    value: { turns: 2, items: 4, sessions: [{ id: grandchild }, { id: child }] },
  });
  expect(rollBack(two).code).toBe('ok');
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
  expect([kept, child, grandchild].map((one) => headIn(host, one).deletedAt !== null)).toEqual([false, true, true]);
  expect(headIn(host, id)).toMatchObject({
    itemCount: 2,
    turn: { id: one },
    children: [{ session: kept }],
    undoable: [{ kind: 'rolled-back', turns: 2, sessions: 2, first: two }],
  });
});

test('[B30] what was rolled back comes back whole within thirty days, beside what was said since', () => {
  talk(host, id, 'one');
  const two = talk(host, id, 'two');
  const child = childOf(host, id, two);
  const { rollbackId } = rollBack(two);
  const instead = talk(host, id, 'instead');
  expect(headIn(host, id).forks).toEqual([]);
  expect(undo(rollbackId)).toBe('ok');
  expect(wordsIn(host, id)).toEqual(['one', 're one', 'two', 're two']);
  expect(headIn(host, child).deletedAt).toBeNull();
  expect(headIn(host, id)).toMatchObject({
    undoable: [],
    children: [{ session: child }],
    forks: [{ index: 1, turns: [two, instead] }],
  });
  expect(undo(rollbackId)).toBe('nothing-to-undo');
});

test('[B30] a branch beside the one that was rolled back stays, and can be gone on with', () => {
  const one = talk(host, id, 'one');
  const two = talk(host, id, 'two');
  const turnId = newTurn(host);
  host.service.dispatch({ type: 'edit', sessionId: id, turnId, of: two, text: 'other' });
  host.report(id, turnId, ENDED);
  rollBack(turnId);
  expect(headIn(host, id)).toMatchObject({ turn: { id: one }, forks: [{ index: 1, turns: [two] }] });
  expect(codeOf(host.service.dispatch({ type: 'switch-branch', sessionId: id, turnId }))).toBe('unknown-turn');
  host.service.dispatch({ type: 'switch-branch', sessionId: id, turnId: two });
  expect(wordsIn(host, id)).toEqual(['one', 're one', 'two', 're two']);
});

test('[B25] [C66] what runs in it is stopped first; nothing begins meanwhile, and its queue is held', () => {
  talk(host, id, 'one');
  const two = talk(host, id, 'two');
  const child = childOf(host, id, two);
  const working = host.prompt(child, 'task');
  host.report(child, working, asked(1));
  const last = host.prompt(id, 'three');
  host.service.dispatch({ type: 'queue', sessionId: id, turnId: newTurn(host), text: 'later' });
  const { code, rollbackId } = rollBack(two);
  expect(code).toBe('ok');
  expect(host.runner.stopped.toSorted()).toEqual([last, working].toSorted());
  expect(headIn(host, id)).toMatchObject({ rollback: { id: rollbackId, turn: two } });
  expect(headIn(host, child)).toMatchObject({ rollback: { id: rollbackId, turn: null }, requests: [] });
  expect([prompt(id), prompt(child), rollBack(two).code]).toEqual(['rolling-back', 'rolling-back', 'rolling-back']);
  host.report(child, working, STOPPED);
  expect(headIn(host, id).rollback).not.toBeNull();
  host.report(id, last, ENDED);
  expect(headIn(host, id)).toMatchObject({ rollback: null, queue: { held: 'stopped', prompts: [{ text: 'later' }] } });
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
  expect(host.runner.started.map((run) => run.prompt)).not.toContain('later');
  expect(headIn(host, child).deletedAt).not.toBeNull();
});

test('[B30] if something does not stop in time, nothing is rolled back, and the conversation says what did and did not', () => {
  talk(host, id, 'one');
  const two = talk(host, id, 'two');
  const [willing, stuck] = [childOf(host, id, two, 'Willing'), childOf(host, id, two, 'Stuck')];
  const turns = [host.prompt(willing, 'a'), host.prompt(stuck, 'b')] as const;
  expect(rollBack(two).code).toBe('ok');
  host.report(willing, turns[0], STOPPED);
  host.clock.advance(ROLLBACK_STOP_MS);
  for (const one of [id, willing, stuck]) expect(headIn(host, one)).toMatchObject({ rollback: null, deletedAt: null });
  expect(wordsIn(host, id)).toEqual(['one', 're one', 'two', 're two', 'notice']);
  const notice = host.store.sessions.read(id, 1)?.state.window.items[0];
  expect(notice).toMatchObject({ notice: { code: 'not-rolled-back', stuck: ['Stuck'], stopped: ['Willing'] } });
  host.report(stuck, turns[1], STOPPED);
  expect(wordsIn(host, id)).toHaveLength(5);
  expect(rollBack(two).code).toBe('ok');
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
});

test('[B30] [X2] a crash after any phase leaves all of it or none', () => {
  talk(host, id, 'one');
  const two = talk(host, id, 'two');
  const child = childOf(host, id, two);
  const working = host.prompt(child, 'task');
  let firstId = 0;
  const restart = () => {
    host.abandon();
    firstId += 10_000;
    host = openSessionHost({ folder: host.folder, firstId });
  };
  rollBack(two);
  restart();
  expect(headIn(host, id)).toMatchObject({ rollback: null, turn: { id: two } });
  expect(headIn(host, child)).toMatchObject({
    rollback: null,
    deletedAt: null,
    turn: { id: working, phase: { outcome: { kind: 'interrupted' } } },
  });
  const { rollbackId } = rollBack(two);
  restart();
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
  expect(headIn(host, child).deletedAt).not.toBeNull();
  expect(undo(rollbackId)).toBe('ok');
  expect(headIn(host, child).deletedAt).toBeNull();
});

test('[C16] [C78] clearing takes the whole conversation back; the session stays, the agent begins anew, it can be undone', () => {
  const one = talk(host, id, 'one', 'a-1');
  const turnId = newTurn(host);
  host.service.dispatch({ type: 'edit', sessionId: id, turnId, of: one, text: 'other' });
  host.report(id, turnId, attached('a-2'), ENDED);
  const rollbackId = rollbackIdOf(host.newUlid());
  const clear = { type: 'clear', sessionId: id, rollbackId } as const;
  expect(codeOf(host.service.dispatch(clear))).toBe('ok');
  expect(codeOf(host.service.dispatch(clear))).toBe('ok');
  expect(headIn(host, id)).toMatchObject({ itemCount: 0, turn: null, plan: null, forks: [], deletedAt: null });
  expect(wordsIn(host, id)).toEqual([]);
  talk(host, id, 'anew');
  expect(host.runner.started.at(-1)).toMatchObject({ agentSession: null });
  expect(host.service.transcript(id, headIn(host, id).turn?.id ?? newTurn(host))).toBe('');
  expect(undo(rollbackId)).toBe('ok');
  expect(wordsIn(host, id)).toEqual(['other']);
});

test('[C78] [C16] with nothing said there is nothing to clear', () => {
  const rollbackId = rollbackIdOf(host.newUlid());
  expect(codeOf(host.service.dispatch({ type: 'clear', sessionId: id, rollbackId }))).toBe('nothing-to-roll-back');
});

test('[B25] turns of nobody, and sessions that are not main ones, are refused', () => {
  const one = talk(host, id, 'one');
  const child = childOf(host, id, one);
  const task = talk(host, child, 'task');
  expect(rollBack(newTurn(host)).code).toBe('unknown-turn');
  expect(rollBack(task, child).code).toBe('not-for-kind');
  expect(rollBack(one, sessionIdOf(host.newUlid())).code).toBe('unknown-session');
});

test('[B25] what was spent stays counted, also when a new agent session counts from nothing', () => {
  const usage = (amount: number) =>
    ({
      type: 'updates',
      updates: [{ type: 'usage', usage: { usedTokens: 1, sizeTokens: 9, cost: { amount, currency: 'USD' } } }],
    }) as const;
  const one = host.prompt(id, 'one');
  host.report(id, one, attached('a-1'), usage(2), ENDED);
  rollBack(one);
  const two = host.prompt(id, 'two');
  host.report(id, two, attached('a-2'), usage(1), ENDED);
  expect(headIn(host, id).spent).toMatchObject({ turns: 2, cost: [{ amount: 3, currency: 'USD' }] });
});

test('[B30] after thirty days what was rolled back is gone for good, its sessions too', () => {
  talk(host, id, 'one');
  const two = talk(host, id, 'two');
  const child = childOf(host, id, two);
  const { rollbackId } = rollBack(two);
  const { folder, clock } = host;
  const later = (ms: number) => {
    host.abandon();
    host = openSessionHost({ folder, firstId: 90_000 + ms, clock: new FakeClock(clock.now() + ms) });
  };
  later(BIN_MS);
  expect(headIn(host, id).undoable).toHaveLength(1);
  later(BIN_MS + 1);
  expect(undo(rollbackId)).toBe('nothing-to-undo');
  expect(host.store.sessions.turn(id, two)).toBeUndefined();
  expect(host.store.sessions.read(child, 1)).toBeUndefined();
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
});

test('[B21] an agent that still speaks of a turn that was rolled back changes nothing that is shown', () => {
  talk(host, id, 'one');
  const two = talk(host, id, 'two');
  rollBack(two);
  host.report(id, two, said(' late'));
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
});
