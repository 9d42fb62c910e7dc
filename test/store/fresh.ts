import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TurnWrite } from '../../main/session/ports.ts';
import { type Database, openDatabase } from '../../main/store/database.ts';
import { migrateTo, NEWEST_VERSION } from '../../main/store/migrate.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import type { Head } from '../../protocol/head.ts';
import type { Turn } from '../../protocol/turn.ts';
import { sessionIdNumber, turnIdNumber } from '../support/arbitraries.ts';
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

/** A turn that goes on from the one before it. */
export const turnOf = (n: number, fields: Partial<Turn> = {}): Turn => ({
  id: turnIdNumber(n),
  parent: n === 0 ? null : turnIdNumber(n - 1),
  index: n,
  at: n,
  phase: { kind: 'ended', outcome: { kind: 'completed' }, at: n, cleared: false },
  ...fields,
});

export const putTurn = (n: number, fields: Partial<Turn> = {}): TurnWrite => ({ type: 'put', turn: turnOf(n, fields) });

/** The list that a sidebar shows, but for its length. */
export const OPEN_SHELF = { after: null, shelf: 'open', hidden: false } as const;

export const headOf = (n: number, fields: Partial<Head> = {}): Head => ({
  ...emptyHead,
  id: sessionIdNumber(n),
  updatedAt: n,
  ...fields,
});
