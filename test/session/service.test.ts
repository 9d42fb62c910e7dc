import { afterEach, expect, test } from 'vitest';
import { AgentId, type ItemId, requestIdOf, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { REQUESTS_MAX } from '../../protocol/limits.ts';
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

const AGENT = AgentId.parse('playbook');
const GONE = sessionIdOf(ulidOf(999_999));

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
      wanted: {},
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
  expect(
    host.service.list({ after: null, limit: 10, shelf: 'open', hidden: false }).sessions.map(({ id }) => id),
  ).toEqual([sessionId]);
});

test('[S2.2] every call on a session that is not there is refused by name', () => {
  const { service } = open();
  const refusal = { ok: false, refusal: { code: 'unknown-session' } };
  const itemId = `it-${ulidOf(1)}` as ItemId;
  expect(service.dispatch({ type: 'stop', sessionId: GONE })).toEqual(refusal);
  expect(service.follow({ sessionId: GONE, tail: 1, hidden: false }, undefined)).toEqual(refusal);
  expect(service.items({ sessionId: GONE, from: { before: 1 }, limit: 1 })).toEqual(refusal);
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

test('[C48] [C11] after a restart a session that nobody has opened takes a prompt, resumes and sends its last prompt again', () => {
  const before = open();
  const sessionId = before.create();
  const turn = before.prompt(sessionId, 'Go');
  before.report(sessionId, turn, { type: 'attached', agentSession: 'a-1', how: 'new', options: null });
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
    [expect.stringContaining('Continue'), { id: 'a-1', fork: false }],
    ['Go', { id: 'a-1', fork: false }],
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
  for (const type of ['delete', 'restore', 'delete'] as const)
    host.service.dispatch({ type, sessionId, children: true });

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
