import {
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase, openForReading } from '../../main/store/database.ts';
import { migrateTo, NEWEST_VERSION, versionOf } from '../../main/store/migrate.ts';
import { openStore, STORE_FILE, type Store } from '../../main/store/store.ts';
import { sessionIdNumber } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { freshFolder, freshStore, headOf, OPEN_SHELF, putTurn } from './fresh.ts';
import { append, put, replyOf } from './made-items.ts';

const NOON = new FakeClock(Date.UTC(2024, 4, 6, 12));
const KEPT = `${STORE_FILE}.damaged-2024-05-06T12-00-00.000Z`;
const PAGE_BYTES = 4096;

/** Several hundred pages of one session. */
function write(store: Store): void {
  const items = Array.from({ length: 100 }, (_, n) => [put(replyOf(n)), append(n, 0, 'x'.repeat(20_000))]).flat();
  store.sessions.commit(sessionIdNumber(1), { durable: true, head: headOf(1), turns: [putTurn(0)], items });
}

function folderWithSession(): string {
  const folder = freshFolder();
  const store = freshStore(folder);
  write(store);
  store.close();
  return folder;
}

function scribble(path: string, at: number, bytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(file);
}

const backupsIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.backup'))
    .toSorted();

test('[S2.4] what was committed is there after closing and opening, and nobody else may read the file', () => {
  const folder = folderWithSession();
  const store = freshStore(folder);
  expect(store.sessions.list({ ...OPEN_SHELF, limit: 10 }).sessions.map((session) => session.id)).toEqual([
    sessionIdNumber(1),
  ]);
  const files = readdirSync(folder).filter((name) => name.startsWith(STORE_FILE));
  expect(files.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(files.map(() => 0o600));
});

test('[S2.4] a file of a newer Skein is refused with both versions, and not one byte of it changes', () => {
  const folder = folderWithSession();
  const path = join(folder, STORE_FILE);
  const database = openDatabase(path);
  database.pragma(`user_version = ${NEWEST_VERSION + 10}`);
  database.close();
  const before = readFileSync(path);
  expect(openStore(folder, NOON)).toEqual({
    kind: 'newer',
    fileVersion: NEWEST_VERSION + 10,
    appVersion: NEWEST_VERSION,
  });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual([STORE_FILE]);
});

test('[S2.4] a newer version is also seen when it stands only in the write-ahead log', () => {
  const folder = folderWithSession();
  const path = join(folder, STORE_FILE);
  const database = openDatabase(path);
  database.pragma(`user_version = ${NEWEST_VERSION + 10}`);
  const copy = freshFolder();
  cpSync(folder, copy, { recursive: true });
  database.close();
  expect(readFileSync(join(copy, STORE_FILE)).readUInt32BE(60)).toBe(NEWEST_VERSION);
  expect(openStore(copy, NOON).kind).toBe('newer');
});

test('[S2.4] a file that is no database is kept aside under a dated name, and only a second opening starts afresh', () => {
  const folder = folderWithSession();
  const path = join(folder, STORE_FILE);
  scribble(path, 0, 100);
  const damaged = readFileSync(path);
  expect(openStore(folder, NOON)).toEqual({ kind: 'damaged', keptAt: join(folder, KEPT) });
  expect(existsSync(path)).toBe(false);
  expect(readFileSync(join(folder, KEPT)).equals(damaged)).toBe(true);
  expect(freshStore(folder).sessions.list({ ...OPEN_SHELF, limit: 10 }).sessions).toEqual([]);
});

test('[S2.4] a file that lost its end is damaged', () => {
  const folder = folderWithSession();
  truncateSync(join(folder, STORE_FILE), 20 * PAGE_BYTES);
  expect(openStore(folder, NOON).kind).toBe('damaged');
});

test('[S2.7] damage in the middle is found after an end that was not clean, and the log is kept with the file', () => {
  const folder = folderWithSession();
  const store = freshStore(folder);
  store.sessions.commit(sessionIdNumber(2), { durable: true, head: headOf(2), turns: [], items: [] });
  const copy = freshFolder();
  cpSync(folder, copy, { recursive: true });
  scribble(join(copy, STORE_FILE), 80 * PAGE_BYTES, 100 * PAGE_BYTES);
  expect(openStore(copy, NOON)).toEqual({ kind: 'damaged', keptAt: join(copy, KEPT) });
  expect(readdirSync(copy)).toContain(`${KEPT}-wal`);
  expect(readdirSync(copy)).not.toContain(`${STORE_FILE}-wal`);
});

test('[S2.7] an end that was not clean loses nothing that was committed', () => {
  const folder = freshFolder();
  write(freshStore(folder));
  const copy = freshFolder();
  cpSync(folder, copy, { recursive: true });
  const { sessions } = freshStore(copy);
  const lengths = Array.from(
    { length: 100 },
    (_, n) => sessions.blob(sessionIdNumber(1), replyOf(n).id, null, 0, 1)?.length,
  );
  expect(lengths).toEqual(Array(100).fill(20_000));
});

test('[S2.4] damage that is met while running throws, and the next start reads the whole file', () => {
  const folder = folderWithSession();
  scribble(join(folder, STORE_FILE), 80 * PAGE_BYTES, 100 * PAGE_BYTES);
  const store = freshStore(folder);
  const readAll = () => store.sessions.itemsBefore(sessionIdNumber(1), 100, 100, 1e8);
  expect(readAll).toThrow(/malformed/);
  store.close();
  expect(openStore(folder, NOON)).toEqual({ kind: 'damaged', keptAt: join(folder, KEPT) });
  expect(freshStore(folder).sessions.list({ ...OPEN_SHELF, limit: 1 }).sessions).toEqual([]);
});

test('[S2.4] two damaged files of one instant are both kept', () => {
  const folder = freshFolder();
  for (const expected of [KEPT, `${KEPT}-2`]) {
    writeFileSync(join(folder, STORE_FILE), 'no database'.repeat(1000));
    expect(openStore(folder, NOON)).toEqual({ kind: 'damaged', keptAt: join(folder, expected) });
  }
});

test('[S2.4] before an older file is migrated it is copied as it was', () => {
  const folder = freshFolder();
  const database = openDatabase(join(folder, STORE_FILE));
  migrateTo(database, 20);
  database.run(
    `INSERT INTO sessions (id, head, agent_id, folder, updated_at, unfinished) VALUES ('se-1', '{}', 'a', '/', 1, 0)`,
  );
  database.close();
  freshStore(folder);
  expect(backupsIn(folder)).toEqual([`${STORE_FILE}.v20.backup`]);
  const backup = openForReading(join(folder, `${STORE_FILE}.v20.backup`));
  expect(versionOf(backup)).toBe(20);
  expect(backup.query('SELECT id FROM sessions').all()).toEqual([{ id: 'se-1' }]);
  backup.close();
  expect(statSync(join(folder, `${STORE_FILE}.v20.backup`)).mode & 0o777).toBe(0o600);
});

test('[S2.4] a new file and one that is up to date are not copied', () => {
  const folder = folderWithSession();
  freshStore(folder);
  expect(backupsIn(folder)).toEqual([]);
});

test('[S2.4] the copies of the three newest shapes are kept', () => {
  const folder = freshFolder();
  const database = openDatabase(join(folder, STORE_FILE));
  migrateTo(database, 20);
  database.close();
  for (const version of [2, 3, 4, 10]) writeFileSync(join(folder, `${STORE_FILE}.v${version}.backup`), '');
  freshStore(folder);
  expect(backupsIn(folder)).toEqual([10, 20, 4].map((version) => `${STORE_FILE}.v${version}.backup`));
});
