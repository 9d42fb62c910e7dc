import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../clock.ts';
import { openForReading } from './database.ts';
import { versionOf } from './migrate.ts';
import { troubleOf } from './trouble.ts';

/**
 * Reading a whole file costs about a second per gigabyte, at every start that follows a kill. Above this size only a
 * file that showed damage is read whole.
 */
const CHECKED_BYTES_MAX = 512 * 1024 * 1024;

/** SQLite's side files. They belong to the file: without them its last commits are gone. */
const SIDE_FILES = ['-wal', '-shm'] as const;

const HEADER_BYTES = 100;
const HEADER_START = 'SQLite format 3\0';

export type Finding =
  | { readonly kind: 'absent' }
  | { readonly kind: 'sound'; readonly version: number }
  | { readonly kind: 'damaged' };

/**
 * Looks at a file without changing anything in it. After a clean end, on which SQLite removes the `-wal` file, the
 * header says enough, and is read without SQLite. Otherwise, and after a run that met damage, every page is read.
 * Throws what `troubleOf` knows of the disk.
 */
export function inspect(path: string): Finding {
  if (!existsSync(path) || statSync(path).size === 0) return { kind: 'absent' };
  const suspect = existsSync(suspicionOf(path));
  if (!suspect && !existsSync(`${path}-wal`)) return byHeader(path);
  const found = byReading(path, suspect || statSync(path).size <= CHECKED_BYTES_MAX);
  if (suspect && found.kind === 'sound') rmSync(suspicionOf(path));
  return found;
}

/** To be called on closing a connection that met damage: the next start reads the whole file. */
export function suspectFile(path: string): void {
  writeFileSync(suspicionOf(path), '', { mode: 0o600 });
}

/**
 * Moves a damaged file and its side files out of the way, under a name with the time; answers that name. `beside`: what
 * else of its folder only the file gives a meaning, since an empty file would have it swept as nobody's.
 */
export function setAside(path: string, clock: Clock, beside: readonly string[]): string {
  const kept = freeName(`${path}.damaged-${new Date(clock.now()).toISOString().replaceAll(':', '-')}`);
  // Before the file: what fails half-way is found damaged, and moved, again.
  for (const name of beside) {
    const from = join(dirname(path), name);
    if (existsSync(from)) renameSync(from, `${kept}.${name}`);
  }
  renameSync(path, kept);
  for (const side of SIDE_FILES) if (existsSync(path + side)) renameSync(path + side, kept + side);
  rmSync(suspicionOf(path), { force: true });
  return kept;
}

const suspicionOf = (path: string) => `${path}.suspect`;

/** Is it a database, is it as long as it says? Layout: https://www.sqlite.org/fileformat.html, 1.3. */
function byHeader(path: string): Finding {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, HEADER_START.length) !== HEADER_START) return { kind: 'damaged' };
  const bytes = header.readUInt16BE(16) * header.readUInt32BE(28);
  return statSync(path).size < bytes ? { kind: 'damaged' } : { kind: 'sound', version: header.readUInt32BE(60) };
}

function byReading(path: string, whole: boolean): Finding {
  try {
    const database = openForReading(path);
    try {
      const version = versionOf(database);
      if (whole && database.pragma('quick_check(1)') !== 'ok') return { kind: 'damaged' };
      return { kind: 'sound', version };
    } finally {
      database.close();
    }
  } catch (error) {
    if (troubleOf(error)?.kind === 'damage') return { kind: 'damaged' };
    throw error;
  }
}

function freeName(wished: string): string {
  let name = wished;
  for (let n = 2; existsSync(name); n += 1) name = `${wished}-${n}`;
  return name;
}
