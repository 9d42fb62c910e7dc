import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a child ended: its exit code, or 1 when a signal ended it. */
export async function ended(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? 1;
}

/**
 * Runs a program in the foreground. Ctrl+C reaches it by itself, since it shares the terminal: here it is only kept
 * from ending us first. What is meant for us alone is passed on.
 */
export async function runInFront(child: ChildProcess): Promise<number> {
  const wait = () => {};
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', wait);
  process.on('SIGTERM', pass);
  try {
    return await ended(child);
  } finally {
    process.off('SIGINT', wait);
    process.off('SIGTERM', pass);
  }
}

/** A script of ours in a Node process like this one. */
export const spawnNode = (args: readonly string[], stdout: 'inherit' | 'pipe') =>
  spawn(process.execPath, [...args], { stdio: ['inherit', stdout, 'inherit'] });
