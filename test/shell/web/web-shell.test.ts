import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRouter } from '../../../main/api.ts';
import { CODE_MS } from '../../../main/shell/web/codes.ts';
import { HELLO_MS, PING_MS, STRANGERS_MAX } from '../../../main/shell/web/limits.ts';
import type { Upgrade } from '../../../main/shell/web/sockets.ts';
import { createUpgrade } from '../../../main/shell/web/upgrade.ts';
import { openWebShell, type WebShell, type WebShellOptions } from '../../../main/shell/web/web-shell.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeHost } from '../../support/fake-host.ts';
import { ask, codeOf, Page } from '../../support/web-client.ts';

let folder = '';
let pages = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-web-'));
  pages = join(folder, 'renderer');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Skein</title>');
  writeFileSync(join(pages, 'assets', 'main-abc.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'not for you');
});
afterAll(() => rmSync(folder, { recursive: true }));

const open: { shell: WebShell; pages: Page[] }[] = [];
afterEach(async () => {
  for (const { shell, pages } of open.splice(0)) {
    for (const page of pages) page.socket.terminate();
    await shell.close();
  }
});

async function start(options: Partial<WebShellOptions> = {}) {
  const clock = new FakeClock();
  const router = createRouter(new FakeHost());
  const shell = await openWebShell({
    clock,
    hostname: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    pages,
    loadUpgrade: () => Promise.resolve(createUpgrade(router)),
    ...options,
  });
  const opened = { shell, pages: [] as Page[] };
  open.push(opened);
  const page = (headers?: Record<string, string>, path?: string) => {
    const made = new Page(shell.port, headers, path);
    opened.pages.push(made);
    return made;
  };
  return { shell, clock, page, port: shell.port, code: () => codeOf(shell.newAddress()) };
}

