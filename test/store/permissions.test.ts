import { expect, test } from 'vitest';
import type { PermissionWrite } from '../../main/session/ports.ts';
import { createPermissionStore, DECISION_COMMAND_CHARS_MAX, DECISIONS_MAX } from '../../main/store/permissions.ts';
import { createSessionStore } from '../../main/store/session-store.ts';
import { AgentId, requestIdOf, ruleIdOf } from '../../protocol/ids.ts';
import type { Decision, DecisionsPage, Rule } from '../../protocol/permission.ts';
import { itemIdNumber, sessionIdNumber, turnIdNumber, ulidOf } from '../support/arbitraries.ts';
import { freshDatabase, headOf } from './fresh.ts';

const [ONE, TWO] = [sessionIdNumber(1), sessionIdNumber(2)];

function open() {
  const database = freshDatabase();
  const sessions = createSessionStore(database);
  const write = (session: typeof ONE, ...permissions: readonly PermissionWrite[]) =>
    sessions.commit(session, { durable: false, head: null, turns: [], items: [], permissions });
  for (const n of [1, 2]) {
    const head = { ...headOf(n), title: { text: `Session ${n}`, by: 'person' } as const };
    sessions.commit(head.id, { durable: false, head, turns: [], items: [] });
  }
  return { database, sessions, write, permissions: createPermissionStore(database) };
}

const decided = (n: number, fields: Partial<Decision> = {}): PermissionWrite => ({
  type: 'decide',
  decision: {
    ...{ request: requestIdOf(ulidOf(n)), turn: turnIdNumber(0), item: itemIdNumber(0), title: `Call ${n}`, at: n },
    ...{ command: null, verdict: 'once', by: { kind: 'stop' } },
    ...fields,
  },
});
const rule = (n: number): Rule => ({
  ...{ id: ruleIdOf(ulidOf(n)), agentId: AgentId.parse('a'), folder: '/src', madeAt: n, session: ONE },
  subject: { kind: 'title', title: `tool ${n}` },
});
const titles = ({ decisions }: DecisionsPage) => decisions.map(({ title }) => title);

test('[S4.5] the log is read in pages, newest first, of all sessions or of one', () => {
  const { write, permissions } = open();
  for (let n = 1; n <= 5; n += 1) write(n % 2 === 0 ? TWO : ONE, decided(n));
  const first = permissions.decisions({ session: null, before: null, limit: 2 });
  const second = permissions.decisions({ session: null, before: first.next, limit: 3 });
  expect([titles(first), titles(second)]).toEqual([
    ['Call 5', 'Call 4'],
    ['Call 3', 'Call 2', 'Call 1'],
  ]);
  expect(second.next).toBeNull();
  expect(titles(permissions.decisions({ session: TWO, before: null, limit: 9 }))).toEqual(['Call 4', 'Call 2']);
  expect(first.decisions[0]).toMatchObject({ session: ONE, sessionTitle: 'Session 1' });
});

test('[S4.5] the log is bounded: the oldest go, and no command in it is longer than it needs to be known again', () => {
  const { database, write, permissions } = open();
  database.run(`
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${DECISIONS_MAX})
    INSERT INTO decisions (session_id, request_id, body) SELECT '${ONE}', n, '{"title":"old"}' FROM n`);
  write(ONE, decided(1, { command: 'x'.repeat(DECISION_COMMAND_CHARS_MAX * 2) }), decided(2));
  const count = database.query<[], { count: number; first: number }>(
    'SELECT count(*) AS count, min(seq) AS first FROM decisions',
  );
  expect(count.get()).toEqual({ count: DECISIONS_MAX, first: 3 });
  const [, long] = permissions.decisions({ session: ONE, before: null, limit: 2 }).decisions;
  expect(long?.command).toBe('x'.repeat(DECISION_COMMAND_CHARS_MAX));
});

test('[S4.5] what is gone for good takes its decisions along, and the rules that were made in it stay', () => {
  const { sessions, write, permissions } = open();
  write(ONE, decided(1), { type: 'make', rule: rule(1) });
  write(TWO, decided(2));
  sessions.purge(ONE);
  expect(titles(permissions.decisions({ session: null, before: null, limit: 9 }))).toEqual(['Call 2']);
  expect(sessions.decision(ONE, requestIdOf(ulidOf(1)))).toBeUndefined();
  expect(permissions.rules()).toMatchObject([{ ...rule(1), sessionTitle: null }]);
});

test('[S4.5] a decision, its rule and the change that they belong to are written together or not at all', () => {
  const { database, sessions, permissions } = open();
  database.run(`CREATE TRIGGER broken BEFORE INSERT ON rules BEGIN SELECT raise(ABORT, 'broken'); END`);
  const head = { ...headOf(1), folder: '/changed' };
  const make = { type: 'make', rule: rule(1) } as const;
  const commit = { durable: false, head, turns: [], items: [], permissions: [decided(1), make] };
  expect(() => sessions.commit(ONE, commit)).toThrow('broken');
  expect(permissions.decisions({ session: null, before: null, limit: 9 }).decisions).toEqual([]);
  expect(sessions.read(ONE, 1)?.state.head.folder).not.toBe('/changed');
});

test('[S4.5] of the rules that were revoked the last fifty can be had back; having one back beside an equal one is no second', () => {
  const { write, permissions } = open();
  for (let n = 1; n <= 60; n += 1) {
    write(ONE, { type: 'make', rule: rule(n) });
    permissions.revoke(rule(n).id, n);
  }
  expect([10, 11].map((n) => permissions.isRule(rule(n).id))).toEqual([undefined, 'revoked']);
  const equal = { ...rule(99), subject: rule(60).subject };
  write(ONE, { type: 'make', rule: equal });
  expect(permissions.restore(rule(60).id).ok).toBe(true);
  expect(permissions.ruleIds()).toEqual([equal.id]);
});
