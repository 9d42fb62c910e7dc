import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { connect, startServing } from '../support/serving.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skein-serve-'));
  folders.push(folder);
  return folder;
}

/** Runs it to its end. */
async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, ['main/serve.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await exited) as [number];
  return { code, stdout, stderr };
}

test('[S2.9] serve prints one line of JSON when it answers, and ends in order when it is told to', async () => {
  const serving = await startServing({ dataFolder: newFolder() });
  const { client, closed } = await connect(serving.url);
  expect(await client.app.about()).toMatchObject({ platform: process.platform });
  const exited = once(serving.process, 'exit');
  await serving.stop();
  expect(await exited).toEqual([0, null]);
  await closed;
});

test('[S2.4] a second start on the same folder joins the first, which goes on', async () => {
  const dataFolder = newFolder();
  const serving = await startServing({ dataFolder });
  const second = await run('--port', '0', '--data-dir', dataFolder, '--json');
  expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: '' });
  const joined = JSON.parse(second.stdout) as { url: string; pid: number; joined: boolean };
  expect(joined).toMatchObject({ pid: serving.process.pid, joined: true });
  for (const url of [joined.url, serving.url]) {
    const { client, socket, closed } = await connect(url);
    expect(await client.sessions.list({ after: null, limit: 1 })).toEqual({ sessions: [], next: null });
    socket.close();
    await closed;
  }
  await serving.stop();
});

test('[S2.4] what a killed host held can be opened again', async () => {
  const dataFolder = newFolder();
  const first = await startServing({ dataFolder });
  await first.kill();
  const second = await startServing({ dataFolder });
  expect(second.process.pid).not.toBe(first.process.pid);
  await second.stop();
});

test('[S2.9] wrong arguments are explained, with the exit code of a wrong use', async () => {
  const { code, stderr } = await run('--port', 'many');
  expect(code).toBe(2);
  expect(stderr).toContain('--port must be a number');
});

test('[S2.9] a window that stays connected does not hold up the end', async () => {
  const serving = await startServing({ dataFolder: newFolder() });
  const { client, closed } = await connect(serving.url);
  const stream = await client.app.watch({});
  expect((await stream.next()).value).toMatchObject({ type: 'opened' });
  await serving.stop();
  expect(serving.process.exitCode).toBe(0);
  await closed;
});
