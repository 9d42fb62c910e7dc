import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ok, type Result, refuse } from '../../../protocol/result.ts';
import { isWithin } from '../../containment.ts';

/** The absolute form of a path written in a runbook; refused, with a sentence, where it leaves the folder. */
export function confine(folder: string, path: string): Result<string, string> {
  const odd = isAbsolute(path) || /^[a-z]:/i.test(path) || path.startsWith('~') || hasControl(path);
  const absolute = resolve(folder, path);
  if (odd || !isBelow(folder, absolute))
    return refuse(`\`${path}\` is outside the working folder, so it is left alone.`);
  return ok(absolute);
}

/** The same for a path that is about to be opened, links followed. The file itself need not exist. */
export async function confineReal(folder: string, absolute: string): Promise<boolean> {
  const root = await realpath(folder);
  return isBelow(root, await nearestReal(absolute));
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

/** The folder itself is no file. */
const isBelow = (folder: string, path: string) => isWithin(folder, path) && relative(folder, path) !== '';

const hasControl = (path: string) => [...path].some((char) => char < ' ' || char === '\u007f');
