import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import Sqlite from 'better-sqlite3';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { oneLine } from '../../protocol/text.ts';
import { createLogger } from '../log/log.ts';
import type { DiskTrouble } from '../session/ports.ts';
import { troubleOf } from './trouble.ts';

/** Nobody else writes; an outside tool that copies the file may hold it this long while the whole host waits. */
const BUSY_MS_MAX = 1_000;
/** The write-ahead log is cut back to this after a checkpoint, so that one flood does not keep its disk space for ever. */
const WAL_BYTES_KEPT = 16 * 1024 * 1024;
/** More than two frames of the window: worth a line, so that we learn when the disk no longer fits this process. */
const SLOW_MS = 40;

const log = createLogger('store/database');

/** Ends a transaction that is only looked at. */
const UNDONE = Symbol('undone');

type Value = string | number | null | Uint8Array;
type Raw = InstanceType<typeof Sqlite>;

/** A prepared statement. `Row` is what the caller knows of its columns: nothing checks it. */
export interface Query<Params extends readonly Value[], Row = never> {
  get(...params: Params): Row | undefined;
  all(...params: Params): Row[];
  /** Reads only as far as the caller goes. Nothing else may run on the database meanwhile. */
  each(...params: Params): Iterable<Row>;
  run(...params: Params): void;
}

/**
 * The one connection to a file. Errors of SQLite leave as they are; `troubleOf` says what they mean. After an error
 * that speaks of damage the connection is `suspect` until the file has been checked.
 */
export class Database {
  readonly #raw: Raw;
  readonly #within: (work: () => void) => void;
  #durable: boolean | undefined;
  #suspect = false;

  constructor(raw: Raw) {
    this.#raw = raw;
    this.#within = raw.transaction((work: () => void) => work()).immediate;
  }

  get suspect(): boolean {
    return this.#suspect;
  }

  query<Params extends readonly Value[], Row = never>(sql: string): Query<Params, Row> {
    const statement = this.#raw.prepare<unknown[], Row>(sql);
    return {
      get: (...params) => this.#watch(sql, () => statement.get(...params)),
      all: (...params) => this.#watch(sql, () => statement.all(...params)),
      each: (...params) => this.#watchEach(statement.iterate(...params)),
      run: (...params) => {
        this.#watch(sql, () => statement.run(...params));
      },
    };
  }

  /** Statements without parameters or answers, as migrations use them. */
  run(sql: string): void {
    this.#watch(sql, () => this.#raw.exec(sql));
  }

  /** The first value that the pragma answers. */
  pragma(text: string): unknown {
    return this.#watch(text, () => this.#raw.pragma(text, { simple: true }));
  }

  /** All or nothing; what `work` throws leaves nothing behind. */
  transaction(work: () => void): void {
    this.#watch('transaction', () => this.#within(work));
  }

  /**
   * All or nothing. Refused when the disk does not take it; bugs and damage throw.
   * `durable`: it outlives a power loss, not only this process.
   */
  write(durable: boolean, work: () => void): Result<void, DiskTrouble> {
    try {
      this.#sync(durable);
      this.transaction(work);
      return ok(undefined);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble?.kind !== 'disk') throw error;
      return refuse(trouble.trouble);
    }
  }

  /** What `work` reads after its own writes; none of them stays. Refused when the disk cannot hold them meanwhile. */
  peek<Value>(work: () => Value): Result<Value, DiskTrouble> {
    let seen: { readonly value: Value } | undefined;
    try {
      this.transaction(() => {
        seen = { value: work() };
        throw UNDONE;
      });
    } catch (error) {
      if (error === UNDONE && seen) return ok(seen.value);
      const trouble = troubleOf(error);
      if (trouble?.kind !== 'disk') throw error;
      return refuse(trouble.trouble);
    }
    throw new Error('A peek ends with its own exception');
  }

  close(): void {
    this.#raw.close();
  }

  /** It cannot be changed within a transaction, and asking costs more than remembering. */
  #sync(durable: boolean): void {
    if (this.#durable === durable) return;
    this.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
    this.#durable = durable;
  }

  #watch<Value>(name: string, work: () => Value): Value {
    const began = performance.now();
    try {
      return work();
    } catch (error) {
      throw this.#noted(error);
    } finally {
      const ms = performance.now() - began;
      if (ms > SLOW_MS) log.warn('slow', { name: oneLine(name), ms: Math.round(ms) });
    }
  }

  *#watchEach<Row>(rows: Iterable<Row>): Iterable<Row> {
    try {
      yield* rows;
    } catch (error) {
      throw this.#noted(error);
    }
  }

  #noted(error: unknown): unknown {
    if (troubleOf(error)?.kind === 'damage') this.#suspect = true;
    return error;
  }
}

/** Opens a file for writing, or makes it, readable for nobody else. To be closed. Throws what `troubleOf` knows. */
export function openDatabase(path: string): Database {
  makePrivateFile(path);
  const raw = new Sqlite(path, { timeout: BUSY_MS_MAX });
  return closedUnless(raw, () => {
    raw.pragma('journal_mode = WAL');
    raw.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
    raw.pragma('foreign_keys = ON');
    return new Database(raw);
  });
}

/** A database that is never written to a disk. To be closed. */
export function openInMemory(): Database {
  const raw = new Sqlite(':memory:');
  return closedUnless(raw, () => {
    raw.pragma('foreign_keys = ON');
    return new Database(raw);
  });
}

/** Opens a file only to look at it: nothing in it changes, not even on closing. To be closed. */
export function openForReading(path: string): Database {
  const raw = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS_MAX });
  return closedUnless(raw, () => new Database(raw));
}

/**
 * Takes a lock that the operating system gives back when this process ends, however it ends. Undefined when another
 * process, or another caller in this one, has it. Calling the answer gives it back.
 */
export function lockFile(path: string): (() => void) | undefined {
  makePrivateFile(path);
  const raw = new Sqlite(path, { timeout: 0 });
  try {
    raw.pragma('locking_mode = EXCLUSIVE');
    raw.exec('BEGIN EXCLUSIVE');
    return () => raw.close();
  } catch (error) {
    raw.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}

/**
 * SQLite gives its side files the mode of the file itself. A file that exists is not opened here: closing it would
 * end every lock that this process has on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
function makePrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function closedUnless<Value>(raw: Raw, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    raw.close();
    throw error;
  }
}
