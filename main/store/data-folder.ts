import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockFile } from './database.ts';
import { HOLDER_FILE, type Holder, readHolder, removeHolder, writeHolder } from './holder.ts';
import { troubleOf } from './trouble.ts';

/** Locked while a process holds the folder; never written. Apart from the store, so that damage there cannot unlock it. */
const LOCK_FILE = 'lock.db';

/** A data folder that only this process writes. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  /** Tells later starts where this process listens. */
  announce(address: { readonly url: string; readonly token: string }): void;
  /** Lets the next process have the folder. */
  close(): void;
}

export type OpenedFolder =
  | { readonly kind: 'held'; readonly folder: DataFolder }
  /** Another process has it. `holder` is null in the instant before that one has said who it is. */
  | { readonly kind: 'taken'; readonly holder: Holder | null }
  /** It cannot be made, or not be locked; `reason` is a sentence for people. */
  | { readonly kind: 'unusable'; readonly reason: string };

/**
 * Takes the folder for this process, making it when it is missing. The lock is the operating system's: it ends with
 * this process however that ends, so a crash leaves nothing to clean up. To be closed.
 */
export function openDataFolder(folder: string, start: Pick<Holder, 'shell' | 'startedAt'>): OpenedFolder {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const unlock = lockFile(join(path, LOCK_FILE));
    if (!unlock) return { kind: 'taken', holder: readHolder(join(path, HOLDER_FILE)) };
    return { kind: 'held', folder: holdFolder(path, start, unlock) };
  } catch (error) {
    return { kind: 'unusable', reason: reasonOf(error) };
  }
}

function holdFolder(path: string, start: Pick<Holder, 'shell' | 'startedAt'>, unlock: () => void): DataFolder {
  const note = join(path, HOLDER_FILE);
  const holder: Holder = { ...start, pid: process.pid, url: null, token: null };
  try {
    writeHolder(note, holder);
  } catch (error) {
    unlock();
    throw error;
  }
  return {
    path,
    announce: (address) => writeHolder(note, { ...holder, ...address }),
    close() {
      removeHolder(note);
      unlock();
    },
  };
}

/** Throws on what is not the world's doing. */
function reasonOf(error: unknown): string {
  const trouble = troubleOf(error);
  if (trouble?.kind === 'disk') return trouble.trouble.message;
  if (trouble?.kind === 'damage') return `${LOCK_FILE} is not the lock file that it should be.`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'There is a file where the data folder should be.';
  throw error;
}
