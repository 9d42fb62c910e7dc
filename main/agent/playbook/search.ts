import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunnable, parseRunbook } from './runbook.ts';

/** Where people keep runbooks. Nothing deeper is searched: a repository may be huge. */
const PLACES = ['', 'runbooks', 'docs', '.skein'];
/** Files of one place that are looked into, and how far. */
const FILES_MAX = 60;
const LOOK_BYTES = 64 * 1024;
/** More than this is no help to anyone who asks what there is. */
const FOUND_MAX = 20;

/** Markdown files with something to run in them, as paths relative to the folder with forward slashes. */
export async function findRunbooks(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of PLACES) {
    for (const name of await markdownIn(join(folder, place))) {
      if (found.length === FOUND_MAX) return found;
      const start = await readStart(join(folder, place, name));
      if (isRunnable(parseRunbook(start))) found.push(place === '' ? name : `${place}/${name}`);
    }
  }
  return found;
}

/** Links are left out: they may lead out of the folder. A place that cannot be read holds nothing for us. */
async function markdownIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile() && /\.(md|markdown)$/i.test(entry.name));
  return names
    .map((entry) => entry.name)
    .toSorted()
    .slice(0, FILES_MAX);
}

async function readStart(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOK_BYTES), 0, LOOK_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
