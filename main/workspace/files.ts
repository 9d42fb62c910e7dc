import { lstat, realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { FilesFound, FolderRefusal } from '../../protocol/contract.ts';
import { ok, type Result } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import { isWithin } from '../containment.ts';
import { isFileError } from '../file-error.ts';
import { reasonOf, unreadable } from './folders.ts';
import { gitFiles } from './git.ts';
import { bestOf, type Ranked, rankedOf } from './rank.ts';
import { walk } from './walk.ts';

/** Files of one folder that are looked through for each word: all of a large project, some megabytes. */
export const FILES_MAX = 50_000;
/** Reading a folder takes no longer; what was read by then is looked through. */
export const LIST_MS = 5_000;
/** Who types goes on typing: within this time the folder is not read again. */
export const FRESH_MS = 5_000;
/** Folders that are kept at a time: one for each session that somebody writes in. */
export const FOLDERS_KEPT_MAX = 4;

export type FilesWanted = { readonly folder: string; readonly query: string; readonly limit: number };

type Listing = { readonly paths: readonly Ranked[]; readonly truncated: boolean };
type Kept = {
  readonly listing: Promise<Listing>;
  readonly stop: AbortController;
  waiting: number;
  readAt: number | null;
};

/** Finds files by what was typed of their paths, in any folder that a session may work in. */
export class FolderFiles {
  readonly #clock: Clock;
  /** By real path; the one that was asked for last comes last. */
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Best first. When `signal` is aborted the answer is empty, and nothing is read that nobody else waits for. */
  async find({ folder, query, limit }: FilesWanted, signal: AbortSignal): Promise<Result<FilesFound, FolderRefusal>> {
    if (!isAbsolute(folder)) return unreadable(folder, 'The path is not absolute.');
    try {
      const real = await realpath(folder);
      const listing = await this.#listing(real, signal);
      // Some of the best may be gone: git names what it knows.
      const best = listing === 'aborted' ? [] : bestOf(listing.paths, query, 2 * limit);
      const there = await Promise.all(best.map(({ path }) => isInside(real, path)));
      const files = best.filter((_, index) => there[index]).slice(0, limit);
      return ok({ files: files.map(({ path }) => path), truncated: listing === 'aborted' || listing.truncated });
    } catch (error) {
      if (!isFileError(error)) throw error;
      return unreadable(folder, reasonOf(error));
    }
  }

  async #listing(real: string, signal: AbortSignal): Promise<Listing | 'aborted'> {
    if (signal.aborted) return 'aborted';
    const kept = this.#fresh(real) ?? this.#read(real);
    this.#keep(real, kept);
    kept.waiting += 1;
    const { promise: left, resolve: leave } = Promise.withResolvers<'aborted'>();
    const onAbort = () => leave('aborted');
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([kept.listing, left]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      kept.waiting -= 1;
      if (kept.waiting === 0 && kept.readAt === null) this.#forget(real, kept);
    }
  }

  #fresh(real: string): Kept | undefined {
    const kept = this.#kept.get(real);
    const old = kept && kept.readAt !== null && this.#clock.now() - kept.readAt >= FRESH_MS;
    return old ? undefined : kept;
  }

  #keep(real: string, kept: Kept): void {
    this.#kept.delete(real);
    this.#kept.set(real, kept);
    for (const [other, one] of this.#kept) {
      if (this.#kept.size <= FOLDERS_KEPT_MAX) return;
      if (one.waiting === 0 && other !== real) this.#kept.delete(other);
    }
  }

  #forget(real: string, kept: Kept): void {
    kept.stop.abort();
    if (this.#kept.get(real) === kept) this.#kept.delete(real);
  }

  #read(real: string): Kept {
    const stop = new AbortController();
    const cancel = this.#clock.after(LIST_MS, () => stop.abort());
    const listing = list(real, stop.signal).finally(() => {
      cancel();
      kept.readAt = this.#clock.now();
    });
    listing.catch(() => undefined); // whoever waits for it hears of it, and nobody may
    const kept: Kept = { listing, stop, waiting: 0, readAt: null };
    return kept;
  }
}

/** As git has it; what git knows nothing of is walked through. */
async function list(real: string, signal: AbortSignal): Promise<Listing> {
  const known = await take(gitFiles(real, signal));
  const found = known.paths.size > 0 ? known : await take(walk(real, signal));
  const folders = new Set<string>();
  for (const path of found.paths) addFolders(path, folders);
  return { paths: [...found.paths, ...folders].map(rankedOf), truncated: !found.whole };
}

type Taken = { readonly paths: ReadonlySet<string>; readonly whole: boolean };

async function take(batches: AsyncGenerator<readonly string[], boolean>): Promise<Taken> {
  const paths = new Set<string>();
  for (;;) {
    const batch = await batches.next();
    if (batch.done) return { paths, whole: batch.value };
    for (const path of batch.value) {
      if (paths.size >= FILES_MAX) {
        await batches.return(false);
        return { paths, whole: false };
      }
      if (!hasControl(path)) paths.add(path);
    }
  }
}

/** The folders above a path, each with a `/` at its end. */
function addFolders(path: string, folders: Set<string>): void {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const folder = path.slice(0, at + 1);
    if (folders.has(folder)) return;
    folders.add(folder);
  }
}

/** It is there, and leads nowhere else. */
async function isInside(real: string, path: string): Promise<boolean> {
  try {
    if (!(await lstat(join(real, path))).isSymbolicLink()) return true;
    return isWithin(real, await realpath(join(real, path)));
  } catch (error) {
    if (isFileError(error)) return false;
    throw error;
  }
}

/** A name with a line break cannot be written into a prompt. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const hasControl = (path: string) => /[\u0000-\u001f\u007f]/.test(path);
