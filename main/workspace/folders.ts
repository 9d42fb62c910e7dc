import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { FolderListing, FolderRefusal } from '../../protocol/contract.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { isFileError } from '../file-error.ts';

/** Folders of one listing: more than anybody scrolls through, little enough for one message. */
export const FOLDERS_MAX = 1_000;
/** Entries whose kind must be asked for one by one (links) in one listing; the rest of them is left out. */
const LINKS_MAX = 500;

/**
 * The folders inside a folder, visible ones first, each group by name. Links to folders count as folders. `path` is
 * absolute, or begins with `~`, or is null for `home`; a relative one is refused, because it would be relative to
 * wherever the host was started.
 */
export async function listFolders(
  path: string | null,
  home = homedir(),
): Promise<Result<FolderListing, FolderRefusal>> {
  const asked = expandHome(path ?? home, home);
  if (!isAbsolute(asked)) return unreadable(asked, 'The path is not absolute.');
  try {
    const real = await realpath(resolve(asked));
    const entries = await readdir(real, { withFileTypes: true });
    const folders = (await namesOfFolders(real, entries)).sort(visibleFirst);
    const parent = dirname(real);
    return ok({
      path: real,
      parent: parent === real ? null : parent,
      folders: folders.slice(0, FOLDERS_MAX),
      truncated: folders.length > FOLDERS_MAX,
      git: entries.some((entry) => entry.name === '.git'), // a file in linked work trees
    });
  } catch (error) {
    if (!isFileError(error)) throw error;
    return unreadable(asked, reasonOf(error));
  }
}

function expandHome(path: string, home: string): string {
  if (path === '~') return home;
  return /^~[/\\]/.test(path) ? join(home, path.slice(2)) : path;
}

async function namesOfFolders(folder: string, entries: readonly Dirent[]): Promise<string[]> {
  const plain = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const links = entries.filter((entry) => entry.isSymbolicLink()).slice(0, LINKS_MAX);
  const linked = await Promise.all(
    links.map(async ({ name }) => ((await leadsToFolder(join(folder, name))) ? name : undefined)),
  );
  return [...plain, ...linked.filter((name) => name !== undefined)];
}

/** A link that leads nowhere, or where we may not look, is not a folder to work in. */
async function leadsToFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    if (isFileError(error)) return undefined;
    throw error;
  });
  return found?.isDirectory() ?? false;
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function visibleFirst(one: string, other: string): number {
  const hidden = Number(one.startsWith('.')) - Number(other.startsWith('.'));
  return hidden || byName.compare(one, other);
}

export const unreadable = (folder: string, reason: string) =>
  refuse({ code: 'folder-unreadable', folder, reason } as const);

export function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'There is no such folder.';
    case 'ENOTDIR':
      return 'It is a file, not a folder.';
    case 'EACCES':
    case 'EPERM':
      return 'Skein is not allowed to read it.';
    default:
      return error.message;
  }
}
