import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** All that a build is made of. The lock file stands for the packages. */
const SOURCES = ['protocol', 'main', 'preload', 'renderer', 'vite.config.ts', 'package.json', 'package-lock.json'];
const STAMP = join('out', 'stamp');

/** Whether `out/` was built, to its end, from the sources as they now are. */
export function isFresh(root: string): boolean {
  try {
    return readFileSync(join(root, STAMP), 'utf8') === fingerprint(root);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Before a build, so that one which is cut off leaves nothing that looks whole. */
export const removeStamp = (root: string): void => rmSync(join(root, STAMP), { force: true });

/** `made` is the fingerprint from before the build: what was changed meanwhile is built the next time. */
export const writeStamp = (root: string, made: string): void => writeFileSync(join(root, STAMP), made);

/** Of names and contents: the times of a fresh clone say nothing. */
export function fingerprint(root: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(root, source)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesOf(root: string, source: string): readonly string[] {
  if (!statSync(join(root, source)).isDirectory()) return [source];
  const entries = readdirSync(join(root, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tsbuildinfo'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
