import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ended } from './child.ts';
import { fingerprint, isFresh, removeStamp, writeStamp } from './stamp.ts';

/** Builds the window, the hosts and the preload into `out/`. */
async function build(root: string): Promise<void> {
  const { createBuilder } = await import('vite');
  const made = fingerprint(root);
  removeStamp(root);
  const builder = await createBuilder({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  await builder.buildApp();
  writeStamp(root, made);
}

/**
 * Builds when something has changed, in a process of its own: what it takes is given back. It speaks on standard
 * error, since others read our output. Answers whether there is something to run.
 */
export async function buildIfStale(root: string): Promise<boolean> {
  if (isFresh(root)) return true;
  process.stderr.write('Building Skein…\n');
  const args = ['--experimental-strip-types', import.meta.filename];
  return (await ended(spawn(process.execPath, args, { stdio: ['ignore', process.stderr, process.stderr] }))) === 0;
}

if (process.argv[1] === import.meta.filename) await build(join(import.meta.dirname, '..'));
