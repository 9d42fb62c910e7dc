import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../main/store/database.ts';
import { STORE_FILE } from '../../main/store/store.ts';
import { Command } from '../../protocol/command.ts';
import { turnIdOf } from '../../protocol/ids.ts';
import { isFetching } from '../../protocol/origin.ts';
import { isActive } from '../../protocol/turn.ts';
import { makeFastFolder } from '../session/model/fast-folder.ts';
import { seed } from '../support/arbitraries.ts';
import { openSessionHost } from '../support/session-host.ts';
import { ACKNOWLEDGED_FILE, POINTS_FILE, type Point } from './steps-points.ts';
import { SCRIPT, SESSIONS } from './steps-script.ts';

/** Hosts that are really killed; that a copy is what a kill leaves is all that they have to show. */
const KILLS = 6;
/** Behind all ids of the script. */
const LATER_IDS = 1_000_000;

/** A point, and the rows that whoever opens the files after it finds. */
type Left = Point & { readonly rows: string };

let folder = '';
let points: readonly Left[] = [];
/** The rows after so many transactions. */
let whole: readonly string[] = [];

beforeAll(async () => {
  folder = makeFastFolder('skein-steps-');
  expect(await perform('all')).toEqual({ code: 0, signal: null });
  const lines = readFileSync(join(folder, 'all', 'notes', POINTS_FILE), 'utf8')
    .trim()
    .split('\n');
  points = lines.map((line, n) => ({ ...(JSON.parse(line) as Point), rows: rowsIn(copyOf(n)) }));
  const first = points.find(({ transactions }) => transactions === 0)?.rows ?? '';
  whole = [first, ...points.filter(({ at }) => at === 'committed').map(({ rows }) => rows)];
});
afterAll(() => rmSync(folder, { recursive: true }));

const copyOf = (point: number) => join(folder, 'all', 'notes', String(point));

/** Performs the script in a process of its own, until its end or until it kills itself at a point. */
async function perform(name: string, killAt?: number) {
  const [data, notes] = [join(folder, name, 'data'), join(folder, name, 'notes')];
  for (const made of [data, notes]) mkdirSync(made, { recursive: true });
  const args = ['test/restart/steps-child.ts', data, notes, ...(killAt === undefined ? [] : [String(killAt)])];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { code, signal };
}

/** What belongs to a turn that is gone. */
const ORPHANS_SQL = 'SELECT id FROM items WHERE (session_id, turn_id) NOT IN (SELECT session_id, id FROM turns)';

/** `keyed`: its rows have no number beside their key, and stand in its order. */
const TABLES_SQL = `
  SELECT name, wr AS keyed FROM pragma_table_list
  WHERE schema = 'main' AND type = 'table' AND name <> 'sqlite_schema' ORDER BY name`;
const rowsSql = (table: string) => `SELECT rowid, * FROM ${table} ORDER BY rowid`;

/** Every row of every table, in one word. Complains of a file that is not sound. */
function rowsIn(data: string): string {
  const database = openDatabase(join(data, STORE_FILE));
  try {
    expect(database.pragma('integrity_check')).toBe('ok');
    expect(database.pragma('foreign_key_check')).toBeUndefined();
    expect(database.query<[], object>(ORPHANS_SQL).all()).toEqual([]);
    const rows = database
      .query<[], { name: string; keyed: 0 | 1 }>(TABLES_SQL)
      .all()
      .map(({ name, keyed }) => [
        name,
        database.query<[], object>(keyed ? `SELECT * FROM ${name}` : rowsSql(name)).all(),
      ]);
    return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  } finally {
    database.close();
  }
}

test('[B30] [X2] [S3.5] whenever a host is killed, also while a commit is being written, the rows are those before or after all of it', () => {
  const wrong = points.filter(({ at, transactions, rows }) => rows !== whole[transactions] && at !== 'committed');
  expect(wrong.map(({ at, sql, step }) => [SCRIPT[step]?.name, at, sql])).toEqual([]);
  expect(whole.filter((rows, n) => rows === whole[n - 1])).toEqual([]);
  expect(points.filter(({ at }) => at === 'writing').length).toBeGreaterThan(150);
  expect(points.filter(({ at }) => at === 'torn').length).toBe(whole.length - 1);
});

/** They tell an agent something, and change nothing of the session. */
const WITHOUT_ROWS = ['run-alongside', 'interrupt-terminal'];

test('[B30] [C82] every command is one transaction', () => {
  const known = new Set([...SCRIPT.map(({ name }) => name), ...WITHOUT_ROWS]);
  expect(Command.options.map(({ shape }) => shape.type.value).filter((type) => !known.has(type))).toEqual([]);
  const committed = points.filter(({ at }) => at === 'committed');
  const taken = SCRIPT.map(({ name }, step) => [name, committed.filter((point) => point.step === step).length]);
  expect(taken).toEqual(SCRIPT.map(({ name, transactions }) => [name, transactions]));
});

test('[X2] [S3.5] after each of these ends the host starts, nothing is left at work or half taken back, and it takes a prompt', () => {
  const seen = new Set<string>();
  for (const [n, { rows }] of points.entries()) {
    if (seen.has(rows)) continue;
    seen.add(rows);
    const host = openSessionHost({ folder: copyOf(n), firstId: LATER_IDS });
    expect(host.store.sessions.unfinished()).toEqual([]);
    const heads = SESSIONS.flatMap((id) => host.store.sessions.read(id, 1)?.state.head ?? []);
    for (const head of heads) {
      const left = [head.rollback, head.requests, head.forms, head.awaiting, head.busyBelow, isFetching(head)];
      expect([isActive(head.turn), ...left]).toEqual([false, null, [], [], [], [], false]);
      const turnId = turnIdOf(host.newUlid());
      const answer = host.service.dispatch({ type: 'prompt', sessionId: head.id, turnId, text: 'And now' });
      expect(answer.ok ? 'ok' : answer.refusal.code).toBe(head.deletedAt === null ? 'ok' : 'session-deleted');
    }
    host.close();
  }
  expect(seen).toEqual(new Set(whole));
});

test(`[C82] [X2] a host that kills itself at a point leaves what its copy has, and with it all that it acknowledged (seed ${seed})`, async () => {
  const some = fc.sample(fc.nat(points.length - 1), { seed, numRuns: KILLS });
  const ends = await Promise.all(some.map((killAt, n) => perform(`kill-${n}`, killAt)));
  for (const [n, killAt] of some.entries()) {
    expect(ends[n]).toEqual({ code: null, signal: 'SIGKILL' });
    const point = points[killAt];
    const acknowledged = join(folder, `kill-${n}`, 'notes', ACKNOWLEDGED_FILE);
    const steps = existsSync(acknowledged) ? readFileSync(acknowledged, 'utf8').trim().split('\n').length : 0;
    expect(steps).toBe(point?.step);
    expect(rowsIn(join(folder, `kill-${n}`, 'data'))).toBe(point && rowsAfterKillAt(point));
  }
});

/** A process that is killed leaves no write half done: only a loss of power does. */
function rowsAfterKillAt(point: Left): string | undefined {
  return point.at === 'writing' ? point.rows : whole[point.transactions + (point.at === 'torn' ? 1 : 0)];
}
