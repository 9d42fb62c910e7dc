import { afterEach, expect, test } from 'vitest';
import type { Logger } from '../../main/log/log.ts';
import {
  AgentId,
  type ItemId,
  requestIdOf,
  type SessionId,
  sessionIdOf,
  type TurnId,
  turnIdOf,
} from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { REQUESTS_MAX } from '../../protocol/limits.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';

const hosts: SessionHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

function open(options: Parameters<typeof openSessionHost>[0] = {}): SessionHost {
  const host = openSessionHost(options);
  hosts.push(host);
  return host;
}

const AGENT = AgentId.parse('playbook');
const GONE = sessionIdOf(ulidOf(999_999));
const OPTIONS = [{ id: 'yes', kind: 'allow-once', name: 'Allow' }] as const;

const said = (text: string, message: string | null = null) =>
  ({ type: 'updates', updates: [{ type: 'text', of: 'reply', message, text }] }) as const;
const called = (call: string, change: object = {}) =>
  ({ type: 'updates', updates: [{ type: 'tool', call, change }] }) as const;
const asked = (n: number, call = `call-${n}`) => {
  const id = requestIdOf(ulidOf(n));
  return {
    type: 'asked',
    question: { id, call, title: 'Run', command: 'ls', folder: '/src', options: OPTIONS },
  } as const;
};
const ENDED = { type: 'ended', outcome: { kind: 'completed' } } as const;

function stateOf(host: SessionHost, sessionId: SessionId) {
  const stored = host.store.sessions.read(sessionId, 10_000);
  if (!stored) throw new Error('The session is gone');
  return { ...stored.state, items: stored.state.window.items };
}

const wordsOf = (items: readonly Item[]) =>
  items.map((item) => (item.kind === 'notice' || item.kind === 'tool' ? item.kind : item.text.head + item.text.tail));

test('[G20] creating and prompting twice with the same ids does it once, and the agent is started once', () => {
  const host = open();
  const create = { type: 'create', sessionId: sessionIdOf(host.newUlid()), agentId: AGENT, folder: '/src' } as const;
  const prompt = { type: 'prompt', sessionId: create.sessionId, turnId: turnIdOf(host.newUlid()), text: 'Go' } as const;
  for (const command of [create, create, prompt, prompt]) expect(host.service.dispatch(command).ok).toBe(true);
  host.report(create.sessionId, prompt.turnId, ENDED);
  expect(host.service.dispatch(prompt).ok).toBe(true);
  expect(host.runner.started).toEqual([
    {
      sessionId: create.sessionId,
      turnId: prompt.turnId,
      agentId: AGENT,
      folder: '/src',
      prompt: 'Go',
      agentSession: null,
    },
  ]);
  expect(wordsOf(stateOf(host, create.sessionId).items)).toEqual(['Go']);
});

test('[G20] a prompt of an earlier turn that arrives once more is not sent again', () => {
  const host = open();
  const sessionId = host.create();
  const first = host.prompt(sessionId, 'First');
  host.report(sessionId, first, ENDED);
  host.report(sessionId, host.prompt(sessionId, 'Second'), ENDED);
  expect(host.service.dispatch({ type: 'prompt', sessionId, turnId: first, text: 'First' }).ok).toBe(true);
  expect(wordsOf(stateOf(host, sessionId).items)).toEqual(['First', 'Second']);
  expect(host.runner.started).toHaveLength(2);
});

test('[G20] an id that is taken by another agent or folder is refused, and so are agents and folders that are not there', () => {
  const host = open();
  const sessionId = host.create();
  const create = { type: 'create', sessionId, agentId: AGENT, folder: '/src' } as const;
  const other = { ...create, sessionId: GONE };
  const agentId = AgentId.parse('nobody');
  const answers = [
    { ...create, folder: '/other' },
    { ...create, agentId },
    { ...other, agentId },
    { ...other, folder: '/missing' },
  ].map((command) => host.service.dispatch(command));
  expect(answers.map((answer) => !answer.ok && answer.refusal)).toEqual([
    { code: 'session-exists' },
    { code: 'session-exists' },
    { code: 'unknown-agent', agentId },
    { code: 'folder-missing', folder: '/missing' },
  ]);
  expect(host.service.list({ after: null, limit: 10 }).sessions.map(({ id }) => id)).toEqual([sessionId]);
});

test('[S2.2] every call on a session that is not there is refused by name', () => {
  const { service } = open();
  const refusal = { ok: false, refusal: { code: 'unknown-session' } };
  const itemId = `it-${ulidOf(1)}` as ItemId;
  expect(service.dispatch({ type: 'stop', sessionId: GONE })).toEqual(refusal);
  expect(service.follow({ sessionId: GONE, tail: 1 }, undefined)).toEqual(refusal);
  expect(service.items({ sessionId: GONE, before: 1, limit: 1 })).toEqual(refusal);
  expect(service.blob({ sessionId: GONE, itemId, key: null, from: 0, limit: 1 })).toEqual(refusal);
});

test('[C47] what a crash cut off is interrupted at the next start, its questions and tools with it, and nothing is repeated', () => {
  const before = open();
  const sessionId = before.create();
  const turn = before.prompt(sessionId, 'Go');
  before.report(sessionId, turn, said('Half a sen'), called('c1', { status: 'running' }), asked(1, 'c1'));
  before.abandon();

  const host = open({ folder: before.folder, firstId: 1_000 });
  const { head, items } = stateOf(host, sessionId);
  expect(head.turn?.phase).toMatchObject({ kind: 'ended', outcome: { kind: 'interrupted' } });
  expect(head.requests).toEqual([]);
  expect(items.at(-1)).toMatchObject({ kind: 'notice', notice: { code: 'ended', outcome: { kind: 'interrupted' } } });
  expect(items.find((item) => item.kind === 'tool')).toMatchObject({ status: 'stopped', endedAt: host.clock.now() });
  expect(wordsOf(items)).toEqual(['Go', 'Half a sen', 'tool', 'notice']);
  expect(host.store.sessions.openItems(sessionId)).toEqual([]);
  expect(host.runner.started).toEqual([]);
  hosts.splice(hosts.indexOf(before), 1);
});

