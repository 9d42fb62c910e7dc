import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../whole-file.ts';
import type { Database } from './database.ts';

/** Copies of older shapes that stay next to the file: enough to go back over a bad release and the one before it. */
const BACKUPS_MAX = 3;

/**
 * Copies the file, as it is at this version, to `<path>.v<version>.backup`. When this returns the copy outlives a
 * power loss. Throws what `troubleOf` knows, and then leaves no half a copy.
 */
export function backUp(database: Database, path: string, version: number): void {
  const target = `${path}.v${version}.backup`;
  const unfinished = `${target}.unfinished`;
  try {
    rmSync(unfinished, { force: true });
    closeSync(openSync(unfinished, 'wx', 0o600)); // SQLite takes an empty file, and keeps its mode
    database.query<[string]>('VACUUM INTO ?').run(unfinished);
    syncFile(unfinished);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
  removeOldest(path);
}

function removeOldest(path: string): void {
  const pattern = /^\.v(\d+)\.backup$/;
  const versions = readdirSync(dirname(path))
    .filter((name) => name.startsWith(basename(path)))
    .map((name) => pattern.exec(name.slice(basename(path).length))?.[1])
    .filter((version) => version !== undefined)
    .map(Number)
    .sort((a, b) => b - a);
  for (const version of versions.slice(BACKUPS_MAX)) {
    rmSync(join(dirname(path), `${basename(path)}.v${version}.backup`));
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
