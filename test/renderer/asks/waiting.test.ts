import { expect, test, vi } from 'vitest';
import type { Attention } from '../../../protocol/attention.ts';
import { AgentId, requestIdOf } from '../../../protocol/ids.ts';
import type { PermissionRequest } from '../../../protocol/permission.ts';
import { sessionIdNumber, ulidOf } from '../../support/arbitraries.ts';

/** A window without a page. */
vi.hoisted(() => {
  const api = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
});

const { countsIn, waitingIn } = await import('../../../renderer/asks/waiting.ts');

const agentId = AgentId.parse('playbook');
const step = (n: number) => ({ session: sessionIdNumber(n), title: `${n}` });
/** Asks at `since`, below these, the root first. */
const asking = (n: number, since: number, above: readonly number[], fields: Partial<Attention> = {}): Attention => ({
  ...{ ...step(n), kind: 'waiting', agentId, aside: false, at: since, parent: null },
  path: above.map(step),
  asks: { count: 2, since, what: `do ${n}` },
  ...fields,
});
const request = (at: number): PermissionRequest =>
  ({ id: requestIdOf(ulidOf(at)), title: 'Run', command: 'ls', at }) as PermissionRequest;
const head = (n: number, ...requests: readonly PermissionRequest[]) => ({
  ...{ id: sessionIdNumber(n), agentId, requests, forms: [] },
});

const ATTENTION = [
  asking(9, 1, [7]),
  asking(3, 30, [1, 2]),
  asking(2, 10, [1]),
  asking(4, 5, [1], { aside: true }),
  asking(5, 6, [1], { kind: 'failed', asks: null }),
];

test('[S5.7] in a session waits what it asks itself and what is asked below it, the oldest first, each with the way to it', () => {
  const found = waitingIn(head(1, request(20), request(21)), ATTENTION);
  expect(found.map(({ session, way, asks }) => [session, way.map(({ title }) => title), asks.since])).toEqual([
    [sessionIdNumber(2), ['2'], 10],
    [sessionIdNumber(1), [], 20],
    [sessionIdNumber(3), ['2', '3'], 30],
  ]);
  expect(waitingIn(head(2), ATTENTION).map(({ way }) => way.map(({ title }) => title))).toEqual([['3']]);
  expect(waitingIn(head(3), ATTENTION)).toEqual([]);
});

test('[S5.7] a row counts every question below it, and none that is asked aside', () => {
  expect([1, 2, 3, 7].map((n) => countsIn(ATTENTION).get(sessionIdNumber(n)) ?? 0)).toEqual([4, 2, 0, 2]);
});
