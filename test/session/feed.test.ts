import { expect, test } from 'vitest';
import { BIN_MS, IDLE_MS_MAX, RING_EVENTS_MAX } from '../../main/session/limits.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { AppEvent } from '../../protocol/stream.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { Follower } from '../support/follower.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { Watcher } from '../support/watcher.ts';

/** What waits for the bin to be looked through. */
const BY_THE_DAY = 1;

const ENDED = { type: 'ended', outcome: { kind: 'completed' } } as const;
const said = (text: string) =>
  ({ type: 'updates', updates: [{ type: 'text', of: 'reply', message: null, text }] }) as const;

const brief = (events: readonly AppEvent[]) =>
  events.map((event) => {
    if (event.type !== 'session-changed') return event.type;
    return `${event.summary.title}: ${event.summary.activity.kind}`;
  });

test('[C52] watchers hear of every change of a line, and of no word that streams', async () => {
  const host = openSessionHost();
  const sessionId = host.create();
  const watcher = await Watcher.start(host);
  const turnId = host.prompt(sessionId, 'Go');
  await watcher.read();
  host.report(sessionId, turnId, { type: 'moved', phase: { kind: 'running', heard: false } });
  await watcher.read();
  for (let n = 0; n < 1_000; n += 1) host.report(sessionId, turnId, said(`word ${n} `));
  host.report(sessionId, turnId, {
    type: 'updates',
    updates: [{ type: 'tool', call: 'c', change: { status: 'done' } }],
  });
  const usage = { usedTokens: 1, sizeTokens: 2, cost: null };
  host.report(sessionId, turnId, { type: 'updates', updates: [{ type: 'usage', usage }] });
  await watcher.read();
  host.service.dispatch({ type: 'rename', sessionId, title: 'Named' });
  await watcher.read();
  host.report(sessionId, turnId, ENDED);
  expect(brief(await watcher.read())).toEqual([
    'Go: queued',
    'Go: waiting',
    'Go: running',
    'Named: running',
    'Named: finished',
  ]);
  await watcher.stop();
  host.close();
});

test('[C52] of many changes that come at once a watcher gets the last of each session', async () => {
  const host = openSessionHost();
  const watcher = await Watcher.start(host);
  const [one, two] = [host.create(), host.create()];
  const rename = (sessionId: SessionId, title: string) => host.service.dispatch({ type: 'rename', sessionId, title });
  for (let n = 0; n < 100; n += 1) for (const id of [one, two]) rename(id, `Title ${n}`);
  expect(brief(await watcher.read())).toEqual(['app-changed', 'Title 99: idle', 'Title 99: idle']);
  await watcher.stop();
  host.close();
});

test('[C52] a watcher that fell too far behind gets the whole list again, when it comes back and while it watches', async () => {
  const host = openSessionHost();
  const [named, gone] = [host.create(), host.create()];
  const stop = new AbortController();
  const watching = host.feed.watch(undefined, stop.signal);
  const opened = (await watching.next()).value;
  const before = (await watching.next()).value;
  if (opened?.type !== 'opened' || before?.type !== 'snapshot') throw new Error('Nothing opens');
  host.service.dispatch({ type: 'delete', sessionId: gone });
  host.service.dispatch({ type: 'rename', sessionId: named, title: 'Named' });
  for (let n = 1; n <= RING_EVENTS_MAX; n += 1) host.feed.appChanged({ recentFolders: [`/${n}`] });
  const app = { recentFolders: [`/${RING_EVENTS_MAX}`] };
  const whole = { type: 'snapshot', app, sessions: { sessions: [{ id: named, title: 'Named' }] } };

  const back = host.feed.watch({ incarnation: opened.incarnation, seq: before.seq }, stop.signal);
  expect((await back.next()).value).toMatchObject({ type: 'opened', incarnation: opened.incarnation });
  expect((await back.next()).value).toMatchObject(whole);
  host.subscriptions.ack(opened.stream, before.seq);
  expect((await watching.next()).value).toMatchObject(whole);
  stop.abort();
  for (const one of [watching, back]) await one.return(undefined);
  host.close();
});

