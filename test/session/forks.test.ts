import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextTitle } from '../../main/session/fork.ts';
import { type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { HEAD_CHARS } from '../../protocol/limits.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { ENDED, said } from './reports.ts';
import { childOf } from './spawned.ts';
import { attached, codeOf, headIn, newTurn, talk, wordsIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

function fork(turnId: TurnId, newSessionId = sessionIdOf(host.newUlid())) {
  const code = codeOf(host.service.dispatch({ type: 'fork', sessionId: id, newSessionId, turnId }));
  return { code, fork: newSessionId };
}

test('[B26] a fork has the conversation up to its turn, and goes on by itself', () => {
  const [, two] = [talk(host, id, 'one'), talk(host, id, 'two')];
  talk(host, id, 'three');
  const made = fork(two);
  expect(made.code).toBe('ok');
  expect(wordsIn(host, made.fork)).toEqual(['one', 're one', 'two', 're two']);
  expect(headIn(host, made.fork)).toMatchObject({ itemCount: 4, turn: { id: two, index: 1 } });
  talk(host, made.fork, 'else');
  expect(wordsIn(host, made.fork).slice(-2)).toEqual(['else', 're else']);
  expect(wordsIn(host, id).slice(-2)).toEqual(['three', 're three']);
});

test('[B26] a fork is a main session with no relationship, plan, queue or mark of the other, called after it', () => {
  const one = host.prompt(id, 'Base');
  const plan = { type: 'plan', entries: [{ text: 'a', status: 'pending', priority: 'low' }] } as const;
  host.report(id, one, { type: 'updates', updates: [plan] }, ENDED);
  childOf(host, id, one);
  host.service.dispatch({ type: 'pin', sessionId: id, pinned: true });
  host.service.dispatch({ type: 'set-policy', sessionId: id, policy: 'edits' });
  expect(headIn(host, id)).toMatchObject({ unread: true, plan: { turn: one } });
  const made = [fork(one).fork, fork(one).fork];
  expect(made.map((each) => headIn(host, each).title.text)).toEqual(['Base (2)', 'Base (3)']);
  expect(headIn(host, made[0] ?? id)).toMatchObject({
    ...{ kind: 'main', relationship: null, children: [], forks: [], plan: null, pinnedAt: null, unread: false },
    policy: 'edits',
  });
});

test('[B26] a long text is in the fork as it is in the session, and stays when that is gone', () => {
  const one = host.prompt(id, 'one');
  const long = 'long words '.repeat(HEAD_CHARS / 4);
  host.report(id, one, said(long), ENDED);
  const made = fork(one).fork;
  const item = host.store.sessions.read(made, 1)?.state.window.items[0];
  if (!item) throw new Error('The fork is empty');
  host.service.dispatch({ type: 'delete', sessionId: id });
  host.store.sessions.purge(id);
  const middle = host.service.blob({ sessionId: made, itemId: item.id, key: null, from: HEAD_CHARS, limit: 1000 });
  expect(middle).toEqual({ ok: true, value: { text: long.slice(HEAD_CHARS, HEAD_CHARS + 1000), length: long.length } });
});

test("[B26] the agent's own copy is asked for where it knows just that path; else the fork is told it", () => {
  const [one, two] = [talk(host, id, 'one', 'a-1'), talk(host, id, 'two', 'a-1')];
  host.prompt(fork(two).fork, 'more');
  expect(host.runner.started.at(-1)?.agentSession).toEqual({ id: 'a-1', fork: true });
  const early = fork(one).fork;
  const turn = host.prompt(early, 'more');
  expect(host.runner.started.at(-1)?.agentSession).toBeNull();
  expect(host.service.transcript(early, turn)).toBe('User:\none\n\nAssistant:\nre one');
});

test('[B26] a copy that the agent made is gone on with, and is said to be one', () => {
  const made = fork(talk(host, id, 'one', 'a-1')).fork;
  const turn = host.prompt(made, 'more');
  host.report(made, turn, { ...attached('a-2'), how: 'forked' }, ENDED);
  expect(wordsIn(host, made)).toEqual(['one', 're one', 'more', 'notice']);
  host.prompt(made, 'again');
  expect(host.runner.started.at(-1)?.agentSession).toEqual({ id: 'a-2', fork: false });
});

test('[B27] what cannot be forked is refused by name, and asking twice makes one', () => {
  const one = talk(host, id, 'one');
  const made = fork(one);
  talk(host, made.fork, 'more');
  expect(fork(one, made.fork).code).toBe('ok');
  expect(wordsIn(host, made.fork)).toHaveLength(4);
  expect(fork(newTurn(host)).code).toBe('unknown-turn');
  expect(fork(host.prompt(id, 'two')).code).toBe('busy');
});

test('[B26] names of forks count on from the first free number, and stay within the length of a title', () => {
  expect(nextTitle('Base', [])).toBe('Base (2)');
  expect(nextTitle('Base (2)', ['Base', 'Base (2)'])).toBe('Base (3)');
  expect(nextTitle('x'.repeat(80), [])).toBe(`${'x'.repeat(75)}… (2)`);
});

test('[B26] a copy that waited in the line while its session went on would know too much, and is not made', () => {
  const made = fork(talk(host, id, 'one', 'a-1')).fork;
  host.prompt(made, 'more');
  expect(host.service.mayCopy(made, 'a-1')).toBe(true);
  talk(host, id, 'two', 'a-1');
  expect(host.service.mayCopy(made, 'a-1')).toBe(false);
});
