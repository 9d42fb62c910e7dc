import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePage } from '../../../main/shell/electron/protocol.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-app-'));
  mkdirSync(join(root, 'renderer'));
  writeFileSync(join(root, 'renderer', 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'secret.txt'), 'not for you');
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (url: string, method = 'GET') => servePage(join(root, 'renderer'), { url, method });

test('[S2.8] the page comes with a policy that lets it load its own files alone', async () => {
  const response = await get('app://skein/?view=quick#x');
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('<!doctype html>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("connect-src 'self';");
});

test.each([
  ['app://evil/', 'GET', 404],
  ['https://skein/', 'GET', 404],
  ['app://skein/', 'POST', 405],
  ['app://skein/gone.js', 'GET', 404],
  ['app://skein/%2e%2e/secret.txt', 'GET', 404],
  ['app://skein/..%2fsecret.txt', 'GET', 404],
])('[S2.8] %s by %s is answered with %i and the policy', async (url, method, status) => {
  const response = await get(url, method);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await response.text()).toBe('');
});
