import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FOLDERS_MAX, listFolders } from '../../main/workspace/folders.ts';
import { ok } from '../../protocol/result.ts';

let home = '';
beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'skein-folders-')));
  for (const name of ['.config', 'zebra', 'Apple', 'item 10', 'item 9', 'work']) mkdirSync(join(home, name));
  writeFileSync(join(home, 'notes.txt'), '');
  mkdirSync(join(home, 'work', '.git'));
  mkdirSync(join(home, 'work', 'tree'));
  writeFileSync(join(home, 'work', 'tree', '.git'), 'gitdir: elsewhere');
  symlinkSync(join(home, 'work'), join(home, 'link'), 'junction');
  symlinkSync(join(home, 'nowhere'), join(home, 'broken'), 'junction');
  mkdirSync(join(home, 'zebra', 'many'));
});
afterAll(() => rmSync(home, { recursive: true }));

const FOLDERS = ['Apple', 'item 9', 'item 10', 'link', 'work', 'zebra', '.config'];

test('[S2.6] folders only, by name, hidden ones last; links count where they lead to a folder', async () => {
  const listing = { path: home, parent: dirname(home), folders: FOLDERS, truncated: false, git: false };
  expect(await listFolders(home, '/home/nobody')).toEqual(ok(listing));
});

test.each([null, '~', '~/'])('[S2.6] %s is the home of the person', async (path) => {
  expect(await listFolders(path, home)).toMatchObject({ ok: true, value: { path: home, folders: FOLDERS } });
});

test('[S2.6] a link is followed to where it leads, and the way up is from there', async () => {
  expect(await listFolders('~/link', home)).toMatchObject({ value: { path: join(home, 'work'), parent: home } });
});

test('[S2.6] the top of a git repository and of a linked work tree are known as such', async () => {
  expect(await listFolders(join(home, 'work'))).toMatchObject({ value: { git: true } });
  expect(await listFolders(join(home, 'work', 'tree'))).toMatchObject({ value: { git: true } });
  expect(await listFolders(join(home, 'zebra'))).toMatchObject({ value: { git: false } });
});

test('[S2.6] the root has no parent', async () => {
  expect(await listFolders('/')).toMatchObject({ value: { parent: null } });
});

test('[S2.6] a folder of too many folders is cut, and says so', async () => {
  const many = join(home, 'zebra', 'many');
  for (let index = 0; index <= FOLDERS_MAX; index += 1) mkdirSync(join(many, `folder ${index}`));
  const listed = await listFolders(many);
  expect(listed).toMatchObject({ value: { truncated: true } });
  expect(listed.ok && listed.value.folders.length).toBe(FOLDERS_MAX);
});

test.each([
  ['gone', 'There is no such folder.'],
  ['notes.txt', 'It is a file, not a folder.'],
])('[S2.6] %s cannot be listed: %s', async (name, reason) => {
  const folder = join(home, name);
  expect(await listFolders(folder)).toEqual({ ok: false, refusal: { code: 'folder-unreadable', folder, reason } });
});

test('[S2.6] a relative path is refused, wherever the host was started', async () => {
  expect(await listFolders('main')).toMatchObject({ refusal: { code: 'folder-unreadable', folder: 'main' } });
});

// Root may read everything, so there the folder is simply listed.
test('[S2.6] a folder without permission is refused', async () => {
  const closed = join(home, 'zebra', 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0);
  const reason = 'Skein is not allowed to read it.';
  const expected = process.getuid?.() === 0 ? { ok: true } : { refusal: { code: 'folder-unreadable', reason } };
  expect(await listFolders(closed)).toMatchObject(expected);
});
