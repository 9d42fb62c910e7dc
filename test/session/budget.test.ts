import { afterEach, beforeEach, expect, test } from 'vitest';
import { BIN_MS } from '../../main/session/limits.ts';
import { type Budget, DEFAULT_BUDGET } from '../../protocol/budget.ts';
import type { Command } from '../../protocol/command.ts';
import { AgentId, rollbackIdOf, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { NO_TOKENS } from '../../protocol/usage.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { ENDED, said, stateOf } from './reports.ts';
import { asideOf, childOf } from './spawned.ts';
import { attached, codeOf, headIn, newTurn, STOPPED, talk } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const FREE: Budget = { children: null, depth: null, tokens: null, cost: null, timeMs: null };
const RUNNING = { type: 'moved', phase: { kind: 'running', heard: false } } as const;
const endedWith = (total: number) => ({ ...ENDED, tokens: { ...NO_TOKENS, total } }) as const;
const costs = (amount: number, currency = 'USD') =>
  ({
    type: 'updates',
    updates: [{ type: 'usage', usage: { usedTokens: 1, sizeTokens: 9, cost: { amount, currency } } }],
  }) as const;

const set = (budget: Partial<Budget>, session = id) =>
  codeOf(host.service.dispatch({ type: 'set-budget', sessionId: session, budget: { ...FREE, ...budget } }));
const send = (session: SessionId, turnId = newTurn(host)) =>
  host.service.dispatch({ type: 'prompt', sessionId: session, turnId, text: 'Go' });
function treeOf(session = id) {
  const answer = host.service.treeUse(session);
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}
const useOf = (session = id) => treeOf(session).use;

/** A turn that takes so many tokens. */
function spend(session: SessionId, total: number): TurnId {
  const turn = host.prompt(session, 'spend');
  host.report(session, turn, RUNNING, endedWith(total));
  return turn;
}

function spawn(parent: SessionId, turn: TurnId) {
  const sessionId = sessionIdOf(host.newUlid());
  const relationship = { kind: 'subagent', parent, turn, item: null, type: null } as const;
  const place = { agentId: AgentId.parse('playbook'), folder: '/src' } as const;
  return { sessionId, answer: host.service.dispatch({ type: 'create', sessionId, ...place, relationship }) };
}

test('[S5.2] the first child settles the budget of its tree, and later choices are those of later trees', () => {
  expect(headIn(host, id).budget).toBeNull();
  const turn = talk(host, id, 'go');
  const child = childOf(host, id, turn);
  expect(headIn(host, id)).toMatchObject({ budget: DEFAULT_BUDGET, children: [{ session: child }] });
  host.feed.appChanged({ preferences: { ...host.feed.app.preferences, budget: { ...FREE, tokens: 5 } } });
  const grandchild = childOf(host, child, talk(host, child, 'task'));
  expect([child, grandchild].map((one) => headIn(host, one).budget)).toEqual([null, null]);
  expect(treeOf(grandchild)).toMatchObject({ root: id, own: true, budget: DEFAULT_BUDGET, deepest: 2 });
  const other = host.create();
  childOf(host, other, talk(host, other, 'go'));
  expect(headIn(host, other).budget).toEqual({ ...FREE, tokens: 5 });
});

test('[S5.2] a session that spawned nothing has no budget unless a person gives it one', () => {
  host.feed.appChanged({ preferences: { ...host.feed.app.preferences, budget: { ...FREE, tokens: 5 } } });
  spend(id, 10);
  spend(id, 10);
  expect(treeOf()).toMatchObject({ own: false, use: { children: 0, tokens: 20 } });
  expect(set({ tokens: 20 })).toBe('ok');
  expect(codeOf(send(id))).toBe('over-budget');
});

test('[S5.2] a budget is set at the root of its tree alone; whoever asks elsewhere is told where', () => {
  const turn = talk(host, id, 'go');
  const child = childOf(host, id, turn);
  const aside = asideOf(host, id, null);
  for (const sessionId of [child, aside]) {
    const answer = host.service.dispatch({ type: 'set-budget', sessionId, budget: FREE });
    expect(answer).toEqual({ ok: false, refusal: { code: 'budget-of-root', root: id } });
  }
  const before = host.service.dispatch({ type: 'set-budget', sessionId: id, budget: FREE });
  expect(host.service.dispatch({ type: 'set-budget', sessionId: id, budget: FREE })).toEqual(before);
});

test('[S5.2] a spawn beyond the children, or the levels, that a tree may have is refused before there is anything of it', () => {
  const turn = talk(host, id, 'go');
  const child = childOf(host, id, turn);
  set({ children: 1 });
  const third = spawn(id, turn);
  expect(third.answer).toEqual({
    ok: false,
    refusal: { code: 'over-budget', over: { limit: 'children', max: 1, used: 1 }, root: id },
  });
  expect(host.store.sessions.head(third.sessionId)).toBeUndefined();
  expect(headIn(host, id).children).toHaveLength(1);
  set({ depth: 1 });
  expect(spawn(child, talk(host, child, 'task')).answer).toMatchObject({
    refusal: { over: { limit: 'depth', max: 1, used: 1 }, root: id },
  });
  expect(codeOf(spawn(id, turn).answer)).toBe('ok');
});

test('[S5.2] children that were deleted, rolled back or purged still count', () => {
  const turn = talk(host, id, 'go');
  const gone = childOf(host, id, turn);
  spend(gone, 7);
  host.service.dispatch({ type: 'delete', sessionId: gone });
  const undone = talk(host, id, 'more');
  childOf(host, id, undone);
  expect(useOf()).toMatchObject({ children: 2, tokens: 7 });
  host.service.dispatch({ type: 'rollback', sessionId: id, rollbackId: rollbackIdOf(host.newUlid()), turnId: undone });
  host.clock.advance(BIN_MS + 24 * 60 * 60_000);
  expect(host.store.sessions.head(gone)).toBeUndefined();
  expect(useOf()).toMatchObject({ children: 2, tokens: 7 });
  set({ children: 2 });
  expect(codeOf(spawn(id, turn).answer)).toBe('over-budget');
});

test('[S5.2] what any session of a tree uses counts for all of it, an aside included, and a fork begins a tree of its own', () => {
  const turn = spend(id, 1);
  const child = childOf(host, id, turn);
  const grandchild = childOf(host, child, spend(child, 10));
  spend(grandchild, 100);
  spend(asideOf(host, child, null), 1_000);
  const newSessionId = sessionIdOf(host.newUlid());
  host.service.dispatch({ type: 'fork', sessionId: id, turnId: turn, newSessionId });
  spend(newSessionId, 10_000);
  expect([id, child, grandchild].map((one) => useOf(one).tokens)).toEqual([1_111, 1_111, 1_111]);
  expect(treeOf(newSessionId)).toMatchObject({ root: newSessionId, use: { children: 0, tokens: 10_000 } });
});

test('[S5.2] a cost counts in its own currency alone', () => {
  const turn = host.prompt(id, 'spend');
  host.report(id, turn, RUNNING, attached('a'), costs(2), costs(3, 'EUR'), ENDED);
  expect(useOf().cost).toEqual([
    { amount: 3, currency: 'EUR' },
    { amount: 2, currency: 'USD' },
  ]);
  set({ cost: { amount: 1, currency: 'CNY' } });
  expect(codeOf(send(id))).toBe('ok');
  host.report(id, headIn(host, id).turn?.id ?? turn, ENDED);
  set({ cost: { amount: 2, currency: 'USD' } });
  const over = { limit: 'cost', max: { amount: 2, currency: 'USD' }, used: { amount: 2, currency: 'USD' } };
  expect(send(id)).toMatchObject({ refusal: { code: 'over-budget', over } });
});

test('[S5.2] time counts once however many sessions have turns in it, and a running turn counts up to now', () => {
  const turn = host.prompt(id, 'lead'); // at 0
  host.report(id, turn, RUNNING);
  const child = childOf(host, id, turn);
  const start = host.clock.now();
  const at = (ms: number) => host.clock.advance(start + ms - host.clock.now());
  at(1_000);
  const task = host.prompt(child, 'task');
  host.report(child, task, RUNNING);
  at(4_000);
  expect(treeOf()).toMatchObject({ use: { timeMs: 4_000 }, running: true });
  host.report(child, task, ENDED);
  at(5_000);
  host.report(id, turn, ENDED);
  at(9_000);
  expect(treeOf()).toMatchObject({ use: { timeMs: 5_000 }, running: false });
  const other = host.create();
  host.report(other, host.prompt(other, 'elsewhere'), RUNNING);
  const again = host.prompt(child, 'again');
  at(9_500);
  expect(useOf().timeMs).toBe(5_000); // it waits for its place, and what runs elsewhere is no part of it
  host.report(child, again, RUNNING);
  at(10_000);
  expect(useOf().timeMs).toBe(6_000);
  host.report(child, again, ENDED);
  expect(useOf().timeMs).toBe(6_000);
  const aside = asideOf(host, child, null);
  const question = host.prompt(aside, 'why');
  host.report(aside, question, RUNNING);
  at(10_500);
  host.report(aside, question, ENDED);
  at(20_000);
  expect(useOf().timeMs).toBe(6_500);
});

test('[S5.2] of a turn that a crash cut off counts what is known of it, not the time without a host', () => {
  const turn = host.prompt(id, 'go');
  host.report(id, turn, RUNNING);
  host.clock.advance(2_000);
  host.report(id, turn, said('words'));
  host.clock.advance(60);
  host.abandon();
  host.clock.advance(10 * 60 * 60_000);
  host = openSessionHost({ folder: host.folder, clock: host.clock, firstId: 1_000 });
  expect(treeOf()).toMatchObject({ use: { timeMs: 2_000 }, running: false });
});

/** Every way to have an agent begin, in a session whose last turn was stopped with a prompt behind it. */
const ASKING: readonly ((sessionId: SessionId, turnId: TurnId, last: TurnId) => Command)[] = [
  (sessionId, turnId) => ({ type: 'prompt', sessionId, turnId, text: 'Go' }),
  (sessionId, turnId) => ({ type: 'queue', sessionId, turnId, text: 'Go' }),
  (sessionId, turnId) => ({ type: 'steer', sessionId, turnId, text: 'Go' }),
  (sessionId, turnId) => ({ type: 'resume', sessionId, turnId }),
  (sessionId, turnId) => ({ type: 'retry', sessionId, turnId }),
  (sessionId, turnId, of) => ({ type: 'edit', sessionId, turnId, of, text: 'Go' }),
  (sessionId) => ({ type: 'release-queue', sessionId }),
];

test.each(ASKING.map((make) => [make(sessionIdOf('0'.repeat(26)), '' as TurnId, '' as TurnId).type, make] as const))(
  '[S5.2] %s is refused in every session of a tree that has reached a limit, and nothing is recorded of it',
  (_type, make) => {
    const child = childOf(host, id, spend(id, 5));
    const turns = [id, child].map((session) => {
      const turn = host.prompt(session, 'go');
      host.service.dispatch({ type: 'queue', sessionId: session, turnId: newTurn(host), text: 'next' });
      host.report(session, turn, RUNNING, STOPPED);
      return [session, turn] as const;
    });
    set({ tokens: 5 });
    const started = host.runner.started.length;
    for (const [session, turn] of turns) {
      const before = stateOf(host, session);
      const command = make(session, newTurn(host), turn);
      expect(host.service.dispatch(command)).toEqual({
        ok: false,
        refusal: { code: 'over-budget', over: { limit: 'tokens', max: 5, used: 5 }, root: id },
      });
      expect(stateOf(host, session)).toEqual(before);
    }
    expect(host.runner.started).toHaveLength(started);
    set({ tokens: 6 });
    for (const [session, turn] of turns) {
      expect(codeOf(host.service.dispatch(make(session, newTurn(host), turn)))).toBe('ok');
    }
  },
);

test('[S5.2] a running turn goes on when a limit is reached; what would follow it by itself is held until it is raised', () => {
  set({ tokens: 10 });
  const turn = host.prompt(id, 'go');
  const next = newTurn(host);
  host.service.dispatch({ type: 'queue', sessionId: id, turnId: next, text: 'next' });
  set({ tokens: 0 });
  expect(codeOf(host.service.dispatch({ type: 'queue', sessionId: id, turnId: newTurn(host), text: 'x' }))).toBe(
    'over-budget',
  );
  expect(codeOf(host.service.dispatch({ type: 'steer', sessionId: id, turnId: newTurn(host), text: 'x' }))).toBe(
    'over-budget',
  );
  expect(host.runner.stopped).toEqual([]);
  set({ tokens: 10 });
  host.report(id, turn, RUNNING, endedWith(10)); // its own tokens reach the limit
  expect(headIn(host, id)).toMatchObject({
    turn: { id: turn },
    queue: { prompts: [{ id: next }], held: 'over-budget' },
  });
  expect(codeOf(host.service.dispatch({ type: 'release-queue', sessionId: id }))).toBe('over-budget');
  set({ tokens: 11 });
  expect(host.runner.started).toHaveLength(1);
  expect(codeOf(host.service.dispatch({ type: 'release-queue', sessionId: id }))).toBe('ok');
  expect(headIn(host, id)).toMatchObject({ turn: { id: next }, queue: { prompts: [], held: null } });
});

test('[S5.2] a turn that waited for its place does not begin once a limit was reached meanwhile', () => {
  const child = childOf(host, id, spend(id, 5));
  set({ tokens: 10 });
  host.prompt(child, 'task');
  expect(host.service.mayBegin(child)).toBe(true);
  spend(id, 5);
  expect([child, id].map((one) => host.service.mayBegin(one))).toEqual([false, false]);
  set({ tokens: 11 });
  expect(host.service.mayBegin(child)).toBe(true);
});

test('[S5.2] the time of the turn that ends counts for the prompt behind it', () => {
  set({ timeMs: 1_000 });
  const turn = host.prompt(id, 'go');
  host.report(id, turn, RUNNING);
  host.service.dispatch({ type: 'queue', sessionId: id, turnId: newTurn(host), text: 'next' });
  host.clock.advance(1_000);
  host.report(id, turn, ENDED);
  expect(headIn(host, id).queue.held).toBe('over-budget');
});

test('[S5.2] a child that outlives its root keeps to what its tree took, and has the budget from then on', () => {
  const child = childOf(host, id, spend(id, 5));
  host.store.sessions.purge(id);
  expect(treeOf(child)).toMatchObject({ root: child, own: false, use: { children: 1, tokens: 5 } });
  expect(set({ tokens: 5 }, child)).toBe('ok');
  expect(send(child)).toMatchObject({ refusal: { code: 'over-budget', root: child } });
  expect(set({ tokens: 6 }, child)).toBe('ok');
  expect(codeOf(send(child))).toBe('ok');
});
