import { spawn } from 'node:child_process';

/** What git is told beside its task: it waits for no lock, writes nothing, and runs no program that the folder names. */
const CAREFUL = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

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
