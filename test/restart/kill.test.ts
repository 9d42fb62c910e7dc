import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionState } from '../../protocol/head.ts';
import { sessionIdOf, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { BLOB_CHARS_MAX } from '../../protocol/limits.ts';
import type { Text } from '../../protocol/text.ts';
import { dead } from '../support/alive.ts';
import { seed } from '../support/arbitraries.ts';
import { Ledger, type Stored } from './ledger.ts';
import { Life } from './life.ts';
import { hasEnded, PARTS, type Part, type PartName, play, saveAgents } from './parts.ts';

const ROUNDS = 14;

type GoOn = 'resume' | 'retry';
/** What goes on in a round, and after how many things that the client has learned the host is killed. */
type Round = { readonly parts: readonly PartName[]; readonly moment: number; readonly after: GoOn };

const ALL = Object.keys(PARTS) as PartName[];
const LOUD = ALL.filter((name) => PARTS[name].loud);
const QUIET = ALL.filter((name) => !PARTS[name].loud);
const round = (busy: boolean): fc.Arbitrary<Round> =>
  fc.record({
    parts: fc.tuple(
      fc.constantFrom(...(busy ? LOUD : QUIET)),
      fc.constantFrom(...(busy ? ALL : QUIET)),
      fc.constantFrom(...QUIET),
    ),
    moment: fc.integer({ min: 1, max: busy ? 250 : 40 }),
    after: fc.constantFrom<GoOn>('resume', 'retry'),
  });
const ROUNDS_OF_SEED = Array.from({ length: ROUNDS }, (_, n) =>
  fc.sample(round(n % 2 === 0), { seed: seed + n, numRuns: 1 }),
).flat();

let dataFolder = '';
let life: Life;
const orphans: number[] = [];

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'skein-kill-'));
  life = await Life.start(dataFolder);
  await saveAgents(life.client);
});
afterAll(async () => {
  life.kill();
  orphans.push(...(await life.killed));
  await dead(orphans);
  rmSync(dataFolder, { recursive: true, force: true });
});

type Played = { readonly name: PartName; readonly part: Part; readonly ledger: Ledger };

function cast({ parts }: Round, index: number): readonly Played[] {
  return parts.map((name, place) => {
    const folder = join(dataFolder, `work-${index}-${place}`);
    mkdirSync(folder);
    return { name, part: PARTS[name], ledger: new Ledger(sessionIdOf(ulid()), PARTS[name].agentId, folder) };
  });
}

/** Answers when the host is dead. */
async function playAndKill(played: readonly Played[], moment: number): Promise<void> {
  life.killAfter(moment);
  const playing = Promise.all(played.map(({ part, ledger }) => play(life, ledger, part)));
  const talking = played.some(({ part }) => part.loud);
  void playing.then(
    () => talking || life.kill(),
    () => life.kill(),
  );
  orphans.push(...(await life.killed));
  await playing;
}

async function storedOf({ sessionId }: Ledger, listed: ReadonlySet<string>): Promise<Stored> {
  const list = listed.has(sessionId);
  life.follow(sessionId);
  const state = await life.until(sessionId, () => true);
  return { listed: list, state };
}

/** Every text of an item, as a view has it. */
function textsOf(item: Item): readonly (readonly [key: string | null, text: Text])[] {
  if (item.kind === 'notice') return [];
  if (item.kind !== 'tool') return [[null, item.text]];
  return item.parts.flatMap((part) => (part.type === 'diff' ? [] : ([[part.key, part.text]] as const)));
}

async function wholeText(sessionId: Ledger['sessionId'], itemId: Item['id'], key: string | null): Promise<string> {
  let whole = '';
  for (;;) {
    const input = { sessionId, itemId, key, from: whole.length, limit: BLOB_CHARS_MAX };
    const { text, length } = await life.client.sessions.blob(input);
    whole += text;
    if (whole.length >= length) return whole;
  }
}

/** Whatever a follower had received was stored before it was sent: it is all there, in its place. */
async function expectReceivedIsStored(sessionId: Ledger['sessionId'], seen: SessionState, stored: SessionState) {
  for (const item of seen.window.items) {
    const kept = stored.window.items.find(({ id }) => id === item.id);
    expect(kept).toMatchObject({ kind: item.kind, turn: item.turn, order: item.order, at: item.at });
    for (const [key, text] of textsOf(item)) {
      const whole = await wholeText(sessionId, item.id, key);
      expect(whole.startsWith(text.head)).toBe(true);
      expect(whole.slice(text.length - text.tail.length, text.length)).toBe(text.tail);
    }
  }
}

