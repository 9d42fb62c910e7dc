import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFiles, FILE_BYTES_MAX, type Files } from '../../main/agent/files.ts';
import { RPC_CODES } from '../../main/agent/rpc-error.ts';

let base: string;
let root: string;
let files: Files;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'skein-files-'));
  root = join(base, 'work');
  mkdirSync(join(root, 'sub'), { recursive: true });
  mkdirSync(join(base, 'outside'));
  writeFileSync(join(root, 'a.txt'), 'one\ntwo\nthree\nfour');
  writeFileSync(join(base, 'outside', 'secret.txt'), 'secret');
  files = createFiles(root);
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

const outside = { code: RPC_CODES.invalidParams, message: expect.stringContaining('Outside of the working folder') };

describe('reading', () => {
  test('[S2.5] a whole file, or some of its lines counted from 1', async () => {
    const path = join(root, 'a.txt');
    expect(await files.read({ path })).toEqual({ content: 'one\ntwo\nthree\nfour' });
    expect(await files.read({ path, line: 2, limit: 2 })).toEqual({ content: 'two\nthree' });
    expect(await files.read({ path, line: 4 })).toEqual({ content: 'four' });
    expect(await files.read({ path, limit: 1 })).toEqual({ content: 'one' });
    expect(await files.read({ path, line: 9 })).toEqual({ content: '' });
  });

  test('[S2.5] a relative path starts at the folder', async () => {
    expect(await files.read({ path: 'a.txt', limit: 1 })).toEqual({ content: 'one' });
  });

  test('[S2.5] a missing file is named as not found', async () => {
    const missing = files.read({ path: join(root, 'sub', 'none.txt') });
    await expect(missing).rejects.toMatchObject({ code: RPC_CODES.notFound });
  });

  test('[S2.5] folders and large files are refused', async () => {
    await expect(files.read({ path: root })).rejects.toMatchObject({ message: expect.stringContaining('Not a file') });
    writeFileSync(join(root, 'big'), Buffer.alloc(FILE_BYTES_MAX + 1));
    await expect(files.read({ path: 'big' })).rejects.toMatchObject({ message: expect.stringContaining('Larger') });
  });
});

describe('writing', () => {
  test('[S2.5] replaces a file and makes a new one with its folders', async () => {
    await files.write({ path: join(root, 'a.txt'), content: 'x' });
    await files.write({ path: join(root, 'new', 'deep', 'b.txt'), content: 'y' });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('x');
    expect(readFileSync(join(root, 'new', 'deep', 'b.txt'), 'utf8')).toBe('y');
  });

  test('[S2.5] what is no text, or too much, is refused', async () => {
    await expect(files.write({ path: 'b' })).rejects.toMatchObject({ code: RPC_CODES.invalidParams });
    const content = 'x'.repeat(FILE_BYTES_MAX + 1);
    await expect(files.write({ path: 'b', content })).rejects.toMatchObject({ code: RPC_CODES.invalidParams });
    expect(existsSync(join(root, 'b'))).toBe(false);
  });
});

describe('the folder is the limit', () => {
  const ways = [
    '../outside/secret.txt',
    'sub/../../outside/secret.txt',
    'out/secret.txt',
    'secret',
    'dangling',
    'out/new',
  ];

  test.each(ways)('[S2.5] %s leads out of it and is neither read nor written', async (way) => {
    symlinkSync(join(base, 'outside'), join(root, 'out'));
    symlinkSync(join(base, 'outside', 'secret.txt'), join(root, 'secret'));
    symlinkSync(join(base, 'outside', 'not-yet'), join(root, 'dangling'));
    await expect(files.write({ path: join(root, way), content: 'x' })).rejects.toMatchObject(outside);
    if (way !== 'out/new') await expect(files.read({ path: join(root, way) })).rejects.toMatchObject(outside);
    expect(readFileSync(join(base, 'outside', 'secret.txt'), 'utf8')).toBe('secret');
    expect(existsSync(join(base, 'outside', 'not-yet'))).toBe(false);
    expect(existsSync(join(base, 'outside', 'new'))).toBe(false);
  });

  test('[S2.5] an absolute path elsewhere, and a sibling with the same beginning', async () => {
    await expect(files.read({ path: join(base, 'outside', 'secret.txt') })).rejects.toMatchObject(outside);
    await expect(files.write({ path: `${root}-other/a`, content: 'x' })).rejects.toMatchObject(outside);
  });

  test('[S2.5] links inside are followed, and the folder may itself be reached by a link', async () => {
    symlinkSync(join(root, 'a.txt'), join(root, 'sub', 'link'));
    symlinkSync(root, join(base, 'alias'));
    const aliased = createFiles(join(base, 'alias'));
    expect(await aliased.read({ path: join(base, 'alias', 'sub', 'link'), limit: 1 })).toEqual({ content: 'one' });
  });

  test('[S2.5] programs run inside, too', async () => {
    expect(await files.folder('sub')).toBe(await files.folder(join(root, 'sub')));
    await expect(files.folder('..')).rejects.toMatchObject(outside);
  });
});
