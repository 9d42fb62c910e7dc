import { afterEach, expect, test } from 'vitest';
import { DISK_RETRY_MS } from '../../main/session/limits.ts';
import type { SessionStore } from '../../main/session/ports.ts';
import { AgentId, requestIdOf, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { refuse } from '../../protocol/result.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { Follower } from '../support/follower.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { Watcher } from '../support/watcher.ts';

const TROUBLE = { code: 'disk-failing', message: 'The disk is full.' } as const;
const ENDED = { type: 'ended', outcome: { kind: 'completed' } } as const;
const OPTIONS = [{ id: 'yes', kind: 'allow-once', name: 'Allow' }] as const;
const QUESTION = {
  id: requestIdOf(ulidOf(1)),
  call: 'c1',
  title: 'Run',
  command: 'ls',
  folder: '/src',
  options: OPTIONS,
};

const said = (text: string) =>
  ({ type: 'updates', updates: [{ type: 'text', of: 'reply', message: null, text }] }) as const;

/** Real rows behind a disk that takes so many commits more. */
class Disk {
  room = Number.POSITIVE_INFINITY;
  refused = 0;

  readonly between = (rows: SessionStore): SessionStore => ({
    ...rows,
    commit: (id, commit) => this.#write(() => rows.commit(id, commit)),
    commitAll: (commits) => this.#write(() => rows.commitAll(commits)),
  });

  #write(write: () => ReturnType<SessionStore['commit']>): ReturnType<SessionStore['commit']> {
    if (this.room > 0) {
      this.room -= 1;
      return write();
    }
    this.refused += 1;
    return refuse(TROUBLE);
  }

  fill(): void {
    this.room = 0;
  }

  relieve(): void {
    this.room = Number.POSITIVE_INFINITY;
  }
}

const open: SessionHost[] = [];
afterEach(() => {
  for (const host of open.splice(0)) host.close();
});

function start() {
  const disk = new Disk();
  const host = openSessionHost({ between: disk.between });
  open.push(host);
  const sessionId = host.create();
  const turnId = host.prompt(sessionId, 'Go');
  return { disk, host, sessionId, turnId };
}

const wordsIn = (host: SessionHost, sessionId: SessionId) =>
  (host.store.sessions.read(sessionId, 100)?.state.window.items ?? []).map((item) =>
    item.kind === 'notice' || item.kind === 'tool' ? item.kind : item.text.head,
  );

/** Whether a promise has resolved by now. */
async function settled(promise: Promise<void> | undefined): Promise<boolean> {
  const late = Symbol('late');
  const seen = await Promise.race([promise, new Promise((resolve) => setImmediate(() => resolve(late)))]);
  return seen !== late;
}

test('[S2.4] while the disk takes nothing, nothing is published; then all of it is there once, in order', async () => {
  const { disk, host, sessionId, turnId } = start();
  const follower = new Follower(host, sessionId, 10);
  follower.connect();
  host.report(sessionId, turnId, said('a'));
  await follower.reach(4);
  const before = follower.view;

  disk.fill();
  const held = host.report(sessionId, turnId, said('b'), said('c'), { type: 'asked', question: QUESTION }, ENDED);
  expect(held.every((promise) => promise instanceof Promise)).toBe(true);
  host.clock.advance(3 * DISK_RETRY_MS);
  expect(await settled(held[0])).toBe(false);
  expect(disk.refused).toBe(4);
  expect(follower.view).toBe(before);
  expect(wordsIn(host, sessionId)).toEqual(['Go', 'a']);

  disk.relieve();
  host.clock.advance(DISK_RETRY_MS);
  await Promise.all(held);
  expect(wordsIn(host, sessionId)).toEqual(['Go', 'abc', 'tool']);
  const rows = host.store.sessions.read(sessionId, 100)?.state;
  expect(rows?.head).toMatchObject({ requests: [], turn: { phase: { kind: 'ended' } } });
  await follower.reach(seqOf(host, sessionId));
  expect(follower.view).toMatchObject({ kind: 'live', state: rows });
  expect(host.report(sessionId, turnId, said('d'))).toEqual([undefined]);
});

function seqOf(host: SessionHost, sessionId: SessionId): number {
  const page = host.service.items({ sessionId, from: { before: 1 }, limit: 1 });
  if (!page.ok) throw new Error(page.refusal.code);
  return page.value.seq;
}

