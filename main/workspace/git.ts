import { execFile, spawn } from 'node:child_process';

/** It runs no program that the folder names. */
const FOLDER_RUNS_NOTHING = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
/** What git is told beside a task that only reads: it waits for no lock and writes nothing. */
const CAREFUL = ['--no-optional-locks', ...FOLDER_RUNS_NOTHING];
/** Output beyond this is not an answer that we read. */
const OUTPUT_BYTES_MAX = 8 * 1024 * 1024;

/**
 * The files of a git work tree below `folder`, relative to it, as git has them: tracked ones, and new ones that it does
 * not ignore. Ends early when `signal` is aborted or the reader leaves. Answers, when it is over, whether it named all that
 * there are: not so outside of work trees, and without a git.
 */
export async function* gitFiles(folder: string, signal: AbortSignal): AsyncGenerator<readonly string[], boolean> {
  const args = [...CAREFUL, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const git = spawn('git', args, {
    cwd: folder,
    env: withoutGit(process.env),
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const ended = new Promise<boolean>((resolve) => {
    git.once('error', () => resolve(false)); // there is no git here
    git.once('close', (code) => resolve(code === 0));
  });
  const kill = () => void git.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  try {
    yield* namesIn(git.stdout.setEncoding('utf8') as AsyncIterable<string>);
    return await ended;
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
  }
}

/** Names end with a NUL. */
async function* namesIn(chunks: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const chunk of chunks) {
    const names = (rest + chunk).split('\0');
    rest = names.pop() ?? '';
    yield names;
  }
}

/** Where the repository lies is the folder's affair alone. */
export const withoutGit = (own: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(own).filter(([name]) => !/^GIT_/i.test(name)));

/** What git said. `code` is null when it was not found, was killed, or said more than we read. */
export type GitAnswer = { readonly code: number | null; readonly out: string; readonly err: string };

/**
 * Runs git in a folder to its end. It asks nobody anything and runs no program that the folder names; a signal that is
 * aborted ends it. Never rejects.
 */
export function runGit(folder: string, args: readonly string[], signal?: AbortSignal): Promise<GitAnswer> {
  const all = [...FOLDER_RUNS_NOTHING, ...args];
  const env = { ...withoutGit(process.env), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  const options = { cwd: folder, env, maxBuffer: OUTPUT_BYTES_MAX, windowsHide: true, ...(signal && { signal }) };
  return new Promise((resolve) => {
    execFile('git', all, options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, out, err: code === null && err === '' ? String(error?.message) : err });
    });
  });
}
