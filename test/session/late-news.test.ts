import { afterEach, expect, test } from 'vitest';
import type { Logger } from '../../main/log/log.ts';
import { type SessionId, sessionIdOf, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called, ENDED, said, stateOf, wordsOf } from './reports.ts';

const hosts: SessionHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

function open(options: Parameters<typeof openSessionHost>[0] = {}): SessionHost {
  const host = openSessionHost(options);
  hosts.push(host);
  return host;
}

const GONE = sessionIdOf(ulidOf(999_999));

type Noted = { readonly fact: string; readonly fields: unknown };

function notedLog(): { readonly log: Logger; readonly errors: Noted[] } {
  const errors: Noted[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (fact: string, fields: unknown) => errors.push({ fact, fields }),
  };
  return { log, errors };
}

test('[B21] news of a turn that nobody knows is dropped with an error, and never joins the last turn', () => {
  const { log, errors } = notedLog();
  const host = open({ log });
  const sessionId = host.create();
  host.prompt(sessionId, 'Go');
  const stranger = turnIdOf(ulidOf(777_777));
  host.report(sessionId, stranger, said('lost'), asked(1), ENDED);
  host.report(GONE, stranger, said('lost'));
  const { head, items } = stateOf(host, sessionId);
  expect([wordsOf(items), head.requests, head.turn?.phase.kind]).toEqual([['Go'], [], 'waiting']);
  expect(errors.map(({ fields }) => fields)).toMatchObject([
    { turn: stranger, type: 'updates' },
    { turn: stranger, type: 'asked' },
    { turn: stranger, type: 'ended' },
    { session: GONE },
  ]);
});

/** A turn that is over, with a reply and a tool, and one after it that is at work. */
function twoTurns(): { host: SessionHost; sessionId: SessionId; first: TurnId; second: TurnId } {
  const host = open();
  const sessionId = host.create();
  const first = host.prompt(sessionId, 'First');
  host.report(sessionId, first, said('one'), called('c1', { status: 'done', title: 'Old' }), ENDED);
  const second = host.prompt(sessionId, 'Second');
  host.report(sessionId, second, said('two'));
  return { host, sessionId, first, second };
}

test('[B22] late words of a turn that is over stay in it, before and after the next has begun to speak', () => {
  const { host, sessionId, first, second } = twoTurns();
  host.report(sessionId, first, said(' late'), called('c1', { title: 'Older' }));
  host.report(sessionId, second, said(' more'));
  const { head, items } = stateOf(host, sessionId);
  const ofTurn = (turn: TurnId) => items.filter((item) => item.turn === turn);
  expect(wordsOf(ofTurn(second))).toEqual(['Second', 'two more']);
  expect(wordsOf(ofTurn(first)).join('')).toContain('one');
  expect(wordsOf(ofTurn(first)).join('')).toContain(' late');
  expect(items.find((item) => item.kind === 'tool')).toMatchObject({ title: 'Older', turn: first });
  expect(ofTurn(first).every((item) => !('endedAt' in item) || item.endedAt !== null)).toBe(true);
  expect(head.turn).toMatchObject({ id: second, phase: { kind: 'waiting' } });
});

test('[B21] the next turn of the same agent session still knows its calls; those of a new one begin again', () => {
  const { host, sessionId, second } = twoTurns();
  const attach = (agentSession: string) => ({ type: 'attached', agentSession, how: 'new', options: null }) as const;
  host.report(sessionId, second, attach('a-1'), called('c2', { title: 'Mine' }), ENDED);
  const third = host.prompt(sessionId, 'Third');
  host.report(sessionId, third, attach('a-1'), called('c2', { title: 'Still mine' }), ENDED);
  const fourth = host.prompt(sessionId, 'Fourth');
  host.report(sessionId, fourth, attach('a-2'), called('c2', { title: 'New' }));
  const tools = stateOf(host, sessionId).items.filter((item) => item.kind === 'tool');
  expect(tools.slice(1).map(({ title, turn }) => [title, turn])).toEqual([
    ['Still mine', second],
    ['New', fourth],
  ]);
});

test('[B22] [C63] a late end, place or question of a turn that is over changes nothing of the next', () => {
  const { host, sessionId, first, second } = twoTurns();
  const before = stateOf(host, sessionId).head;
  host.report(sessionId, first, { type: 'ended', outcome: { kind: 'stopped' } });
  host.report(sessionId, first, { type: 'moved', phase: { kind: 'running', heard: false } });
  host.report(sessionId, first, asked(1, 'c1'));
  expect(stateOf(host, sessionId).head).toEqual(before);
  expect(before.turn?.id).toBe(second);
});
