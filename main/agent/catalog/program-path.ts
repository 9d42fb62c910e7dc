import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from '../environment.ts';

/** What Windows starts when it is named without its ending, if PATHEXT does not say. */
const ENDINGS = '.COM;.EXE;.BAT;.CMD';

/**
 * Where PATH leads for a program's name, absolute; undefined when it leads nowhere. Folders that depend on where somebody
 * stands, as `.` does, are left out: they lead elsewhere for an agent.
 */
export async function findProgram(name: string, env: Environment): Promise<string | undefined> {
  const windows = process.platform === 'win32';
  const folders = (variableOf(env, 'PATH', windows) ?? '').split(delimiter).filter(isAbsolute);
  const endings = windows ? endingsFor(name, variableOf(env, 'PATHEXT', windows) ?? ENDINGS) : [''];
  for (const folder of folders) {
    for (const ending of endings) {
      const path = join(folder, `${name}${ending}`);
      if (await canStart(path)) return path;
    }
  }
  return undefined;
}

/** What may follow a name on Windows: nothing when it has one of the endings already. */
export function endingsFor(name: string, pathext: string): readonly string[] {
  const endings = pathext.split(';').filter((ending) => ending.startsWith('.'));
  const has = endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
  return has ? [''] : endings;
}

/** Windows spells it `Path`, and does not care. */
function variableOf(env: Environment, name: string, windows: boolean): string | undefined {
  if (!windows) return env[name];
  return Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1];
}

async function canStart(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false; // most folders of a PATH do not have a given program
  }
}