/** Nothing is left open, and the transcript says why. */
function expectInterrupted({ head, window }: SessionState): void {
  expect(head.turn?.phase).toMatchObject({ kind: 'ended', outcome: { kind: 'interrupted' } });
  const last = window.items.at(-1);
  expect(last).toMatchObject({ kind: 'notice', notice: { code: 'ended', outcome: { kind: 'interrupted' } } });
  expect(last?.turn).toBe(head.turn?.id);
}

function expectNothingOpen({ head, window }: SessionState): void {
  expect(head.requests).toEqual([]);
  for (const item of window.items) {
    if ('endedAt' in item) expect(item.endedAt).not.toBeNull();
    if (item.kind === 'tool') expect(['done', 'failed', 'stopped']).toContain(item.status);
  }
}

async function check({ name, ledger }: Played, before: Life, listed: ReadonlySet<string>): Promise<boolean> {
  const exists = ledger.created || listed.has(ledger.sessionId);
  const stored = exists ? await storedOf(ledger, listed) : undefined;
  expect(ledger.complaints(stored)).toEqual([]);
  if (!stored) return false;
  ledger.settle(stored);
  const seen = before.views.get(ledger.sessionId);
  if (seen?.kind === 'live') await expectReceivedIsStored(ledger.sessionId, seen.state, stored.state);
  expectNothingOpen(stored.state);
  const { turn } = stored.state.head;
  if (!turn) return false;
  const stopped = turn.phase.kind === 'ended' && turn.phase.outcome.kind === 'stopped';
  if (stopped && PARTS[name].obeys) return false;
  expectInterrupted(stored.state);
  return true;
}

/** The turn runs, and has said something if that is wanted; or it is over. */
function isAtWork({ head, window }: SessionState, turnId: TurnId, saying: boolean): boolean {
  if (head.turn?.id !== turnId) return false;
  if (head.turn.phase.kind !== 'running') return head.turn.phase.kind === 'ended';
  return !saying || window.items.some(({ turn, kind }) => turn === turnId && kind !== 'prompt' && kind !== 'notice');
}

/** A refusal that is as good as what was asked for. */
const unless = (code: string) => (error: unknown) => {
  if (!String(error).endsWith(code)) throw error;
};

/** Goes on with an interrupted session, and stops it if it is one that can be stopped. */
async function goOn({ ledger, part }: Played, how: GoOn): Promise<void> {
  const { sessionId } = ledger;
  const turnId = turnIdOf(ulid());
  await ledger.send(life, { type: how, sessionId, turnId });
  const begun = await life.until(sessionId, (state) => isAtWork(state, turnId, part.obeys ?? false));
  const first = begun.window.items.find((item) => item.turn === turnId);
  expect(first).toMatchObject(how === 'retry' ? { kind: 'prompt', text: { head: part.prompt } } : { kind: 'notice' });
  if (how === 'resume' && part.agentId === 'scripted') {
    const over = await life.until(sessionId, hasEnded);
    expect(over.head.turn?.phase).toMatchObject({ outcome: { kind: 'completed' } });
  } else if (part.obeys && begun.head.turn?.phase.kind === 'running') {
    // It may have come to its end in the moment before.
    await ledger.send(life, { type: 'stop', sessionId }).catch(unless('nothing-running'));
    await life.until(sessionId, hasEnded);
  }
}

test(`[S2.7] [C47] [C48] [C60] a host that is killed at any moment keeps what it acknowledged and what it showed (seed ${seed})`, async () => {
  let interrupted = 0;
  for (const [index, round] of ROUNDS_OF_SEED.entries()) {
    const played = cast(round, index);
    const before = life;
    await playAndKill(played, round.moment);
    life = await Life.start(dataFolder);
    const sessions = await life.list();
    const atWork = sessions.filter(({ activity }) =>
      ['queued', 'starting', 'running', 'asking'].includes(activity.kind),
    );
    expect(atWork).toEqual([]);
    const listed = new Set<string>(sessions.map(({ id }) => id));
    for (const one of played) {
      if (!(await check(one, before, listed))) continue;
      interrupted += 1;
      await goOn(one, round.after);
    }
    await dead(orphans.splice(0));
  }
  expect(interrupted).toBeGreaterThan(2);
}, 120_000);
