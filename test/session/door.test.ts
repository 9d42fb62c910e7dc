import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SessionId, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { BLOB_CHARS_MAX, INLINE_CHARS_MAX } from '../../protocol/limits.ts';
import type { Outcome } from '../../protocol/turn.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called, ENDED, said } from './reports.ts';
import { attached, codeOf, headIn, newTurn, talk, wordsIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const send = (text: string, turnId: TurnId = newTurn(host), sessionId = id) =>
  codeOf(host.service.dispatch({ type: 'prompt', sessionId, turnId, text }));
const end = (turnId: TurnId, outcome: Outcome) => host.report(id, turnId, { type: 'ended', outcome });
const activity = () => host.service.list({ after: null, limit: 1, shelf: 'open', hidden: false }).sessions[0]?.activity;

test('[C3] a service that has closed takes nothing more, and says so', () => {
  host.service.close();
  expect(send('go')).toBe('closed');
  expect(host.runner.started).toEqual([]);
});

test('[C5] what agents report is recorded and decides nothing: no turn is opened and no agent started by it', () => {
  const turn = talk(host, id, 'go');
  const reports = [said('more'), called('c'), asked(1), attached('a-9'), ENDED] as const;
  host.report(id, turn, ...reports);
  host.report(id, turnIdOf('00000000000000000000009999'), ...reports);
  expect(headIn(host, id)).toMatchObject({ turn: { id: turn, phase: { kind: 'ended' } }, requests: [] });
  expect(host.runner.started).toHaveLength(1);
});

test('[C7] [C58] following is one call; what it gives first is one whole value, whatever the session is doing', async () => {
  const turn = host.prompt(id, 'go');
  host.report(id, turn, said('half a'), asked(1));
  host.service.dispatch({ type: 'queue', sessionId: id, turnId: newTurn(host), text: 'then' });
  const stop = new AbortController();
  const stream = host.service.follow({ sessionId: id, tail: 10, hidden: false }, stop.signal);
  if (!stream.ok) throw new Error(stream.refusal.code);
  expect((await stream.value.next()).value).toMatchObject({ type: 'opened' });
  const { value } = await stream.value.next();
  stop.abort();
  const stored = host.store.sessions.read(id, 10);
  expect(value).toMatchObject({ type: 'snapshot', state: stored?.state });
});

test('[C8] a session has the agent and the folder that it was created with', () => {
  expect(headIn(host, id)).toMatchObject({ kind: 'main', agentId: 'playbook', folder: '/src', turn: null });
});

test('[C15] how a turn ended can be put away once it is over; the session is then what it really is', () => {
  const clear = () => codeOf(host.service.dispatch({ type: 'clear-error', sessionId: id }));
  expect(clear()).toBe('nothing-to-clear');
  const turn = host.prompt(id, 'go');
  expect(clear()).toBe('busy');
  expect(activity()?.kind).toBe('queued');
  end(turn, { kind: 'failed', failure: { code: 'agent-crashed', message: 'It ended', detail: '' } });
  expect(activity()?.kind).toBe('failed');
  expect(clear()).toBe('ok');
  expect(activity()?.kind).toBe('idle');
  expect(clear()).toBe('nothing-to-clear');
  expect(wordsIn(host, id)).toEqual(['go', 'notice']);
  end(host.prompt(id, 'again'), { kind: 'completed' });
  expect(clear()).toBe('nothing-to-clear');
});

test('[C22] [C23] starting if idle answers busy, with nothing kept of it, or opens the turn that was named', () => {
  const turnId = newTurn(host);
  expect(send('go', turnId)).toBe('ok');
  expect(headIn(host, id).turn?.id).toBe(turnId);
  expect(send('more')).toBe('busy');
  expect(wordsIn(host, id)).toEqual(['go']);
  expect(headIn(host, id).queue.prompts).toEqual([]);
});

test('[C24] whether a session is busy is known from its rows, also when nobody has it open', () => {
  const busy = () => [activity()?.kind, host.service.busyCount()];
  expect(busy()).toEqual(['idle', 0]);
  const turn = host.prompt(id, 'go');
  expect(busy()).toEqual(['queued', 1]);
  host.report(id, turn, ENDED);
  expect(busy()).toEqual(['finished', 0]);
});

test('[C59] a reply that is being written is never cut, however long it grows', () => {
  const turn = host.prompt(id, 'go');
  const words = 'eight ch'.repeat(1_000);
  const parts = Math.ceil((3 * INLINE_CHARS_MAX) / words.length);
  for (let n = 0; n < parts; n += 1) host.report(id, turn, said(words));
  const item = host.store.sessions.read(id, 1)?.state.window.items[0];
  if (item?.kind !== 'reply') throw new Error(item?.kind);
  expect(item.text.length).toBe(parts * words.length);
  let read = '';
  while (read.length < item.text.length) {
    const from = { sessionId: id, itemId: item.id, key: null, from: read.length, limit: BLOB_CHARS_MAX };
    const stretch = host.service.blob(from);
    if (!stretch.ok || stretch.value.text === '') throw new Error('A stretch is missing');
    read += stretch.value.text;
  }
  expect(read).toBe(words.repeat(parts));
});

test('[C79] an agent that takes for ever to start holds up no other session', () => {
  const slow = host.prompt(id, 'go');
  host.report(id, slow, { type: 'moved', phase: { kind: 'starting' } });
  const other = host.create();
  talk(host, other, 'two');
  expect(wordsIn(host, other)).toEqual(['two', 're two']);
  expect(headIn(host, id).turn?.phase.kind).toBe('starting');
});

test('[C82] a command that breaks harms no other, not even the next one of its session', () => {
  host.close();
  let broken = false;
  host = openSessionHost({
    between: (rows) => ({
      ...rows,
      commit(...commit) {
        if (broken) throw new Error('a bug');
        return rows.commit(...commit);
      },
    }),
  });
  id = host.create();
  const other = host.create();
  broken = true;
  expect(() => send('go')).toThrow('a bug');
  broken = false;
  expect(wordsIn(host, id)).toEqual([]);
  expect(send('go', newTurn(host), other)).toBe('ok');
  expect(send('go')).toBe('ok');
  expect(host.runner.started.map((run) => run.sessionId)).toEqual([other, id]);
});

test('[G11] running alongside reaches the runner while the turn waits, and is refused before and after', () => {
  const alongside = (turnId: TurnId) => codeOf(host.service.dispatch({ type: 'run-alongside', sessionId: id, turnId }));
  expect(alongside(newTurn(host))).toBe('not-waiting');
  const turn = host.prompt(id, 'go');
  expect(alongside(newTurn(host))).toBe('not-waiting');
  expect(alongside(turn)).toBe('ok');
  host.report(id, turn, { type: 'moved', phase: { kind: 'starting' } });
  expect(alongside(turn)).toBe('not-waiting');
  expect(host.runner.alongside).toEqual([turn]);
});

test('[S4.2] that an agent holds much memory is a notice in its turn, while that runs', () => {
  const turn = host.prompt(id, 'go');
  host.report(id, turn, { type: 'heavy', bytes: 5e9 }, said('hm'), ENDED, { type: 'heavy', bytes: 5e9 });
  expect(wordsIn(host, id)).toEqual(['go', 'notice', 'hm']);
});

test('[C31] [C32] ending an agent by force and interrupting one terminal reach the runner, also while it is being stopped', () => {
  expect(codeOf(host.service.dispatch({ type: 'terminate', sessionId: id }))).toBe('nothing-running');
  const turn = host.prompt(id, 'go');
  const itemId = host.store.sessions.read(id, 1)?.state.window.items[0]?.id;
  if (!itemId) throw new Error('There is no prompt');
  host.service.dispatch({ type: 'interrupt-terminal', sessionId: id, itemId, key: 'terminal-1~2' });
  expect(host.runner.interrupted).toEqual(['terminal-1']);
  expect(headIn(host, id).turn?.phase.kind).toBe('waiting');
  host.service.dispatch({ type: 'stop', sessionId: id });
  expect(codeOf(host.service.dispatch({ type: 'terminate', sessionId: id }))).toBe('ok');
  expect(host.runner.terminated).toEqual([turn]);
});

test('[S3.1] pinning, putting away and marking reach the list, and what is worked in is not put away', () => {
  const shelf = (name: 'open' | 'archived') =>
    host.service.list({ after: null, limit: 9, shelf: name, hidden: false }).sessions.map((session) => session.id);
  const other = host.create();
  host.clock.advance(1);
  const newest = host.create();
  expect(shelf('open')).toEqual([newest, other, id]);
  host.service.dispatch({ type: 'pin', sessionId: id, pinned: true });
  expect(shelf('open')).toEqual([id, newest, other]);
  const archive = (archived: boolean) => codeOf(host.service.dispatch({ type: 'archive', sessionId: other, archived }));
  expect(archive(true)).toBe('ok');
  expect([shelf('open'), shelf('archived')]).toEqual([[id, newest], [other]]);
  talk(host, other, 'go');
  expect(shelf('archived')).toEqual([]);
  host.prompt(other, 'more');
  expect(archive(true)).toBe('busy');
});

test('[S3.1] an end and a question leave a session unread until somebody looks; a stop does not', () => {
  const unread = () => headIn(host, id).unread;
  const look = () => host.service.dispatch({ type: 'mark', sessionId: id, unread: false });
  talk(host, id, 'go');
  expect(unread()).toBe(true);
  look();
  expect(unread()).toBe(false);
  const turn = host.prompt(id, 'more');
  host.report(id, turn, asked(1));
  expect(unread()).toBe(true);
  look();
  end(turn, { kind: 'stopped' });
  expect(unread()).toBe(false);
  host.service.dispatch({ type: 'mark', sessionId: id, unread: true });
  expect(unread()).toBe(true);
});

test('[C63] a limit is over when the agent goes on, but not when it only tells of one that lasts', () => {
  const limit = (until: number | null) =>
    ({ type: 'updates', updates: [{ type: 'limit', limit: { until } }] }) as const;
  const turn = host.prompt(id, 'go');
  host.report(id, turn, { type: 'moved', phase: { kind: 'running', heard: false } }, limit(null));
  expect(activity()).toEqual({ kind: 'rate-limited', until: null });
  host.report(id, turn, said('on'));
  expect(activity()).toEqual({ kind: 'running' });
  const until = host.clock.now() + 60_000;
  host.report(id, turn, limit(until), said('You have reached your limit'));
  expect(activity()).toEqual({ kind: 'rate-limited', until });
  end(turn, { kind: 'failed', failure: { code: 'agent-error', message: 'Limit', detail: '' } });
  expect(headIn(host, id).limit).toEqual({ until });
  host.prompt(id, 'again');
  expect(headIn(host, id).limit).toBeNull();
});
