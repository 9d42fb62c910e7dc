import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createServer } from 'vite';
import { runInFront } from './child.ts';

const ROOT = join(import.meta.dirname, '..');
/** Fixed, so that a host which restarts after a change is found again. Not the usual one: a real Skein may be running. */
const HOST_PORT = 7556;
const DATA_FOLDER = join(ROOT, 'out', 'dev-data');

/**
 * For working on Skein: the window from Vite, changed in place, and a host that restarts when its sources change. The
 * host prints its address; open it with Vite's port in place of its own, and again after each restart.
 */
const host = spawn(
  process.execPath,
  [
    '--watch',
    join(ROOT, 'main', 'serve.ts'),
    '--port',
    String(HOST_PORT),
    '--data-dir',
    DATA_FOLDER,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
const server = await createServer({
  configFile: join(ROOT, 'vite.config.ts'),
  server: { host: '127.0.0.1', proxy: { '/rpc': { target: `ws://127.0.0.1:${HOST_PORT}`, ws: true } } },
});
await server.listen();
console.log(`The window: ${server.resolvedUrls?.local[0]} followed by the #code of the address that the host prints.`);
process.exitCode = await runInFront(host);
await server.close();
