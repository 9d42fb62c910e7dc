import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileError } from '../file-error.ts';

/** Entries that are looked at in a folder that is no work tree: enough for a project, soon over in a home folder. */
export const WALK_ENTRIES_MAX = 20_000;
/** Folders inside folders; deeper ones are seldom written by hand. */
const DEPTH_MAX = 16;

/**
 * The files below `folder`, relative to it and with `/` between names, near ones first. Hidden folders, installed
 * packages and links are left out, so it never leaves the folder. Answers, when it is over, whether it saw all.
 */
export async function* walk(folder: string, signal: AbortSignal): AsyncGenerator<readonly string[], boolean> {
  let level: readonly string[] = [''];
  let seen = 0;
  for (let depth = 0; depth < DEPTH_MAX && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const at of level) {
      const entries = await entriesOf(join(folder, at));
      const [path, room] = [(name: string) => (at === '' ? name : `${at}/${name}`), WALK_ENTRIES_MAX - seen];
      const looked = entries.slice(0, room);
      yield looked.filter((entry) => entry.isFile()).map((entry) => path(entry.name));
      next.push(...looked.filter((entry) => entry.isDirectory() && isOpen(entry.name)).map(({ name }) => path(name)));
      seen += looked.length;
      if (signal.aborted || looked.length < entries.length) return false;
    }
    level = next;
  }
  return level.length === 0;
}

const isOpen = (name: string) => !name.startsWith('.') && name !== 'node_modules';

/** A folder that is gone by now, or that we may not read, has no entries for us. */
async function entriesOf(path: string): Promise<readonly Dirent[]> {
  try {
    return (await readdir(path, { withFileTypes: true })).sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (isFileError(error)) return [];
    throw error;
  }
}