test('[S2.4] a disk that has room for one thing takes one, and the rest in order when it has more', async () => {
  const { disk, host, sessionId, turnId } = start();
  disk.fill();
  const held = host.report(sessionId, turnId, said('a'), said('b'), said('c'));
  disk.room = 1;
  host.clock.advance(DISK_RETRY_MS);
  expect(await Promise.all(held.map(settled))).toEqual([true, false, false]);
  expect(wordsIn(host, sessionId)).toEqual(['Go', 'a']);
  expect(host.feed.app.disk.kind).toBe('failing');
  disk.relieve();
  host.clock.advance(DISK_RETRY_MS);
  await Promise.all(held);
  expect(wordsIn(host, sessionId)).toEqual(['Go', 'abc']);
  expect(host.feed.app.disk.kind).toBe('fine');
});

test('[S2.4] commands are refused with the reason, change nothing and reach no agent', () => {
  const { disk, host, sessionId, turnId } = start();
  const idle = host.create();
  const prompt = { type: 'prompt', sessionId: idle, turnId: turnIdOf(ulidOf(777)), text: 'Go' } as const;
  const create = { type: 'create', agentId: AgentId.parse('playbook'), folder: '/src' } as const;
  const list = () => host.service.list({ after: null, limit: 10, shelf: 'open', hidden: false });
  const before = list();

  disk.fill();
  const refused = { ok: false, refusal: TROUBLE };
  expect(host.service.dispatch({ type: 'stop', sessionId })).toEqual(refused);
  expect(host.service.dispatch(prompt)).toEqual(refused);
  expect(host.service.dispatch({ ...create, sessionId: sessionIdOf(ulidOf(778)) })).toEqual(refused);
  host.report(sessionId, turnId, said('a'));
  expect(host.service.dispatch({ type: 'rename', sessionId, title: 'New' })).toEqual(refused);
  expect(list()).toEqual(before);
  expect(host.runner.stopped).toEqual([]);
  expect(host.runner.started.map((run) => run.turnId)).toEqual([turnId]);

  disk.relieve();
  host.clock.advance(DISK_RETRY_MS);
  expect(host.service.dispatch(prompt).ok).toBe(true);
  expect(host.service.dispatch({ type: 'stop', sessionId }).ok).toBe(true);
  expect(host.runner.stopped).toEqual([turnId]);
  expect(wordsIn(host, idle)).toEqual(['Go']);
});

test('[S2.4] whoever watches hears once that the disk fails, and once that it is fine again', async () => {
  const { disk, host, sessionId, turnId } = start();
  const other = host.create();
  const otherTurn = host.prompt(other, 'Go');
  const watcher = await Watcher.start(host);
  const disks = async () =>
    (await watcher.read()).flatMap((event) => (event.type === 'app-changed' ? event.app.disk : []));

  disk.fill();
  host.report(sessionId, turnId, said('a'));
  host.report(other, otherTurn, said('b'));
  host.clock.advance(2 * DISK_RETRY_MS);
  expect(await disks()).toEqual([{ kind: 'failing', message: TROUBLE.message }]);
  disk.relieve();
  host.clock.advance(3 * DISK_RETRY_MS);
  expect(await disks()).toEqual([{ kind: 'failing', message: TROUBLE.message }, { kind: 'fine' }]);
  await watcher.stop();
});

test('[S2.4] what the disk had not taken is tried once more when the host ends', async () => {
  const { disk, host, sessionId, turnId } = start();
  disk.fill();
  const held = host.report(sessionId, turnId, said('a'), said('b'));
  disk.relieve();
  host.service.close();
  await Promise.all(held);
  expect(wordsIn(host, sessionId)).toEqual(['Go', 'ab', 'notice']);
});

test('[C47] a turn that a crash cut off is marked as soon as the disk takes it, and nothing is run before', () => {
  const before = openSessionHost();
  const sessionId = before.create();
  before.prompt(sessionId, 'Go');
  before.abandon();

  const disk = new Disk();
  disk.fill();
  const host = openSessionHost({ folder: before.folder, between: disk.between, firstId: 10_000 });
  open.push(host);
  const prompt = { type: 'prompt', sessionId, turnId: turnIdOf(host.newUlid()), text: 'More' } as const;
  expect(host.service.dispatch(prompt)).toEqual({ ok: false, refusal: TROUBLE });
  expect(host.feed.app.disk.kind).toBe('failing');

  disk.relieve();
  host.clock.advance(DISK_RETRY_MS);
  expect(host.feed.app.disk.kind).toBe('fine');
  const turn = host.store.sessions.read(sessionId, 1)?.state.head.turn;
  expect(turn?.phase).toMatchObject({ kind: 'ended', outcome: { kind: 'interrupted' } });
  expect(host.runner.started).toEqual([]);
});
