import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, isFresh, removeStamp, writeStamp } from '../../scripts/stamp.ts';

let root = '';
const file = (...path: string[]) => join(root, ...path);
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-stamp-')));
  for (const folder of ['protocol', 'main/shell', 'preload', 'renderer', 'out'])
    mkdirSync(file(folder), { recursive: true });
  for (const name of ['vite.config.ts', 'package.json', 'package-lock.json']) writeFileSync(file(name), '{}');
  writeFileSync(file('main', 'shell', 'a.ts'), 'one');
  writeStamp(root, fingerprint(root));
});
afterEach(() => rmSync(root, { recursive: true }));

test('[S2.9] what was built from these sources is not built again, whatever their times say', () => {
  expect(isFresh(root)).toBe(true);
  utimesSync(file('main', 'shell', 'a.ts'), new Date(), new Date());
  writeFileSync(file('main', 'tsconfig.tsbuildinfo'), 'of the type check');
  writeFileSync(file('README.md'), 'not a source');
  expect(isFresh(root)).toBe(true);
});

test.each([
  ['a change', () => writeFileSync(file('main', 'shell', 'a.ts'), 'two')],
  ['a new file', () => writeFileSync(file('renderer', 'b.ts'), '')],
  ['another name', () => renameSync(file('main', 'shell', 'a.ts'), file('main', 'shell', 'b.ts'))],
  ['a missing file', () => rmSync(file('main', 'shell', 'a.ts'))],
  ['another version of a package', () => writeFileSync(file('package-lock.json'), '{ }')],
  ['a build that was cut off', () => removeStamp(root)],
])('[S2.9] %s makes it stale', (_, change) => {
  change();
  expect(isFresh(root)).toBe(false);
});
