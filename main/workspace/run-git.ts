import { execFile } from 'node:child_process';
import { withoutGit } from './git.ts';

/** Output beyond this is not an answer that we read. */
const OUTPUT_BYTES_MAX = 8 * 1024 * 1024;

/** What git said. `code` is null when it was not found, was killed, or said more than we read. */
export type GitAnswer = { readonly code: number | null; readonly out: string; readonly err: string };

/**
 * Runs git in a folder to its end. It asks nobody anything and runs no program that the folder names; a signal that is
 * aborted ends it. Never rejects.
 */
export function runGit(folder: string, args: readonly string[], signal?: AbortSignal): Promise<GitAnswer> {
  const all = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args];
  const env = { ...withoutGit(process.env), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  const options = { cwd: folder, env, maxBuffer: OUTPUT_BYTES_MAX, windowsHide: true, ...(signal && { signal }) };
  return new Promise((resolve) => {
    execFile('git', all, options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, out, err: code === null && err === '' ? String(error?.message) : err });
    });
  });
}
