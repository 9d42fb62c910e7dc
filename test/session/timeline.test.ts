import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestIdOf, rollbackIdOf, type SessionId } from '../../protocol/ids.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, ENDED } from './reports.ts';
import { asideOf, childOf } from './spawned.ts';
import { STOPPED } from './talk.ts';

const START = 1_000_000;
const RUNNING = { type: 'moved', phase: { kind: 'running', heard: false } } as const;

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost({ clock: new FakeClock(START) });
  id = host.create();
});
afterEach(() => host.close());

const pass = (seconds: number) => host.clock.advance(seconds * 1000);
/** Seconds since the start, which read better than moments. */
const seconds = (at: number | null) => (at === null ? null : (at - START) / 1000);
const told = (of = id) =>
  host.service.timeline(of).turns.map(({ session, at, endedAt, outcome, waits }) => ({
    session,
    ran: [seconds(at), seconds(endedAt)],
    outcome,
    waits: waits.map((wait) => [wait.cause.kind, seconds(wait.at), seconds(wait.endedAt)]),
  }));

test('[S5.6] a timeline says when each turn of a tree ran, how it ended, and for whom it waited when', () => {
  const turn = host.prompt(id, 'lead');
  pass(1);
  host.report(id, turn, RUNNING);
  const child = childOf(host, id, turn);
  pass(1);
  const work = host.prompt(child, 'work');
  host.report(child, work, RUNNING);
  host.report(id, turn, { type: 'awaiting', children: [child] });
  pass(5);
  host.report(child, work, STOPPED);
  host.report(id, turn, { type: 'awaiting', children: [] });
  pass(2);
  host.report(id, turn, ENDED);
  const all = [
    {
      session: id,
      ran: [0, 9],
      outcome: 'completed',
      waits: [
        ['line', 0, 1],
        ['children', 2, 7],
      ],
    },
    { session: child, ran: [2, 7], outcome: 'stopped', waits: [] },
  ];
  expect(told()).toEqual(all);
  expect(told(child)).toEqual(all);
  const [lead] = host.service.timeline(id).turns;
  expect(lead?.waits[1]?.cause).toEqual({ kind: 'children', children: [child] });
});

test('[S5.6] what waits now is told, whom it waits for changes with them, and a person’s answer ends a wait', () => {
  const turn = host.prompt(id, 'lead');
  host.report(id, turn, RUNNING);
  const [one, two] = [childOf(host, id, turn), childOf(host, id, turn)];
  host.report(id, turn, { type: 'awaiting', children: [one, two] });
  pass(3);
  host.report(id, turn, { type: 'awaiting', children: [two] });
  const kinds = [
    ['children', 0, 3],
    ['children', 3, null],
  ];
  expect(told()).toMatchObject([{ ran: [0, null], outcome: null, waits: kinds }]);
  host.report(id, turn, { type: 'awaiting', children: [] }, asked(7));
  pass(4);
  host.service.dispatch({ type: 'answer', sessionId: id, requestId: requestIdOf(ulidOf(7)), optionId: 'yes' });
  expect(told()[0]?.waits.at(-1)).toEqual(['person', 3, 7]);
});

test('[S5.6] a turn that a crash cut off waited until somebody saw it', () => {
  const turn = host.prompt(id, 'lead');
  pass(2);
  host.abandon();
  host = openSessionHost({ folder: host.folder, clock: new FakeClock(START + 10_000), firstId: 500 });
  expect(turn).toBeDefined();
  expect(told()).toEqual([{ session: id, ran: [0, 10], outcome: 'interrupted', waits: [['line', 0, 10]] }]);
});

test('[S5.6] neither asides, nor what lies in the bin, nor what was taken back or copied stands in a timeline', () => {
  const turn = host.prompt(id, 'one');
  pass(1);
  host.report(id, turn, RUNNING, ENDED);
  const [child, aside] = [childOf(host, id, turn), asideOf(host, id, turn)];
  host.report(child, host.prompt(child, 'gone'), RUNNING, ENDED);
  host.report(aside, host.prompt(aside, 'beside'), RUNNING, ENDED);
  host.service.dispatch({ type: 'delete', sessionId: child });
  pass(1);
  const back = host.prompt(id, 'two');
  host.report(id, back, RUNNING, ENDED);
  host.service.dispatch({ type: 'rollback', sessionId: id, turnId: back, rollbackId: rollbackIdOf(ulidOf(900)) });
  expect(told()).toMatchObject([{ session: id, ran: [0, 1] }]);
  pass(1);
  const newSessionId = asideId();
  host.service.dispatch({ type: 'fork', sessionId: id, turnId: turn, newSessionId });
  expect(host.service.timeline(newSessionId).turns).toEqual([]);
});

const asideId = () => host.create().replace(/.{4}$/, 'ZZZZ') as SessionId;
