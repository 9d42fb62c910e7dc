import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../protocol/command.ts';
import { AgentId, rollbackIdOf, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { everyCommand } from './every-command.ts';
import { codeOf, headIn, talk } from './talk.ts';

type Type = Command['type'];
/** A refusal's code, or `ok`. */
type Answers = Readonly<Partial<Record<Type, string>>>;

let host: SessionHost;
beforeEach(() => {
  host = openSessionHost();
});
afterEach(() => host.close());

/** How each command is answered, each of them by a session of its own. What is refused changes nothing. */
function answersOf(make: () => SessionId): Answers {
  const types = Object.keys(everyCommand(make())) as Type[];
  return Object.fromEntries(
    types.map((type) => {
      const id = make();
      const before = host.store.sessions.read(id, 10);
      const code = codeOf(host.service.dispatch(everyCommand(id)[type]));
      if (code !== 'ok') expect(host.store.sessions.read(id, 10)).toEqual(before);
      return [type, code];
    }),
  );
}

/** Each command answered with `code`, but for some. */
const all = (code: string, but: Answers): Answers => ({
  ...Object.fromEntries(Object.keys(everyCommand(sessionIdOf(host.newUlid()))).map((type) => [type, code])),
  ...but,
});

function inBin(): SessionId {
  const id = host.create();
  talk(host, id, 'Go');
  expect(codeOf(host.service.dispatch({ type: 'delete', sessionId: id }))).toBe('ok');
  return id;
}

function rollingBack(): SessionId {
  const id = host.create();
  const turnId = host.prompt(id, 'Go');
  const rollbackId = rollbackIdOf(host.newUlid());
  expect(codeOf(host.service.dispatch({ type: 'rollback', sessionId: id, rollbackId, turnId }))).toBe('ok');
  expect(headIn(host, id).rollback).not.toBeNull();
  return id;
}

function fetching(): SessionId {
  const id = sessionIdOf(host.newUlid());
  const place = { agentId: AgentId.parse('playbook'), folder: '/src', agentSession: id } as const;
  expect(codeOf(host.service.dispatch({ type: 'take-over', sessionId: id, ...place }))).toBe('ok');
  expect(headIn(host, id).origin?.state.kind).toBe('fetching');
  return id;
}

/** What makes a session finds one of its id: the very one that it is to make, or another. */
const THERE: Answers = { create: 'ok', 'take-over': 'session-exists' };
/** What changes nothing of a conversation is taken whatever is being done to that. */
const MEANWHILE: Answers = {
  stop: 'ok',
  terminate: 'ok',
  mark: 'ok',
  pin: 'ok',
  rename: 'ok',
  'set-budget': 'ok',
  restore: 'ok',
};

describe('every command', () => {
  test('[S3.1] is refused by a session that is not there, but for those that make one', () => {
    const made = { create: 'ok', 'take-over': 'ok' };
    expect(answersOf(() => sessionIdOf(host.newUlid()))).toEqual(all('unknown-session', made));
  });

  test('[S3.1] is refused by a session in the bin, but for what takes it out', () => {
    expect(answersOf(inBin)).toEqual(all('session-deleted', { ...THERE, restore: 'ok' }));
  });

  test('[S3.1] is refused while turns are taken back, but for what leaves the conversation as it is', () => {
    expect(answersOf(rollingBack)).toEqual(all('rolling-back', { ...THERE, ...MEANWHILE }));
  });

  test('[S3.1] [S4.4] is refused while a history is fetched, but for what stops that or leaves it as it is', () => {
    // Nothing can have been taken back by then.
    const own = { 'fetch-again': 'ok', 'undo-rollback': 'nothing-to-undo' };
    expect(answersOf(fetching)).toEqual(all('taking-over', { ...THERE, ...MEANWHILE, ...own }));
  });
});
