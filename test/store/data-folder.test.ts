import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { type DataFolder, openDataFolder } from '../../main/store/data-folder.ts';
import { freshFolder } from './fresh.ts';

const SCRIPT = join(import.meta.dirname, 'hold-folder.ts');
const START = { shell: 'desktop', startedAt: 7 } as const;
const modeOf = (path: string) => statSync(path).mode & 0o777;

/** Another process that wants the folder, and what came of it. */
async function otherProcess(path: string, url = ''): Promise<{ child: ChildProcess; answer: unknown }> {
  const child = spawn(process.execPath, [SCRIPT, path, url], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, answer: JSON.parse(String(line)) };
}

function hold(path: string): DataFolder {
  const opened = openDataFolder(path, START);
  if (opened.kind !== 'held') throw new Error(`The folder is ${opened.kind}`);
  onTestFinished(() => opened.folder.close());
  return opened.folder;
}

test('[S2.4] [C70] a second process is refused, and told who holds the folder and where that one listens', async () => {
  const path = join(freshFolder(), 'new', 'data');
  const folder = hold(path);
  const holder = { ...START, pid: process.pid, url: null, token: null };
  expect((await otherProcess(path)).answer).toEqual({ kind: 'taken', holder });
  folder.announce({ url: 'http://127.0.0.1:1', token: 'secret' });
  const announced = { ...holder, url: 'http://127.0.0.1:1', token: 'secret' };
  expect((await otherProcess(path)).answer).toEqual({ kind: 'taken', holder: announced });
  expect(openDataFolder(path, START)).toEqual({ kind: 'taken', holder: announced });
  expect((await otherProcess(path)).answer).toEqual({ kind: 'taken', holder: announced });
});

test('[S2.7] after `kill -9` of the holder the next start has the folder, and nothing of the dead one is believed', async () => {
  const path = freshFolder();
  const { child, answer } = await otherProcess(path, 'http://127.0.0.1:2');
  expect(answer).toEqual({ kind: 'held' });
  expect(openDataFolder(path, START)).toEqual({
    kind: 'taken',
    holder: { shell: 'web', startedAt: 5, pid: child.pid, url: 'http://127.0.0.1:2', token: 'secret' },
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  hold(path);
  const holder = { ...START, pid: process.pid, url: null, token: null };
  expect((await otherProcess(path)).answer).toEqual({ kind: 'taken', holder });
});

test('[S2.4] a folder that was closed is free, without a word of its last holder', async () => {
  const path = freshFolder();
  hold(path).close();
  expect(readdirSync(path)).toEqual(['lock.db']);
  const { answer } = await otherProcess(path);
  expect(answer).toEqual({ kind: 'held' });
});

test('[S2.4] a note that cannot be read, or is of a process that is gone, is no holder', async () => {
  const path = freshFolder();
  hold(path);
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  for (const note of ['', '{', '{"pid":"1"}', JSON.stringify({ ...START, pid: gone.pid, url: null, token: null })]) {
    writeFileSync(join(path, 'holder.json'), note);
    expect(openDataFolder(path, START)).toEqual({ kind: 'taken', holder: null });
  }
});

test('[S2.4] nobody else may read the folder, the lock or the note', () => {
  const path = join(freshFolder(), 'data');
  hold(path).announce({ url: 'http://127.0.0.1:1', token: 'secret' });
  expect(modeOf(path)).toBe(0o700);
  expect(['lock.db', 'holder.json'].map((name) => modeOf(join(path, name)))).toEqual([0o600, 0o600]);
});

test('[S2.4] a folder that cannot be one is unusable, with the reason', () => {
  const path = freshFolder();
  writeFileSync(join(path, 'file'), '');
  const reason = 'There is a file where the data folder should be.';
  expect(openDataFolder(join(path, 'file'), START)).toEqual({ kind: 'unusable', reason });
  expect(openDataFolder(join(path, 'file', 'below'), START)).toEqual({ kind: 'unusable', reason });
  mkdirSync(join(path, 'data'));
  writeFileSync(join(path, 'data', 'lock.db'), 'not a lock'.repeat(1000));
  expect(openDataFolder(join(path, 'data'), START)).toMatchObject({ kind: 'unusable', reason: /./ });
});
