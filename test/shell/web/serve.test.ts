import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Holder, OpenedHost } from '../../../main/host.ts';
import { parseServeArguments } from '../../../main/shell/web/arguments.ts';
import { askForAddress } from '../../../main/shell/web/join.ts';
import { type Served, serve } from '../../../main/shell/web/serve.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeHost } from '../../support/fake-host.ts';
import { ask, codeOf } from '../../support/web-client.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const opened of open.splice(0)) await opened.close();
});

async function start(opened: OpenedHost, port = '0'): Promise<Served> {
  const args = parseServeArguments(['--port', port]);
  if (!args.ok) throw new Error(args.refusal);
  const served = await serve({
    args: args.value,
    dataFolder: '/data',
    pages: '/nowhere',
    clock: new FakeClock(),
    openHost: () => Promise.resolve(opened),
    loadUpgrade: () => Promise.reject(new Error('nobody comes')),
  });
  if (served.kind === 'serving') open.push(served);
  return served;
}

/** A host that remembers how it was announced, as the data folder would. */
function hosted() {
  const host = new FakeHost();
  const announced: Holder[] = [];
  const announce = (url: string, token: string) => announced.push({ pid: 42, startedAt: 0, shell: 'web', url, token });
  return { host, announced, opened: { kind: 'opened', host, announce } as const };
}

test('[S2.9] serve answers at the address that it gives, and closes the host with it', async () => {
  const { host, opened, announced } = hosted();
  const served = await start(opened);
  if (served.kind !== 'serving') throw new Error(served.kind);
  expect(codeOf(served.address)).not.toBe('');
  expect(announced[0]?.url).toBe(`http://127.0.0.1:${served.port}/`);
  expect((await ask(served.port, {})).status).toBe(503); // it answers; there is no window in this test
  expect(host.closed).toBe(false);
  await served.close();
  open.pop();
  expect(host.closed).toBe(true);
});

test('[S2.9] a second start joins the first one with a code of its own', async () => {
  const { opened, announced } = hosted();
  const first = await start(opened);
  const second = await start({ kind: 'taken', holder: announced[0] ?? null });
  if (first.kind !== 'serving' || second.kind !== 'joined') throw new Error(second.kind);
  expect({ port: second.port, pid: second.pid }).toEqual({ port: first.port, pid: 42 });
  expect(codeOf(second.address)).not.toBe(codeOf(first.address));
});

test('[S2.4] a second start that cannot join says who has the folder', async () => {
  const holder = { pid: 42, startedAt: 0, shell: 'desktop', url: null, token: null } as const;
  expect(await start({ kind: 'taken', holder })).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('42'),
  });
  const { opened, announced } = hosted();
  await start(opened);
  const stolen = announced.map((known) => ({ ...known, token: 'not the token' }))[0] ?? null;
  expect(await start({ kind: 'taken', holder: stolen })).toMatchObject({ kind: 'failed' });
});

test('[S2.4] a folder that cannot be used is reported in the words of the store', async () => {
  expect(await start({ kind: 'refused', message: 'It is newer.' })).toEqual({
    kind: 'failed',
    message: 'It is newer.',
  });
});

test('[S2.9] a port that cannot be had is said, and the host is closed again', async () => {
  const first = await start(hosted().opened);
  const { host, opened } = hosted();
  const port = first.kind === 'serving' ? String(first.port) : '';
  expect(await start(opened, port)).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
  expect(host.closed).toBe(true);
});

test('[S2.9] a holder that never answers is not waited for', async () => {
  const mute: Server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const asked = once(mute, 'request');
  const clock = new FakeClock();
  const { port } = mute.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const joined = askForAddress({ pid: 1, startedAt: 0, shell: 'web', url, token: 'token' }, clock);
  await asked;
  clock.advance(3_000);
  expect(await joined).toBeUndefined();
  mute.closeAllConnections();
  mute.close();
});
