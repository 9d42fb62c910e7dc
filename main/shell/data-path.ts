import { posix, win32 } from 'node:path';

export type Surroundings = {
  /** `process.platform`. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The current folder, to which a relative choice is relative. */
  readonly cwd: string;
};

/**
 * The folder that holds everything Skein remembers: what was asked for, else `SKEIN_HOME`, else where the system
 * keeps the data of programs (XDG base directories, `~/Library/Application Support`, `%APPDATA%`).
 */
export function dataPath(asked: string | undefined, around: Surroundings): string {
  const { resolve } = around.platform === 'win32' ? win32 : posix;
  const chosen = asked || around.env.SKEIN_HOME;
  return chosen ? resolve(around.cwd, chosen) : defaultPath(around);
}

function defaultPath({ platform, env, home }: Surroundings): string {
  switch (platform) {
    case 'win32':
      return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'Skein');
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Skein');
    default:
      return posix.join(xdgDataHome(env, home), 'skein');
  }
}

/** The specification says to ignore a relative path. */
function xdgDataHome(env: Surroundings['env'], home: string): string {
  const chosen = env.XDG_DATA_HOME;
  return chosen && posix.isAbsolute(chosen) ? chosen : posix.join(home, '.local', 'share');
}