test('[S2.6] a deleted session leaves the list, can be taken back, and is forgotten after thirty days', async () => {
  const days = (ms: number) => new FakeClock(ms);
  const began = 1_700_000_000_000;
  const first = openSessionHost({ clock: days(began) });
  const [kept, gone] = [first.create(), first.create()];
  first.report(gone, first.prompt(gone, 'Go'), said('words'), ENDED);
  const listed = (host: SessionHost) =>
    host.service.list({ after: null, limit: 10, shelf: 'open', hidden: false }).sessions.map(({ id }) => id);
  const both = listed(first);
  for (const sessionId of [kept, gone]) first.service.dispatch({ type: 'delete', sessionId });
  expect(listed(first)).toEqual([]);
  expect(first.service.dispatch({ type: 'rename', sessionId: kept, title: 'x' })).toMatchObject({
    refusal: { code: 'session-deleted' },
  });
  for (const sessionId of [kept, gone]) first.service.dispatch({ type: 'restore', sessionId, children: true });
  expect(listed(first)).toEqual(both);
  first.service.dispatch({ type: 'delete', sessionId: gone });
  first.abandon();

  const second = openSessionHost({ clock: days(began + BIN_MS), folder: first.folder, firstId: 1_000 });
  expect(second.service.dispatch({ type: 'restore', sessionId: gone, children: true }).ok).toBe(true);
  second.service.dispatch({ type: 'delete', sessionId: gone });
  second.abandon();

  const third = openSessionHost({ clock: days(began + 2 * BIN_MS + 1), folder: first.folder, firstId: 2_000 });
  expect(third.service.dispatch({ type: 'restore', sessionId: gone, children: true })).toMatchObject({
    refusal: { code: 'unknown-session' },
  });
  expect(third.store.sessions.read(gone, 10)).toBeUndefined();
  expect(listed(third)).toEqual([kept]);
  third.close();
});

/** Which life of the session's stream the service knows: a new one shows that it had been forgotten. */
function lifeOf(host: SessionHost, sessionId: SessionId): string {
  const page = host.service.items({ sessionId, from: { before: 1 }, limit: 1 });
  if (!page.ok) throw new Error(page.refusal.code);
  return page.value.incarnation;
}

function idleSession(host: SessionHost): { sessionId: SessionId; turnId: TurnId; life: string } {
  const sessionId = host.create();
  const turnId = host.prompt(sessionId, 'Go');
  host.report(sessionId, turnId, said('done'), ENDED);
  return { sessionId, turnId, life: lifeOf(host, sessionId) };
}

test('[S2.3] a session that does nothing and that nobody follows is forgotten, and comes back from its rows', () => {
  const host = openSessionHost();
  const { sessionId, life } = idleSession(host);
  const rows = host.store.sessions.read(sessionId, 10);
  host.clock.advance(IDLE_MS_MAX);
  expect(lifeOf(host, sessionId)).toBe(life);
  host.clock.advance(2 * IDLE_MS_MAX);
  expect(host.clock.pending).toBe(BY_THE_DAY);
  expect(lifeOf(host, sessionId)).not.toBe(life);
  expect(host.store.sessions.read(sessionId, 10)).toEqual(rows);
  host.close();
});

test('[S2.3] a follower keeps its session alive, and so does a turn that runs', async () => {
  const host = openSessionHost();
  const followed = idleSession(host);
  const follower = new Follower(host, followed.sessionId, 10);
  follower.connect();
  await follower.reach(0);
  const running = idleSession(host);
  const turnId = host.prompt(running.sessionId, 'More');
  host.clock.advance(10 * IDLE_MS_MAX);
  expect(lifeOf(host, followed.sessionId)).toBe(followed.life);
  expect(lifeOf(host, running.sessionId)).toBe(running.life);

  follower.cut();
  host.report(running.sessionId, turnId, ENDED);
  await new Promise((resolve) => setImmediate(resolve));
  host.clock.advance(3 * IDLE_MS_MAX);
  expect(lifeOf(host, followed.sessionId)).not.toBe(followed.life);
  expect(lifeOf(host, running.sessionId)).not.toBe(running.life);
  host.close();
});

test('[B22] a late word for a session that was forgotten stays in its turn', () => {
  const host = openSessionHost();
  const { sessionId, turnId } = idleSession(host);
  host.clock.advance(3 * IDLE_MS_MAX);
  host.report(sessionId, turnId, said(' and late'));
  const stored = host.store.sessions.read(sessionId, 10)?.state;
  expect(stored?.window.items.map((item) => item.turn)).toEqual([turnId, turnId, turnId]);
  expect(stored?.window.items.every((item) => !('endedAt' in item) || item.endedAt !== null)).toBe(true);
  expect(stored?.head.turn?.phase.kind).toBe('ended');
  host.close();
});
