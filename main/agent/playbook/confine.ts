import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ok, type Result, refuse } from '../../../protocol/result.ts';

/** The absolute form of a path written in a runbook; refused, with a sentence, where it leaves the folder. */
export function confine(folder: string, path: string): Result<string, string> {
  const odd = isAbsolute(path) || /^[a-z]:/i.test(path) || path.startsWith('~') || hasControl(path);
  const absolute = resolve(folder, path);
  if (odd || !isInside(folder, absolute))
    return refuse(`\`${path}\` is outside the working folder, so it is left alone.`);
  return ok(absolute);
}

/** The same for a path that is about to be opened, links followed. The file itself need not exist. */
export async function confineReal(folder: string, absolute: string): Promise<boolean> {
  const root = await realpath(folder);
  return isInside(root, await nearestReal(absolute));
}

async function nearestReal(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!missing || dirname(path) === path) throw error;
    return join(await nearestReal(dirname(path)), basename(path));
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const hasControl = (path: string) => [...path].some((char) => char < ' ' || char === '\u007f');
