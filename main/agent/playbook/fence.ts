/** How a shell is started with a whole block. Every block ends at its first failing line where the shell can do that. */
export type Shell = { readonly command: string; readonly args: (text: string) => readonly string[] };

const powershell = (text: string) => [
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  `$ErrorActionPreference='Stop'\n${text}`,
];
const posix = (text: string) => ['-e', '-c', text];

const SHELLS: ReadonlyMap<string, Shell> = new Map([
  ['sh', { command: 'sh', args: posix }],
  ['shell', { command: 'sh', args: posix }],
  ['bash', { command: 'bash', args: posix }],
  ['zsh', { command: 'zsh', args: posix }],
  ['fish', { command: 'fish', args: (text: string) => ['-c', text] }],
  ['powershell', { command: 'powershell', args: powershell }],
  ['pwsh', { command: 'pwsh', args: powershell }],
]);

/** What the line that opens a fenced block says. */
type Fence =
  | {
      readonly kind: 'command';
      readonly language: string;
      readonly shell: Shell;
      readonly allowFail: boolean;
      readonly tell: boolean;
    }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'task'; readonly words: InfoWords }
  /** Only to be read. */
  | { readonly kind: 'example' };

/** What stands behind a fence: `name=value` pairs, and the words that are none. */
export type InfoWords = { readonly values: ReadonlyMap<string, string>; readonly flags: readonly string[] };

const WORD = /([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))|(\S+)/g;
const FAIL_FLAGS = new Set(['allow-fail', 'continue-on-error']);

/**
 * Reads an info string such as `sh allow-fail`, `ts file=src/a.ts`, `task agent=@codex` or `json title="package.json"`. A title counts as a
 * file only where it looks like one and the block is no shell block: there it is a caption more often than not.
 */
export function parseFence(info: string): Fence {
  const [language = '', ...rest] = info.trim().split(/\s+/);
  if (language.toLowerCase() === 'task') return { kind: 'task', words: wordsOf(rest.join(' ')) };
  const { values, flags } = wordsOf(info.replace(/[{}]/g, ' '));
  const named = values.get('file');
  if (language.toLowerCase() === 'diff') return { kind: 'example' };
  if (named) return { kind: 'file', path: named };
  const shell = SHELLS.get(language.toLowerCase());
  if (shell) {
    const allowFail = rest.some((word) => FAIL_FLAGS.has(word)) || flags.some((flag) => FAIL_FLAGS.has(flag));
    return { kind: 'command', language: language.toLowerCase(), shell, allowFail, tell: flags.includes('tell') };
  }
  const title = values.get('title');
  return title && /^[^\s]*[./][^\s]*$/.test(title) ? { kind: 'file', path: title } : { kind: 'example' };
}

function wordsOf(info: string): InfoWords {
  const values = new Map<string, string>();
  const flags: string[] = [];
  for (const [, key, double, single, bare, flag] of info.matchAll(WORD)) {
    if (key) values.set(key, double ?? single ?? bare ?? '');
    else if (flag) flags.push(flag);
  }
  return { values, flags };
}

/** A block that Markdown reads back as `text`, whatever fences that holds itself. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
