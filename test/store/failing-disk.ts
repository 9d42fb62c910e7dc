import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionStore } from '../../main/session/ports.ts';
import { openDataFolder } from '../../main/store/data-folder.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import type { Head } from '../../protocol/head.ts';
import { type AgentId, sessionIdOf } from '../../protocol/ids.ts';
import { itemIdNumber, turnIdNumber, ulidOf } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { emptyHead } from '../support/history.ts';
import { append, put, replyOf } from './made-items.ts';

/** Runs on a disk that fails for real, and prints what it saw as one line of JSON. */
export type Seen = {
  /** Commits that were acknowledged before the first refusal. */
  readonly acknowledged: number;
  readonly refusal: unknown;
  readonly again: unknown;
  /** Read back while the disk was failing. */
  readonly itemsThen: number;
  readonly headThen: number | undefined;
  readonly wholeThen: boolean;
  readonly afterRelief: boolean;
  /** Read back by a second opening. */
  readonly itemsLater: number;
  readonly openings: Readonly<Record<string, unknown>>;
};

const CHARS = 9_000;
const turn = {
  type: 'put',
  turn: { id: turnIdNumber(0), parent: null, index: 0, at: 0, phase: { kind: 'running', heard: false } },
} as const;
const head: Head = { ...emptyHead, id: sessionIdOf(ulidOf(1)), agentId: 'a' as AgentId };

const [folder = '', how] = process.argv.slice(2);
const filler = join(folder, 'filler');

function fill(): void {
  const file = openSync(filler, 'a');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
}

function relieve(): void {
  if (how === 'full') rmSync(filler);
  else spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited']);
}

function open(): Store {
  const opened = openStore(folder, new FakeClock());
  if (opened.kind !== 'opened') throw new Error(JSON.stringify(opened));
  return opened.store;
}

/** Each commit changes the head and adds an item with words: all of it, or none. */
function commitOne(sessions: SessionStore, n: number) {
  const items = [put(replyOf(n)), append(n, 0, 'x'.repeat(CHARS))];
  return sessions.commit(head.id, { durable: true, head: { ...head, updatedAt: n + 1 }, turns: [], items });
}

function commitUntilRefused(sessions: SessionStore): { acknowledged: number; refusal: unknown } {
  for (let n = 0; n < 10_000; n += 1) {
    if (n === 20 && how === 'full') fill();
    const answer = commitOne(sessions, n);
    if (!answer.ok) return { acknowledged: n, refusal: answer.refusal };
  }
  throw new Error('The disk never failed');
}

const kindOfOpening = () => {
  const opened = openStore(folder, new FakeClock());
  if (opened.kind === 'opened') opened.store.close();
  return opened;
};

/** What the two doors say of a full disk, and of one that may only be read. */
function openings(): Readonly<Record<string, unknown>> {
  if (how !== 'full') return {};
  fill();
  const full = kindOfOpening();
  rmSync(filler);
  const relieved = kindOfOpening().kind;
  spawnSync('mount', ['-o', 'remount,ro', folder]);
  const readOnly = kindOfOpening();
  const held = openDataFolder(folder, { shell: 'web', startedAt: 0 });
  return { full, relieved, readOnly, held };
}

function run(): Seen {
  const store = open();
  store.sessions.commit(head.id, { durable: true, head, turns: [turn], items: [] });
  const { acknowledged, refusal } = commitUntilRefused(store.sessions);
  const again = commitOne(store.sessions, acknowledged);
  const then = store.sessions.read(head.id, 10_000);
  const last = store.sessions.blob(head.id, itemIdNumber(acknowledged - 1), null, 0, CHARS);
  relieve();
  const afterRelief = commitOne(store.sessions, acknowledged).ok;
  store.close();

  const later = open();
  const itemsLater = later.sessions.read(head.id, 10_000)?.state.window.items.length ?? 0;
  later.close();
  return {
    acknowledged,
    refusal,
    again,
    itemsThen: then?.state.window.items.length ?? 0,
    headThen: then?.state.head.updatedAt,
    wholeThen: acknowledged === 0 || last?.text === 'x'.repeat(CHARS),
    afterRelief,
    itemsLater,
    openings: openings(),
  };
}

writeFileSync(1, JSON.stringify(run()));
