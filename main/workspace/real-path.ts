import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, parse, sep } from 'node:path';
import { isWithin } from '../containment.ts';
import { isFileError } from '../file-error.ts';
import type { Places } from '../session/ports.ts';

/** Where things really are: what a path says counts for nothing, only where it leads. */
export const places: Places = {
  realFolder(path) {
    const real = isAbsolute(path) ? realPath(path) : undefined;
    return real !== undefined && statSync(real, { throwIfNoEntry: false })?.isDirectory() ? real : undefined;
  },
  isInside(folder, path) {
    if (!isAbsolute(path)) return false;
    const real = realPath(path);
    return real !== undefined && isWithin(folder, real);
  },
};

/**
 * With all links resolved, as the system itself would follow them; what is not there yet counts as lying in the last
 * folder that is. Undefined for a link to nowhere, a step back out of what is not there, and what may not be looked at.
 */
function realPath(path: string): string | undefined {
  const { root } = parse(path);
  const steps = path
    .slice(root.length)
    .split(SEPARATORS)
    .filter((step) => step !== '' && step !== '.');
  try {
    let reached = realpathSync.native(root);
    for (const [done, step] of steps.entries()) {
      const next = step === '..' ? dirname(reached) : follow(reached, step);
      if (next === undefined) return notYetThere(reached, steps.slice(done));
      reached = next;
    }
    return reached;
  } catch (error) {
    if (isFileError(error)) return undefined;
    throw error;
  }
}

const SEPARATORS = sep === '\\' ? /[\\/]+/ : /\/+/;

/** Undefined when there is nothing of that name. A link to nowhere throws. */
function follow(folder: string, step: string): string | undefined {
  const path = join(folder, step);
  return lstatSync(path, { throwIfNoEntry: false }) && realpathSync.native(path);
}

function notYetThere(reached: string, steps: readonly string[]): string | undefined {
  return steps.includes('..') ? undefined : join(reached, ...steps);
}
