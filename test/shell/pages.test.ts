import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf, readPage } from '../../main/shell/pages.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'a b.css'), 'a{}');
  writeFileSync(join(folder, 'run.sh'), 'echo');
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['/', '/app/index.html'],
  ['/assets/main.js', '/app/assets/main.js'],
  ['/assets/a%20b.css', '/app/assets/a b.css'],
])('[S2.8] the path %s is the file %s', (path, file) => {
  expect(fileOf('/app', path)).toBe(file);
});

test.each([
  '',
  'index.html',
  '/..',
  '/../etc/passwd',
  '/a/../../b',
  '/%2e%2e/b',
  '/..%2fb',
  '/a\\..\\b',
  '/%5c..',
  '/%00',
  '/%',
  '/.git/config',
  '/a/.b',
])('[S2.8] the path "%s" names no file', (path) => {
  expect(fileOf('/app', path)).toBeUndefined();
});

test('[S2.8] a page comes with its type; what is not there, a folder, and a kind that pages do not have, do not', async () => {
  expect(await readPage(folder, '/')).toMatchObject({ type: 'text/html; charset=utf-8', cache: 'no-cache' });
  expect(await readPage(folder, '/assets/a%20b.css')).toMatchObject({ type: 'text/css; charset=utf-8' });
  expect(await readPage(folder, '/gone.js')).toBeUndefined();
  expect(await readPage(folder, '/assets')).toBeUndefined();
  expect(await readPage(folder, '/run.sh')).toBeUndefined();
});
