import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { download, downloadUrl, findElectron, isReachable } from '../../scripts/electron-binary.ts';

const TARGET = { platform: 'linux', arch: 'x64' };
let root = '';
let electron = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-electron-'));
  electron = join(root, 'node_modules', 'electron');
  mkdirSync(join(electron, 'dist'), { recursive: true });
  writeFileSync(join(electron, 'package.json'), '{"version":"45.4.1"}');
});
afterEach(() => rmSync(root, { recursive: true }));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function mirror(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('[S2.9] Electron is here when the program is, not when only its package is', () => {
  expect(findElectron(root, {})).toBeUndefined();
  writeFileSync(join(electron, 'path.txt'), 'electron');
  expect(findElectron(root, {})).toBeUndefined();
  writeFileSync(join(electron, 'dist', 'electron'), '');
  expect(findElectron(root, {})).toBe(join(electron, 'dist', 'electron'));
});

test('[S2.9] an Electron of the person is taken instead', () => {
  const own = join(root, 'own');
  expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: own })).toBeUndefined();
  mkdirSync(own);
  writeFileSync(join(own, 'electron'), '');
  expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: own })).toBe(join(own, 'electron'));
});

test('[S2.9] the download is asked for where the installer would look, mirrors included', () => {
  const file = 'electron-v45.4.1-linux-x64.zip';
  expect(downloadUrl(root, {}, TARGET)).toBe(`https://github.com/electron/electron/releases/download/v45.4.1/${file}`);
  expect(downloadUrl(root, { ELECTRON_MIRROR: 'https://mirror/' }, TARGET)).toBe(`https://mirror/v45.4.1/${file}`);
  const env = { npm_config_electron_mirror: 'https://mirror/', ELECTRON_CUSTOM_DIR: '{{ version }}' };
  expect(downloadUrl(root, env, TARGET)).toBe(`https://mirror/45.4.1/${file}`);
});

test('[S2.9] a download host that answers is reachable; one that refuses, is not there or is silent is not', async () => {
  const url = await mirror((request, response) => {
    response.writeHead(request.method === 'HEAD' && request.url === '/there' ? 200 : 404).end();
  });
  expect(await isReachable(`${url}there`)).toBe(true);
  expect(await isReachable(`${url}gone`)).toBe(false);
  expect(await isReachable('http://127.0.0.1:1/')).toBe(false);
  const silent = await mirror(() => {});
  expect(await isReachable(silent, 50)).toBe(false);
});

test('[S2.9] the download tells how far it is, can be cancelled, and keeps nothing that is not Electron', async () => {
  const project = resolve('.'); // Electron's package brings the download and the hashes
  const half = Buffer.alloc(1000);
  const url = await mirror((request, response) => {
    response.writeHead(200, { 'Content-Length': 2000 }).write(half);
    if (request.url?.includes('x64')) response.end(half);
  });
  vi.stubEnv('ELECTRON_MIRROR', url);
  const env = { electron_config_cache: join(root, 'cache') };
  const seen: number[] = [];
  const note = ({ transferred }: { readonly transferred: number }) => seen.push(transferred);
  const never = new AbortController();
  await expect(download(project, env, TARGET, never.signal, note)).rejects.toThrow(/checksum|sha256/i);
  expect(seen).toContain(2000);

  const cancel = new AbortController();
  const cancelled = download(project, env, { platform: 'linux', arch: 'arm64' }, cancel.signal, () => cancel.abort());
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  vi.unstubAllEnvs();
});
