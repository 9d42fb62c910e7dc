import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../main/store/database.ts';
import { migrateTo, NEWEST_VERSION } from '../../main/store/migrate.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import type { Head } from '../../protocol/head.ts';
import { type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { emptyHead } from '../support/history.ts';

/** A folder that is gone after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skein-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An open store in a folder of its own, or in the one given; a second close is harmless. */
export function freshStore(folder = freshFolder()): Store {
  const opened = openStore(folder, new FakeClock());
  if (opened.kind !== 'opened') throw new Error(`The store did not open: ${opened.kind}`);
  onTestFinished(() => opened.store.close());
  return opened.store;
}

/** An open file of the given shape. */
export function freshDatabase(version = NEWEST_VERSION): Database {
  const database = openDatabase(join(freshFolder(), 'test.db'));
  onTestFinished(() => database.close());
  migrateTo(database, version);
  return database;
}

export const sessionIdNumber = (n: number): SessionId => sessionIdOf(ulidOf(n));

export const headOf = (n: number, fields: Partial<Head> = {}): Head => ({
  ...emptyHead,
  id: sessionIdNumber(n),
  updatedAt: n,
  ...fields,
});