describe('who is let in', () => {
  test('[S2.2] a code opens one window once, and the window learns that it was used', async () => {
    const { page, code } = await start();
    const first = code();
    expect(await page().greet({ code: first })).toEqual({
      type: 'welcome',
      credential: expect.stringMatching(/.{43}/),
    });
    const again = page();
    expect(await again.greet({ code: first })).toEqual({ type: 'denied', reason: 'code-used' });
    expect(await again.closed).toBe(4401);
  });

  test('[S2.2] a code that was never given, or is older than ten minutes, is unknown', async () => {
    const { page, code, clock } = await start();
    expect(await page().greet({ code: 'AAAAAAAAAAAAAAAAAAAAAA' })).toEqual({ type: 'denied', reason: 'code-unknown' });
    const old = code();
    clock.advance(CODE_MS);
    expect(await page().greet({ code: old })).toEqual({ type: 'denied', reason: 'code-unknown' });
  });

  test('[S2.2] the credential of a window lets it in again after a reload, and nobody else', async () => {
    const { page, code } = await start();
    const { credential } = await page().greet({ code: code() });
    expect(await page().greet({ credential })).toEqual({ type: 'welcome', credential });
    expect(await page().greet({ credential })).toEqual({ type: 'welcome', credential });
    const stranger = page();
    expect(await stranger.greet({ credential: 'A'.repeat(43) })).toEqual({
      type: 'denied',
      reason: 'credential-unknown',
    });
    expect(await stranger.closed).toBe(4401);
  });

  test('[S2.2] a restarted host knows no credential of before', async () => {
    const before = await start();
    const { credential } = await before.page().greet({ code: before.code() });
    const after = await start();
    expect(await after.page().greet({ credential })).toEqual({ type: 'denied', reason: 'credential-unknown' });
  });

  test.each([
    ['no JSON', 'hello'],
    ['a call', { i: '1', p: { u: '/app/about' } }],
    ['a code that is no string', { type: 'hello', code: 7 }],
    ['a code and a credential', { type: 'hello', code: 'a', credential: 'b' }],
    ['neither', { type: 'hello' }],
    ['a hello without end', { type: 'hello', code: 'a'.repeat(10_000) }],
  ])('[S2.2] a first message that is %s closes the socket', async (_, message) => {
    const { page } = await start();
    const stranger = await page().open();
    stranger.say(message);
    expect(await stranger.closed).toBe(4400);
  });

  test('[S2.2] who says no hello within ten seconds is closed; a window is not', async () => {
    const { page, code, clock } = await start();
    const window = page();
    await window.greet({ code: code() });
    const silent = await page().open();
    clock.advance(HELLO_MS);
    expect(await silent.closed).toBe(4408);
    expect(window.socket.readyState).toBe(window.socket.OPEN);
  });

  test('[S2.2] nothing that a window says right after its welcome is lost', async () => {
    let loaded = (_upgrade: Upgrade) => {};
    const loading = new Promise<Upgrade>((resolve) => {
      loaded = resolve;
    });
    const { page, code } = await start({ loadUpgrade: () => loading });
    const window = await page().open();
    window.say({ type: 'hello', code: code() });
    loaded(createUpgrade(createRouter(new FakeHost())));
    expect(await window.next()).toMatchObject({ type: 'welcome' });
    window.say({ i: '1', p: { u: '/app/about', b: {} } });
    expect(await window.next()).toMatchObject({ i: '1', p: { b: { json: { version: '0.0.0' } } } });
  });

  test('[S2.2] a call that is sent before the welcome closes the socket', async () => {
    const { page, code } = await start({ loadUpgrade: () => new Promise(() => {}) });
    const window = await page().open();
    window.say({ type: 'hello', code: code() });
    window.say({ i: '1', p: { u: '/app/about', b: {} } });
    expect(await window.closed).toBe(4400);
  });

  test('[S2.2] strangers cannot keep windows out for longer than their ten seconds', async () => {
    const { page, code, clock } = await start();
    const strangers = await Promise.all(Array.from({ length: STRANGERS_MAX }, () => page().open()));
    expect(await page().refused()).toBe(503);
    clock.advance(HELLO_MS);
    await Promise.all(strangers.map((stranger) => stranger.closed));
    expect(await page().greet({ code: code() })).toMatchObject({ type: 'welcome' });
  });

  test('[S2.2] a window that answers no ping is dropped, one that does stays', async () => {
    const { page, code, clock } = await start();
    const alive = page();
    await alive.greet({ code: code() });
    const dead = page();
    await dead.greet({ code: code() });
    dead.socket.pong = () => {}; // the far end has vanished
    (dead.socket as unknown as { _autoPong: boolean })._autoPong = false;
    const pinged = once(alive.socket, 'ping');
    clock.advance(PING_MS);
    await pinged;
    alive.say({ i: '1', p: { u: '/app/about', b: {} } });
    await alive.next(); // its pong came before this call
    clock.advance(PING_MS);
    expect(await dead.closed).toBe(1006);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  });
});

