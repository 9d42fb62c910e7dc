import type { Environment } from './environment.ts';

/** A program as it is to be started in a terminal. */
export type Invocation = { readonly command: string; readonly args: readonly string[]; readonly env: Environment };

/** Nothing in such a word means anything to a shell. Tilde, equals and the like do, in some places. */
const PLAIN = /^[A-Za-z0-9_./:@%+-]+$/;

/**
 * The line that runs a program: of a POSIX shell, or on Windows of PowerShell, which its terminal opens. Every word
 * arrives as it is, with one exception: PowerShell before 7.3 drops double quotes inside of words.
 */
export function shellLine(platform: NodeJS.Platform, invocation: Invocation): string {
  return platform === 'win32' ? powerShellLine(invocation) : posixLine(invocation);
}

function posixLine({ command, args, env }: Invocation): string {
  const set = Object.entries(env).map(([name, value]) => `${name}=${value === '' ? '' : posixWord(value)}`);
  return [...set, posixWord(command), ...args.map(posixWord)].join(' ');
}

/** Inside of single quotes nothing is special, so that a single quote must be let out. */
const posixWord = (word: string) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function powerShellLine({ command, args, env }: Invocation): string {
  const set = Object.entries(env).map(([name, value]) => `$env:${name} = ${quoted(value)}; `);
  return `${set.join('')}& ${[command, ...args].map(powerShellWord).join(' ')}`;
}

/** A leading @ or - has a meaning of its own there; after a letter or a digit neither has. */
const powerShellWord = (word: string) => (PLAIN.test(word) && !/^[@%.-]/.test(word) ? word : quoted(word));

/** PowerShell takes typographic single quotes for single quotes. */
const quoted = (word: string) => `'${word.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
