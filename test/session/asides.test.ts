import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId } from '../../protocol/ids.ts';
import { SIDE_SESSIONS_MAX } from '../../protocol/limits.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asideOf } from './spawned.ts';
import { attached, codeOf, newTurn, talk, wordsIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const SECRET = 'a-word-that-is-found-nowhere-else';

test('[B1] [B7] an aside is never stored: no file knows its words, and a restart forgets it', () => {
  const aside = asideOf(host, id, talk(host, id, 'go'));
  talk(host, aside, SECRET);
  expect(wordsIn(host, aside)).toEqual([SECRET, `re ${SECRET}`]);
  const files = readdirSync(host.folder).map((name) => readFileSync(join(host.folder, name)));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(file.includes(SECRET)).toBe(false);
    expect(file.includes(aside)).toBe(false);
  }
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 60_000 });
  expect(codeOf(host.service.dispatch({ type: 'stop', sessionId: aside }))).toBe('unknown-session');
});

test('[B7] an aside knows what was said in its session until then, as a copy where the agent can make one', () => {
  const one = talk(host, id, 'one', 'a-1');
  const aside = asideOf(host, id, one);
  const turn = host.prompt(aside, 'by the way');
  expect(host.runner.started.at(-1)?.agentSession).toEqual({ id: 'a-1', fork: true });
  expect(host.service.transcript(aside, turn)).toBe('User:\none\n\nAssistant:\nre one');
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
});

test('[B7] while its session is being written in, an aside is told what was said instead', () => {
  const one = talk(host, id, 'one', 'a-1');
  const two = host.prompt(id, 'two');
  host.report(id, two, attached('a-1'));
  for (const turn of [one, two]) {
    host.prompt(asideOf(host, id, turn), 'by the way');
    expect(host.runner.started.at(-1)?.agentSession).toBeNull();
  }
});

test('[B29] [B27] in an aside nothing can be edited, rolled back or forked', () => {
  const aside = asideOf(host, id, null);
  const turnId = talk(host, aside, 'by the way');
  const edit = { type: 'edit', sessionId: aside, turnId: newTurn(host), of: turnId, text: 'else' } as const;
  const rollback = { type: 'rollback', sessionId: aside, rollbackId: `rb-${host.newUlid()}` as never, turnId } as const;
  const fork = { type: 'fork', sessionId: aside, newSessionId: `se-${host.newUlid()}` as never, turnId } as const;
  for (const command of [edit, rollback, fork]) expect(codeOf(host.service.dispatch(command))).toBe('not-for-kind');
});

test('[B14] asides stand in no list, hidden or not, and go with the session that they belong to', () => {
  const aside = asideOf(host, id, null);
  const listed = host.service.list({ after: null, limit: 9, shelf: 'open', hidden: true });
  expect(listed.sessions.map((session) => session.id)).toEqual([id]);
  expect(host.service.tree(id)).toMatchObject([{ id }]);
  host.service.dispatch({ type: 'delete', sessionId: id });
  expect(host.service.follow({ sessionId: aside, tail: 1, hidden: true }, undefined)).toMatchObject({
    refusal: { code: 'unknown-session' },
  });
});

test('[B1] closing an aside is for good, and there is a limit to how many there are', () => {
  const asides = Array.from({ length: SIDE_SESSIONS_MAX }, () => asideOf(host, id, null));
  expect(() => asideOf(host, id, null)).toThrow('too-many-asides');
  for (const sessionId of asides) host.service.dispatch({ type: 'delete', sessionId });
  expect(asideOf(host, id, null)).not.toBe(asides[0]);
  expect(host.runner.released).toEqual(asides);
});
