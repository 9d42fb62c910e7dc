import { afterEach, expect, test } from 'vitest';
import type { Replayed } from '../../main/session/update.ts';
import { AgentId, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';

let host: SessionHost | undefined;
afterEach(() => host?.close());

const prompt = (text: string): Replayed => ({ type: 'prompt', text });
const reply = (text: string): Replayed => ({ type: 'text', of: 'reply', message: null, text });

/** A session that is being taken over, and the attempt that its reports name. */
function taking(at: SessionHost): { readonly id: SessionId; readonly fetch: TurnId } {
  const id = sessionIdOf(at.newUlid());
  const place = { agentId: AgentId.parse('playbook'), folder: '/src', agentSession: 'theirs' };
  expect(at.service.dispatch({ type: 'take-over', sessionId: id, ...place }).ok).toBe(true);
  return { id, fetch: attemptOf(at) };
}

function attemptOf(at: SessionHost): TurnId {
  const run = at.runner.fetched.at(-1);
  if (!run) throw new Error('Nothing is being fetched');
  return run.fetch;
}

const told = (at: SessionHost, id: SessionId, fetch: TurnId, ...steps: readonly Replayed[]) =>
  at.report(id, fetch, { type: 'replayed', steps });
const fetched = (at: SessionHost, id: SessionId, fetch: TurnId) =>
  at.report(id, fetch, { type: 'fetched', state: { kind: 'fetched' }, options: null });

function shown(at: SessionHost, id: SessionId): readonly string[] {
  const state = at.store.sessions.read(id, 100)?.state;
  return (state?.window.items ?? []).map((item) => {
    if (item.kind === 'prompt' || item.kind === 'reply') return item.text.head;
    return item.kind === 'notice' ? item.notice.code : item.kind;
  });
}

test('[S4.4] a crash in the middle of a fetch leaves what came, ended, and a session that can fetch it again', () => {
  const first = openSessionHost();
  const { id, fetch } = taking(first);
  told(first, id, fetch, prompt('One'), reply('1'));
  first.abandon();
  const at = openSessionHost({ folder: first.folder, firstId: 1_000 });
  host = at;
  const state = at.store.sessions.read(id, 100)?.state;
  expect(state?.head.origin?.state).toEqual({ kind: 'incomplete', failure: null });
  expect(at.store.sessions.openItems(id)).toEqual([]);
  expect(shown(at, id)).toEqual(['One', '1', 'taken-over']);

  expect(at.service.dispatch({ type: 'fetch-again', sessionId: id }).ok).toBe(true);
  expect(shown(at, id)).toEqual([]);
  expect(at.store.sessions.turn(id, fetch)).toBeUndefined();
  const again = attemptOf(at);
  told(at, id, fetch, prompt('Of the old attempt'));
  told(at, id, again, prompt('One'), reply('1'));
  fetched(at, id, again);
  expect(shown(at, id)).toEqual(['One', '1', 'taken-over']);
});

test('[S4.4] a call that was done stays done when a crash cuts off what came late of it', () => {
  const first = openSessionHost();
  const { id, fetch } = taking(first);
  const content = [{ type: 'terminal', terminal: 't', command: 'ls', folder: '/src' }] as const;
  const call: Replayed = { type: 'tool', call: 'c', change: { status: 'done', content } };
  told(first, id, fetch, prompt('One'), call, { type: 'output', call: 'c', terminal: 't', text: 'late' });
  first.abandon();
  const at = openSessionHost({ folder: first.folder, firstId: 1_000 });
  host = at;
  expect(at.store.sessions.openItems(id)).toEqual([]);
  const tool = at.store.sessions.read(id, 100)?.state.window.items.find((item) => item.kind === 'tool');
  expect(tool).toMatchObject({ status: 'done', endedAt: expect.any(Number) });
});

test('[S4.4] what an agent tells only after it had answered is shown after all, until the conversation goes on', () => {
  const at = openSessionHost();
  host = at;
  const { id, fetch } = taking(at);
  fetched(at, id, fetch);
  expect(shown(at, id)).toEqual(['taken-over']);
  told(at, id, fetch, prompt('One'), reply('1'));
  expect(shown(at, id)).toEqual(['taken-over', 'One', '1']);
  const { turn } = at.store.sessions.read(id, 1)?.state.head ?? {};
  expect([turn?.parent, turn?.index, turn?.id === fetch]).toEqual([fetch, 1, false]);
  at.prompt(id, 'Go on');
  told(at, id, fetch, prompt('Two'));
  expect(shown(at, id)).toEqual(['taken-over', 'One', '1', 'Go on']);
});

test('[S4.4] while it is being fetched nothing else begins; nothing of it runs or is news', () => {
  const at = openSessionHost();
  host = at;
  const { id, fetch } = taking(at);
  told(at, id, fetch, prompt('One'));
  const { newUlid } = at;
  const refused = (['clear', 'delete', 'fetch-again', 'archive'] as const).map((type) => {
    const rollbackId = `rb-${newUlid()}` as never;
    const answer = at.service.dispatch({ type, sessionId: id, rollbackId, archived: true } as never);
    return answer.ok ? 'ok' : answer.refusal.code;
  });
  expect(refused).toEqual(['taking-over', 'taking-over', 'ok', 'taking-over']);
  expect(() => at.prompt(id, 'Too early')).toThrow('taking-over');
  expect(at.runner.started).toEqual([]);
  fetched(at, id, fetch);
  expect(at.store.sessions.read(id, 1)?.state.head).toMatchObject({ unread: false, turn: { index: 0 } });
});
