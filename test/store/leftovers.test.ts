import { afterEach, expect, test } from 'vitest';
import type { TurnWrite } from '../../main/session/ports.ts';
import { LEFTOVERS_MAX } from '../../main/store/leftovers.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';

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