test('[C48] after a restart a session that nobody has opened takes a prompt, resumes and sends its last prompt again', () => {
  const before = open();
  const sessionId = before.create();
  const turn = before.prompt(sessionId, 'Go');
  before.report(sessionId, turn, { type: 'attached', agentSession: 'a-1', handedOver: false });
  before.abandon();
  hosts.splice(hosts.indexOf(before), 1);

  const host = open({ folder: before.folder, firstId: 1_000 });
  const send = (type: 'resume' | 'retry') => {
    const turnId = turnIdOf(host.newUlid());
    expect(host.service.dispatch({ type, sessionId, turnId }).ok).toBe(true);
    host.report(sessionId, turnId, ENDED);
  };
  send('resume');
  send('retry');
  expect(host.runner.started.map(({ prompt, agentSession }) => [prompt, agentSession])).toEqual([
    [expect.stringContaining('Continue'), 'a-1'],
    ['Go', 'a-1'],
  ]);
  expect(wordsOf(stateOf(host, sessionId).items)).toEqual(['Go', 'notice', 'notice', 'Go']);
});

test('[S2.3] the runner hears of each command once, and of none that was refused', () => {
  const host = open();
  const sessionId = host.create();
  const turnId = host.prompt(sessionId, 'Go');
  const { id: requestId } = asked(1).question;
  const answer = { type: 'answer', sessionId, requestId, optionId: 'yes' } as const;
  host.report(sessionId, turnId, asked(1));
  const codes = [
    { ...answer, optionId: 'no' },
    answer,
    answer,
    { type: 'delete', sessionId } as const,
    { type: 'stop', sessionId } as const,
    { type: 'stop', sessionId } as const,
  ].map((command) => {
    const { ok, ...rest } = host.service.dispatch(command);
    return ok || ('refusal' in rest && rest.refusal.code);
  });
  expect(codes).toEqual(['unknown-option', true, 'already-answered', 'busy', true, true]);
  host.report(sessionId, turnId, { type: 'ended', outcome: { kind: 'stopped' } });
  for (const type of ['delete', 'restore', 'delete'] as const) host.service.dispatch({ type, sessionId });

  const { answered, stopped, released, started } = host.runner;
  expect(answered).toEqual([[sessionId, requestId, { kind: 'selected', optionId: 'yes' }]]);
  expect(stopped).toEqual([turnId]);
  expect(released).toEqual([sessionId, sessionId]);
  expect(started).toHaveLength(1);
});

test('[S2.5] a turn that waits in line is stopped at once, and hears no more of its place', () => {
  const host = open();
  const sessionId = host.create();
  const turnId = host.prompt(sessionId, 'Go');
  host.report(sessionId, turnId, { type: 'moved', phase: { kind: 'waiting', place: 3 } });
  expect(stateOf(host, sessionId).head.turn?.phase).toEqual({ kind: 'waiting', place: 3 });
  host.service.dispatch({ type: 'stop', sessionId });
  host.report(sessionId, turnId, { type: 'moved', phase: { kind: 'waiting', place: 2 } });
  expect(stateOf(host, sessionId).head.turn?.phase).toEqual({ kind: 'stopping' });
  host.report(sessionId, turnId, { type: 'ended', outcome: { kind: 'stopped' } });
  expect(stateOf(host, sessionId).head.turn?.phase).toMatchObject({ kind: 'ended', outcome: { kind: 'stopped' } });
});

test('[S2.5] stopping takes open questions back, and an agent that asks on is not heard', () => {
  const host = open();
  const sessionId = host.create();
  const turnId = host.prompt(sessionId, 'Go');
  host.report(sessionId, turnId, asked(1));
  host.service.dispatch({ type: 'stop', sessionId });
  host.report(sessionId, turnId, asked(2));
  expect(stateOf(host, sessionId).head.requests).toEqual([]);
});

test('[S2.5] no more questions wait than a person could ever answer', () => {
  const host = open();
  const sessionId = host.create();
  const turnId = host.prompt(sessionId, 'Go');
  for (let n = 1; n <= REQUESTS_MAX + 5; n += 1) host.report(sessionId, turnId, asked(n));
  expect(stateOf(host, sessionId).head.requests.map(({ id }) => id)).toEqual(
    Array.from({ length: REQUESTS_MAX }, (_, n) => requestIdOf(ulidOf(n + 1))),
  );
  host.report(sessionId, turnId, { type: 'withdrawn', requestId: requestIdOf(ulidOf(1)) }, asked(500));
  expect(stateOf(host, sessionId).head.requests.at(-1)?.id).toBe(requestIdOf(ulidOf(500)));
});

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
  const attach = (agentSession: string) => ({ type: 'attached', agentSession, handedOver: false }) as const;
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

test('[B22] a late end, place or question of a turn that is over changes nothing of the next', () => {
  const { host, sessionId, first, second } = twoTurns();
  const before = stateOf(host, sessionId).head;
  host.report(sessionId, first, { type: 'ended', outcome: { kind: 'stopped' } });
  host.report(sessionId, first, { type: 'moved', phase: { kind: 'running' } });
  host.report(sessionId, first, asked(1, 'c1'));
  expect(stateOf(host, sessionId).head).toEqual(before);
  expect(before.turn?.id).toBe(second);
});
