import type { InstallPlatform, NpxWay, ProgramWay } from '../../../protocol/catalog.ts';
import type { CatalogId } from '../../../protocol/ids.ts';

export const catalogId = (id: string) => id as CatalogId;

export function viaProgram(program: string, ...args: readonly string[]): ProgramWay {
  return { kind: 'program', program, args };
}

/** The newest version is taken: one that is named here would be old soon. */
export function viaNpx(name: string, ...args: readonly string[]): NpxWay {
  return { kind: 'npx', package: name, args };
}

/** One command for every system. */
export function everywhere(command: string): Readonly<Record<InstallPlatform, string>> {
  return { darwin: command, linux: command, win32: command };
}

/** One command where there is a Unix shell. */
export function onUnix(command: string): Readonly<Record<'darwin' | 'linux', string>> {
  return { darwin: command, linux: command };
}
