import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MENTIONED_CHARS_MAX } from '../../main/session/limits.ts';
import { AgentId, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import type { AgentCommand } from '../../protocol/slash.ts';
import { Follower } from '../support/follower.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { ENDED, said } from './reports.ts';
import { asideOf, childOf } from './spawned.ts';
import { headIn, talk } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const command = (name: string): AgentCommand => ({ name, description: `Does ${name}`, hint: null });
const announce = (of: SessionId, ...names: readonly string[]) =>
  host.service.configured(of, { type: 'commands', commands: names.map(command) });
const namesIn = (of: SessionId) => headIn(host, of).commands.map(({ name }) => name);

describe('commands of an agent', () => {
  test('[S4.4] reach every view and the rows whether or not a turn runs, once each time they change', async () => {
    const view = new Follower(host, id, 10);
    view.connect();
    announce(id, 'plan');
    const turn = host.prompt(id, 'go');
    announce(id, 'plan', 'review');
    host.report(id, turn, ENDED);
    announce(id, 'review');
    const before = host.service.items({ sessionId: id, from: { after: -1 }, limit: 1 });
    announce(id, 'review');
    const after = host.service.items({ sessionId: id, from: { after: -1 }, limit: 1 });
    if (!before.ok || !after.ok) throw new Error('There is no such session');
    expect(after.value.seq).toBe(before.value.seq);
    await view.reach(after.value.seq);
    expect(view.view.kind === 'live' && view.view.state.head.commands).toEqual([command('review')]);
    expect(namesIn(id)).toEqual(['review']);
  });

  test('[S4.4] outlive a restart', () => {
    announce(id, 'plan');
    host.abandon();
    host = openSessionHost({ folder: host.folder, firstId: 60_000 });
    expect(namesIn(id)).toEqual(['plan']);
  });

  test('[S4.4] are known in a fork, and in a new session of the same agent and folder, before its first turn', () => {
    const turn = talk(host, id, 'go');
    announce(id, 'plan');
    const forked = sessionIdOf(host.newUlid());
    host.service.dispatch({ type: 'fork', sessionId: id, newSessionId: forked, turnId: turn });
    expect(namesIn(forked)).toEqual(['plan']);
    expect(namesIn(host.create())).toEqual(['plan']);
    const elsewhere = sessionIdOf(host.newUlid());
    const agentId = AgentId.parse('playbook');
    host.service.dispatch({ type: 'create', sessionId: elsewhere, agentId, folder: '/other' });
    expect(namesIn(elsewhere)).toEqual([]);
  });
});

describe('a session that another one mentions', () => {
  test('[S4.4] is told under its title, with all that was said until now', () => {
    const other = host.create();
    talk(host, other, 'one');
    const turn = host.prompt(other, 'two');
    host.report(other, turn, said('still writing'));
    host.service.dispatch({ type: 'rename', sessionId: other, title: 'The other' });
    expect(host.service.mentioned(id, other)).toEqual({
      title: 'The other',
      transcript: 'User:\none\n\nAssistant:\nre one\n\nUser:\ntwo\n\nAssistant:\nstill writing',
    });
    expect(host.service.mentioned(other, id)).toMatchObject({ transcript: '' });
  });

  test('[S4.4] is told from its end, as far as it fits', () => {
    const other = host.create();
    for (let n = 0; n < 5; n += 1) talk(host, other, `${n} ${'x'.repeat(MENTIONED_CHARS_MAX / 5)}`);
    const transcript = host.service.mentioned(id, other)?.transcript ?? '';
    expect(transcript.length).toBeLessThanOrEqual(MENTIONED_CHARS_MAX);
    expect(transcript).toMatch(/^\[Earlier parts of the conversation are left out\.\]/);
    expect(transcript).toContain('re 4 x');
  });

  test('[S4.4] is never itself, an aside, one in the bin or none at all; a child may be', () => {
    const turn = talk(host, id, 'go');
    const other = host.create();
    const aside = asideOf(host, other, talk(host, other, 'go'));
    talk(host, aside, 'a secret');
    expect(host.service.mentioned(id, id)).toBeUndefined();
    expect(host.service.mentioned(id, aside)).toBeUndefined();
    expect(host.service.mentioned(aside, aside)).toBeUndefined();
    expect(host.service.mentioned(id, sessionIdOf(host.newUlid()))).toBeUndefined();
    expect(host.service.mentioned(other, childOf(host, id, turn))).toBeDefined();
    expect(host.service.mentioned(id, other)).toBeDefined();
    host.service.dispatch({ type: 'delete', sessionId: other });
    expect(host.service.mentioned(id, other)).toBeUndefined();
  });
});
