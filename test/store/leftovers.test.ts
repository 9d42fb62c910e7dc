import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { BIN_MS, PURGE_EVERY_MS } from '../../main/session/limits.ts';
import type { TurnWrite } from '../../main/session/ports.ts';
import { LEFTOVERS_MAX } from '../../main/store/leftovers.ts';
import { STORE_FILE } from '../../main/store/store.ts';
import { AgentId, rollbackIdOf, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { asideOf } from '../session/spawned.ts';
import { codeOf, talk } from '../session/talk.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';

/** No agent has a conversation of this name but that of an aside. */
const SECRET_ID = 'found-nowhere-else';
const PLAYBOOK = AgentId.parse('playbook');
let host: SessionHost | undefined;
afterEach(() => host?.close());

/** A session whose turns ran in these conversations of its agent. */
function used(at: SessionHost, ...agentSessions: readonly string[]): SessionId {
  const id = at.create();
  for (const agentSession of agentSessions) {
    const turn = at.prompt(id, 'Go');
    at.report(
      ...([id, turn] as const),
      { type: 'attached', agentSession, how: 'new', options: null },
      { type: 'ended', outcome: { kind: 'completed' } },
    );
  }
  return id;
}

const purge = (at: SessionHost, id: SessionId) => expect(at.store.sessions.purge(id).ok).toBe(true);
const left = (at: SessionHost) => at.store.leftovers.of(PLAYBOOK, 10);

test('[S4.4] what an agent keeps of a session is left when that is gone for good, until the agent was asked', () => {
  const at = openSessionHost();
  host = at;
  const id = used(at, 'a', 'b', 'b');
  expect(left(at)).toEqual([]);
  purge(at, id);
  expect(left(at)).toEqual(['a', 'b']);
  at.store.leftovers.settle(PLAYBOOK, 'a');
  expect(left(at)).toEqual(['b']);
});

test('[S4.4] what was begun elsewhere, or is used by another session, is never deleted', () => {
  const at = openSessionHost();
  host = at;
  const sessionId = sessionIdOf(at.newUlid());
  const place = { agentId: PLAYBOOK, folder: '/src' };
  at.service.dispatch({ type: 'take-over', sessionId, ...place, agentSession: 'theirs' });
  const fetch = at.runner.fetched[0]?.fetch ?? turnIdOf('');
  at.report(
    ...([sessionId, fetch] as const),
    { type: 'replayed', steps: [{ type: 'prompt', text: 'Before' }] },
    { type: 'fetched', state: { kind: 'fetched' }, options: null },
  );
  const turn = at.prompt(sessionId, 'Go');
  at.report(sessionId, turn, { type: 'attached', agentSession: 'theirs', how: 'kept', options: null });
  at.report(sessionId, turn, { type: 'ended', outcome: { kind: 'completed' } });
  purge(at, sessionId);

  const origin = used(at, 'shared');
  const through = at.store.sessions.roots(origin)[0];
  if (!through) throw new Error('no turn');
  const newSessionId = sessionIdOf(at.newUlid());
  expect(at.service.dispatch({ type: 'fork', sessionId: origin, turnId: through, newSessionId }).ok).toBe(true);
  purge(at, origin);
  expect(left(at)).toEqual([]);
  purge(at, newSessionId);
  expect(left(at)).toEqual(['shared']);
});

test('[S4.4] what an agent keeps of an aside is left when that is closed, and no file says so', () => {
  const at = openSessionHost();
  host = at;
  const aside = asideOf(at, at.create(), null);
  talk(at, aside, 'By the way', SECRET_ID);
  expect(codeOf(at.service.dispatch({ type: 'delete', sessionId: aside }))).toBe('ok');
  expect(left(at)).toEqual([SECRET_ID]);
  const file = join(at.folder, STORE_FILE);
  expect([file, `${file}-wal`].filter((one) => readFileSync(one).includes(SECRET_ID))).toEqual([]);
  const place = { agentId: PLAYBOOK, folder: '/src', agentSession: SECRET_ID };
  const taken = at.service.dispatch({ type: 'take-over', sessionId: sessionIdOf(at.newUlid()), ...place });
  expect(codeOf(taken)).toBe('ok');
  expect(left(at)).toEqual([]);
});

test('[S4.4] [B30] what an agent keeps of turns that were taken back is left when they are gone for good', () => {
  const at = openSessionHost();
  host = at;
  const id = at.create();
  talk(at, id, 'One', 'a');
  const turnId = talk(at, id, 'Two', 'b');
  talk(at, id, 'Three', 'b');
  const rollbackId = rollbackIdOf(at.newUlid());
  expect(codeOf(at.service.dispatch({ type: 'rollback', sessionId: id, rollbackId, turnId }))).toBe('ok');
  at.clock.advance(BIN_MS);
  expect(left(at)).toEqual([]);
  at.clock.advance(PURGE_EVERY_MS);
  expect(left(at)).toEqual(['b']);
  at.store.leftovers.settle(PLAYBOOK, 'b');
  purge(at, id);
  expect(left(at)).toEqual(['a']);
});

test('[S4.4] of more than a thousand the oldest are forgotten', () => {
  const at = openSessionHost();
  host = at;
  const id = at.create();
  const turns = Array.from({ length: LEFTOVERS_MAX + 5 }, (_, index): readonly TurnWrite[] => {
    const phase = { kind: 'ended', outcome: { kind: 'completed' }, at: 0, cleared: true } as const;
    const turn = { id: turnIdOf(at.newUlid()), parent: null, index, at: 0, phase };
    return [
      { type: 'put', turn },
      { type: 'prompted', turn: turn.id, agentSession: `s${index}` },
    ];
  });
  at.store.sessions.commit(id, { durable: false, head: null, turns: turns.flat(), items: [] });
  purge(at, id);
  const all = at.store.leftovers.of(PLAYBOOK, LEFTOVERS_MAX * 2);
  expect([all.length, all[0]]).toEqual([LEFTOVERS_MAX, 's5']);
});
