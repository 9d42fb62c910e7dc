import { basename, dirname, join } from 'node:path';

/** The folder of what was built, seen from a file of `main/` as it was written or as it was built. */
export function outFolder(here: string): string {
  const parent = dirname(here);
  return basename(parent) === 'out' ? parent : join(parent, 'out');
}