describe('where requests may come from', () => {
  test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:65535', '[::1]:9'])('[S2.2] Host %s is ours', async (host) => {
    const { port, page, code } = await start();
    expect(await ask(port, { headers: { host } })).toMatchObject({ status: 200 });
    const window = page({ host, origin: `http://${host.toLowerCase()}` });
    expect(await window.greet({ code: code() })).toMatchObject({ type: 'welcome' });
  });

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '169.254.1.1',
    'localhost:1:2',
    'a@localhost',
  ])('[S2.2] Host "%s" is refused, for pages, sockets and codes', async (host) => {
    const { port, page, shell } = await start();
    expect(await ask(port, { headers: { host } })).toMatchObject({ status: 403 });
    const join = { method: 'POST', path: '/join', headers: { host, authorization: `Bearer ${shell.token}` } };
    expect(await ask(port, join)).toMatchObject({ status: 403 });
    expect(await page({ host, origin: `http://${host}` }).refused()).toBe(403);
  });

  test('[S2.2] a name that was allowed is ours, and only that one', async () => {
    const { port } = await start({ allowedHosts: ['Box.lan'] });
    expect((await ask(port, { headers: { host: 'box.lan:80' } })).status).toBe(200);
    expect((await ask(port, { headers: { host: 'other.lan:80' } })).status).toBe(403);
  });

  test('[S2.2] a request without a Host is refused', async () => {
    const { port } = await start();
    const socket = connectSocket(port, '127.0.0.1');
    socket.write('GET / HTTP/1.0\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test.each([
    ['of another port', (port: number) => `http://127.0.0.1:${port + 1}`],
    ['of another name', (port: number) => `http://localhost:${port}`],
    ['of a foreign page', () => 'https://evil.example'],
    ['of a file', () => 'null'],
  ])('[S2.2] a socket with an Origin %s is refused', async (_, origin) => {
    const { page, port } = await start();
    expect(await page({ origin: origin(port) }).refused()).toBe(403);
  });

  test('[S2.2] a socket without an Origin, or to another path, is refused', async () => {
    const { page, port } = await start();
    expect(await page({}, '/other').refused()).toBe(404);
    const socket = connectSocket(port, '127.0.0.1');
    socket.write(
      `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('a code for another window', () => {
  const join = (port: number, headers: Record<string, string>) => ask(port, { method: 'POST', path: '/join', headers });

  test('[S2.9] whoever shows the token of the data folder gets one', async () => {
    const { port, shell, page } = await start();
    const { status, body, headers } = await join(port, { authorization: `Bearer ${shell.token}` });
    expect({ status, caching: headers['cache-control'] }).toEqual({ status: 200, caching: 'no-store' });
    const { code } = JSON.parse(body) as { code: string };
    expect(await page().greet({ code })).toMatchObject({ type: 'welcome' });
  });

  test.each([
    ['without a token', () => ({})],
    ['with another token', () => ({ authorization: `Bearer ${'A'.repeat(43)}` })],
    ['with a token in another scheme', (token: string) => ({ authorization: `Basic ${token}` })],
    ['from a page', (token: string) => ({ authorization: `Bearer ${token}`, origin: 'http://127.0.0.1' })],
  ])('[S2.9] %s there is none', async (_, headers) => {
    const { port, shell } = await start();
    expect(await join(port, headers(shell.token))).toMatchObject({ status: 401 });
  });
});

describe('the window itself', () => {
  test('[S2.2] every answer forbids the page whatever it does not need', async () => {
    const { port } = await start();
    for (const path of ['/', '/nothing', '/join']) {
      const { headers } = await ask(port, { path });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port} wss://127.0.0.1:${port};`);
    }
  });

  test('[S2.2] the page is asked for anew each time, its hashed files are kept', async () => {
    const { port } = await start();
    expect(await ask(port, {})).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
    });
    expect(await ask(port, { path: '/assets/main-abc.js' })).toMatchObject({
      status: 200,
      body: 'export {};',
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': expect.stringContaining('immutable'),
      },
    });
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/%00',
    '/%zz',
    '/.hidden',
  ])('[S2.2] the path %s leads nowhere', async (path) => {
    const { port } = await start();
    expect(await ask(port, { path })).toMatchObject({ status: 404 });
  });

  test('[S2.2] nothing but reading is answered', async () => {
    const { port } = await start();
    expect(await ask(port, { method: 'PUT' })).toMatchObject({ status: 405 });
    expect(await ask(port, { path: '/join' })).toMatchObject({ status: 405 });
  });

  test('[S2.9] a window that is not built says so', async () => {
    const { port } = await start({ pages: join(folder, 'nowhere') });
    expect(await ask(port, {})).toMatchObject({ status: 503, body: expect.stringContaining('npm run build') });
  });

  test('[S2.9] closing tells every window and waits for none that does not answer', async () => {
    const { shell, page, code, clock } = await start();
    const window = page();
    await window.greet({ code: code() });
    const stuck = connectSocket(shell.port, '127.0.0.1');
    stuck.on('error', () => {}); // it is cut off
    await once(stuck, 'connect');
    stuck.write('GET / HTTP/1.1\r\n'); // and never ends
    const closing = shell.close();
    expect(await window.closed).toBe(1001);
    clock.advance(60_000);
    await closing;
    open.pop();
  });

  test('[S2.9] without a port a taken usual one is no reason to fail, with one it is', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const first = await start({ port: null });
    const second = await start({ port: null });
    expect(second.port).not.toBe(first.port);
  });
});
