import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A conversation that nobody took up for so long is over. */
const AGE_MS_MAX = 90 * 24 * 60 * 60_000;
/** Of sessions, and of remembered runbooks: at most 256 KiB each, so at worst as much as one video. */
const FILES_MAX = 500;
/** A file that is being replaced has its temporary name for milliseconds. */
const TEMPORARY_MS = 60 * 60_000;

/** Removes what is too old or too much from the state folder, oldest first. */
export async function pruneState(folder: string, now: number): Promise<void> {
  await pruneFiles(folder, now, /^[0-9a-f-]{36}\.json$/);
  await pruneFiles(join(folder, 'approved'), now, /^[0-9a-f]{64}$/);
}

async function pruneFiles(folder: string, now: number, name: RegExp): Promise<void> {
  const files = await filesOf(folder);
  const newestFirst = files.filter((file) => name.test(file.name)).toSorted((a, b) => b.changedAt - a.changedAt);
  const old = newestFirst.filter((file, index) => index >= FILES_MAX || now - file.changedAt > AGE_MS_MAX);
  const strays = files.filter((file) => file.name.endsWith('.tmp') && now - file.changedAt > TEMPORARY_MS);
  for (const file of [...old, ...strays]) await rm(file.path, { force: true });
}

async function filesOf(folder: string) {
  const names = await readdir(folder).catch(missing);
  const files: { name: string; path: string; changedAt: number }[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(missing);
    if (!Array.isArray(found) && found.isFile()) files.push({ name, path, changedAt: found.mtimeMs });
  }
  return files;
}

/** Another process may have removed it in between. */
function missing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
