import { afterEach, beforeEach, expect, test } from 'vitest';
import { rollbackIdOf, type SessionId, sessionIdOf, type TurnId } from '../../../protocol/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openSessionHost, type SessionHost } from '../../support/session-host.ts';
import { called, ENDED, said } from '../reports.ts';
import { asideOf, childOf } from '../spawned.ts';
import { codeOf, headIn, newTurn, talk, wordsIn } from '../talk.ts';
import { pagesForward } from './compare.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

test('[X2] a page that ends in the middle of a turn is followed by the rest of that turn', () => {
  const turn = host.prompt(id, 'one');
  for (const n of [1, 2, 3]) host.report(id, turn, said(`${n}`), called(`c${n}`));
  host.report(id, turn, ENDED);
  expect(pagesForward(host, id).map((item) => item.kind)).toEqual([
    'prompt',
    'reply',
    'tool',
    'reply',
    'tool',
    'reply',
    'tool',
  ]);
});

test('[B8] [C67] a child that a turn of another branch spawns is listed where that turn is shown, and only there', () => {
  const one = talk(host, id, 'one');
  const other = newTurn(host);
  host.service.dispatch({ type: 'edit', sessionId: id, turnId: other, of: one, text: 'other' });
  host.report(id, other, ENDED);
  const child = childOf(host, id, one);
  expect(headIn(host, id).children).toEqual([]);
  expect(codeOf(host.service.dispatch({ type: 'switch-branch', sessionId: id, turnId: one }))).toBe('ok');
  expect(headIn(host, id).children).toEqual([{ session: child, turn: one, item: null }]);
});

function rollBack(turnId: TurnId) {
  const rollbackId = rollbackIdOf(host.newUlid());
  const answer = host.service.dispatch({ type: 'rollback', sessionId: id, rollbackId, turnId });
  expect(codeOf(answer)).toBe('ok');
  return rollbackId;
}
const undo = (rollbackId: ReturnType<typeof rollBack>) =>
  codeOf(host.service.dispatch({ type: 'undo-rollback', sessionId: id, rollbackId }));
const edit = (of: TurnId, text: string) => {
  const turnId = newTurn(host);
  expect(codeOf(host.service.dispatch({ type: 'edit', sessionId: id, turnId, of, text }))).toBe('ok');
  return turnId;
};

test('[B30] what was taken back comes back with all that it goes on from, so that nothing on the path is gone a month later', () => {
  const [, two, three] = [talk(host, id, 'one'), talk(host, id, 'two'), talk(host, id, 'three')];
  const child = childOf(host, id, two);
  const inner = rollBack(three);
  host.clock.advance(1);
  rollBack(two);
  expect(undo(inner)).toBe('ok');
  expect(wordsIn(host, id)).toEqual(['one', 're one', 'two', 're two', 'three', 're three']);
  expect(headIn(host, id).undoable).toEqual([]);
  expect(headIn(host, child).deletedAt).toBeNull();
  expect([two, three].map((turn) => host.store.sessions.turn(id, turn)?.undone)).toEqual([null, null]);
});

test('[B21] [X2] news of a card that is shown reaches views, also from a turn that is not', () => {
  const one = host.prompt(id, 'one');
  host.report(id, one, called('c1', { title: 'Serve' }), ENDED);
  const two = talk(host, id, 'two');
  edit(two, 'two, better');
  const page = () => host.service.items({ sessionId: id, from: { after: -1 }, limit: 50 });
  const before = page();
  host.report(id, two, called('c1', { title: 'Served' }));
  const after = page();
  if (!before.ok || !after.ok) throw new Error('There are no pages');
  expect(after.value.items).toMatchObject([{}, { title: 'Served' }, {}]);
  expect(after.value.seq).toBeGreaterThan(before.value.seq);
});

test('[C85] [G20] a prompt that was opened while it still waited in the queue is not run twice, and keeps nothing waiting', () => {
  const one = host.prompt(id, 'one');
  const [two, three] = [newTurn(host), newTurn(host)];
  for (const turnId of [two, three]) host.service.dispatch({ type: 'queue', sessionId: id, turnId, text: turnId });
  host.report(id, one, { type: 'ended', outcome: { kind: 'stopped' } });
  expect(codeOf(host.service.dispatch({ type: 'prompt', sessionId: id, turnId: two, text: two }))).toBe('ok');
  host.report(id, two, ENDED);
  host.service.dispatch({ type: 'release-queue', sessionId: id });
  expect(host.runner.started.map((run) => run.turnId)).toEqual([one, two, three]);
  expect(headIn(host, id).queue.prompts).toEqual([]);
});

test('[C67] [B25] an agent session that was told what is gone for good is not gone on with', () => {
  talk(host, id, 'one', 'a-1');
  rollBack(talk(host, id, 'two', 'a-1'));
  const { folder, clock } = host;
  host.abandon();
  host = openSessionHost({ folder, firstId: 50_000, clock: new FakeClock(clock.now() + 31 * 24 * 60 * 60 * 1000) });
  rollBack(talk(host, id, 'else', 'a-2'));
  host.prompt(id, 'three');
  expect(host.runner.started.at(-1)?.agentSession).toBeNull();
});

test('[B7] an aside from further up is told what was said until there, instead of a copy that knows more', () => {
  const one = talk(host, id, 'one', 'a-1');
  talk(host, id, 'two', 'a-1');
  const turn = host.prompt(asideOf(host, id, one), 'by the way');
  const run = host.runner.started.at(-1);
  expect(run).toMatchObject({ turnId: turn, agentSession: null });
});

test('[B26] [B7] a fork and an aside do not learn from a copy what was said elsewhere before their first prompt', () => {
  const one = talk(host, id, 'one', 'a-1');
  const fork = sessionIdOf(host.newUlid());
  host.service.dispatch({ type: 'fork', sessionId: id, turnId: one, newSessionId: fork });
  const aside = asideOf(host, id, one);
  talk(host, id, 'two', 'a-1');
  for (const session of [fork, aside]) {
    const turn = host.prompt(session, 'else');
    expect(host.runner.started.at(-1)).toMatchObject({ turnId: turn, agentSession: null });
    expect(host.service.transcript(session, turn)).toBe('User:\none\n\nAssistant:\nre one');
  }
});

test('[B30] nothing is taken out of the bin into turns that are being taken back', () => {
  const one = host.prompt(id, 'one');
  const child = childOf(host, id, one);
  host.service.dispatch({ type: 'delete', sessionId: child });
  rollBack(one);
  const restore = () => codeOf(host.service.dispatch({ type: 'restore', sessionId: child, children: true }));
  expect(restore()).toBe('rolling-back');
  host.report(id, one, { type: 'ended', outcome: { kind: 'stopped' } });
  expect(restore()).toBe('ok');
});

test('[B26] the plan of the other session does not come into a fork by a change of its path', () => {
  const plan = { type: 'plan', entries: [{ text: 'a', status: 'pending', priority: 'low' }] } as const;
  const one = host.prompt(id, 'one');
  host.report(id, one, { type: 'updates', updates: [plan] }, ENDED);
  const two = talk(host, id, 'two');
  const fork = sessionIdOf(host.newUlid());
  expect(codeOf(host.service.dispatch({ type: 'fork', sessionId: id, turnId: two, newSessionId: fork }))).toBe('ok');
  const rollbackId = rollbackIdOf(host.newUlid());
  host.service.dispatch({ type: 'rollback', sessionId: fork, rollbackId, turnId: two });
  expect(headIn(host, fork)).toMatchObject({ turn: { id: one }, plan: null });
});
