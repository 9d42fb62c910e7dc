import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { places } from '../../main/workspace/real-path.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-places-')));
  folder = join(root, 'work');
  for (const path of ['work/src/deep', 'work-too', 'elsewhere/deep']) mkdirSync(join(root, path), { recursive: true });
  for (const path of ['work/a.txt', 'elsewhere/b.txt']) writeFileSync(join(root, path), '');
  symlinkSync(join(root, 'elsewhere'), join(folder, 'out'));
  symlinkSync(join(root, 'elsewhere/deep'), join(folder, 'src/out'));
  symlinkSync('src', join(folder, 'in'));
  symlinkSync(join(root, 'elsewhere/none.txt'), join(folder, 'dangling'));
  symlinkSync('loop', join(folder, 'loop'));
  symlinkSync(folder, join(root, 'door'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const INSIDE = [
  'work',
  'work/',
  'work/a.txt',
  'work/./src//deep',
  'work/none.txt',
  'work/none/of/these.txt',
  'work/in/new.txt',
  'work/src/../a.txt',
  'work/in/deep/../../a.txt',
  'work/out/../work/a.txt',
  'door/a.txt',
  'elsewhere/../work/new.txt',
  'work/..hidden',
];
const OUTSIDE = [
  '',
  'work-too',
  'work-too/new.txt',
  'Work/a.txt',
  'work/..',
  'work/../elsewhere/b.txt',
  'work/src/../../elsewhere/new.txt',
  'work/out/b.txt',
  'work/out/new.txt',
  'work/src/out/../b.txt',
  'work/src/out/../new.txt',
  'work/dangling',
  'work/loop',
  'work/none/../a.txt',
  'work/none/../../elsewhere/b.txt',
  'work/in/out/new.txt',
];

test.each(INSIDE)('[S4.5] inside the folder, as the system would find it: %s', (path) => {
  expect(places.isInside(folder, `${root}/${path}`)).toBe(true);
});

test.each(OUTSIDE)('[S4.5] outside the folder, or nobody can say: %s', (path) => {
  expect(places.isInside(folder, `${root}/${path}`)).toBe(false);
});

test('[S4.5] what is no absolute path lies nowhere that is known', () => {
  for (const path of ['a.txt', './a.txt', '', '~/a.txt', `file://${folder}/a.txt`, `${folder}/a\0.txt`]) {
    expect(places.isInside(folder, path), path).toBe(false);
  }
});

test('[S4.5] the real folder is the one behind every link; a file, nothing and a relative path are none', () => {
  expect(places.realFolder(join(root, 'door'))).toBe(folder);
  expect(places.realFolder(`${folder}/in/..`)).toBe(folder);
  for (const path of [join(folder, 'a.txt'), join(folder, 'none'), join(folder, 'dangling'), 'work', '']) {
    expect(places.realFolder(path), path).toBeUndefined();
  }
});
