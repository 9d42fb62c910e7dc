import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FOLDERS_KEPT_MAX, FolderFiles, FRESH_MS, LIST_MS } from '../../main/workspace/files.ts';
import { WALK_ENTRIES_MAX } from '../../main/workspace/walk.ts';
import { FakeClock } from '../support/fake-clock.ts';

const NEVER = new AbortController().signal;
let folder = '';
let clock: FakeClock;
let files: FolderFiles;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-files-')));
  clock = new FakeClock();
  files = new FolderFiles(clock);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function put(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
}
const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });
async function found(query = '', limit = 50, of = folder) {
  const answer = await files.find({ folder: of, query, limit }, NEVER);
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}
const names = async (query?: string) => (await found(query)).files.toSorted();

describe('in a git work tree', () => {
  beforeEach(() => {
    put(
      '.gitignore',
      'kept.ts',
      'new.ts',
      'built/out.js',
      '.config/x.json',
      'src/deep/a.ts',
      'gone.ts',
      'odd "ü" x.ts',
    );
    writeFileSync(join(folder, '.gitignore'), 'built/\n');
    git('init', '-q');
    git('add', 'kept.ts', 'gone.ts', '.gitignore');
    rmSync(join(folder, 'gone.ts'));
  });

  test('[S4.4] tracked and new files are found, not ignored ones, nor such as are gone; folders too', async () => {
    const all = ['.config/', '.config/x.json', '.gitignore', 'kept.ts', 'new.ts', 'odd "ü" x.ts'];
    expect(await found()).toMatchObject({ truncated: false });
    expect(await names()).toEqual([...all, 'src/', 'src/deep/', 'src/deep/a.ts']);
    expect((await found('a')).files[0]).toBe('src/deep/a.ts');
    expect((await found('', 2)).files).toHaveLength(2);
  });

  test('[S4.4] a session that works further down finds what is below it, whatever our own environment says', async () => {
    vi.stubEnv('GIT_DIR', join(folder, 'nowhere'));
    vi.stubEnv('GIT_WORK_TREE', '/');
    put('src/built/ignored.js');
    expect((await found('', 50, join(folder, 'src'))).files).toEqual(['deep/', 'deep/a.ts']);
  });

  test('[S4.4] the folder names no program that is run', async () => {
    const hook = join(folder, 'hook.sh');
    writeFileSync(hook, '#!/bin/sh\ntouch "$(dirname "$0")/was-run"\n', { mode: 0o755 });
    git('config', 'core.fsmonitor', hook);
    expect(await names('was-run')).toEqual([]);
    clock.advance(FRESH_MS);
    expect(await names('was-run')).toEqual([]);
  });

  test('[S4.4] links that lead outside are not offered', async () => {
    symlinkSync(tmpdir(), join(folder, 'way'));
    symlinkSync('kept.ts', join(folder, 'link.ts'));
    expect(await names()).not.toContain('way');
    expect(await names()).toContain('link.ts');
  });
});

describe('elsewhere', () => {
  test('[S4.4] the folder is walked: no hidden folders, no installed packages, no links', async () => {
    put('.env', 'a.ts', 'b/c/d.ts', '.hidden/x.ts', 'node_modules/y/z.ts', 'b/node_modules/w.ts', 'line\nbreak.ts');
    symlinkSync(tmpdir(), join(folder, 'way'));
    expect(await names()).toEqual(['.env', 'a.ts', 'b/', 'b/c/', 'b/c/d.ts']);
    expect((await found()).truncated).toBe(false);
  });

  test('[S4.4] no git at all is no trouble', async () => {
    put('a.ts');
    vi.stubEnv('PATH', folder);
    expect(await names()).toEqual(['a.ts']);
  });

  test('[S4.4] so much of it is looked at, and the answer says so', async () => {
    const each = 5_000;
    for (let n = 0; n * each <= WALK_ENTRIES_MAX; n += 1) {
      mkdirSync(join(folder, `d${n}`));
      for (let m = 0; m < each; m += 1) symlinkSync('x', join(folder, `d${n}`, `l${m}`));
    }
    put('a.ts', 'z/last.ts');
    expect(await found('.ts')).toEqual({ files: ['a.ts'], truncated: true });
  });

  test.each([
    ['relative', 'not absolute'],
    ['/nowhere/at/all', 'no such folder'],
  ])('[S4.4] %s is refused: %s', async (path, reason) => {
    const answer = await files.find({ folder: path, query: '', limit: 5 }, NEVER);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'folder-unreadable', folder: path } });
    expect(!answer.ok && answer.refusal.reason).toContain(reason);
  });
});

describe('what was read', () => {
  test('[S4.4] serves for some seconds, then the folder is read again', async () => {
    put('a.ts');
    expect(await names()).toEqual(['a.ts']);
    put('b.ts');
    clock.advance(FRESH_MS - 1);
    expect(await names()).toEqual(['a.ts']);
    clock.advance(1);
    expect(await names()).toEqual(['a.ts', 'b.ts']);
  });

  test('[S4.4] is kept of a few folders only', async () => {
    const folders = Array.from({ length: FOLDERS_KEPT_MAX + 1 }, (_, n) => `f${n}`);
    put(...folders.map((name) => `${name}/a.ts`));
    for (const name of folders) await found('', 5, join(folder, name));
    put('f0/b.ts', `${folders.at(-1)}/b.ts`);
    expect((await found('', 5, join(folder, 'f0'))).files).toEqual(['a.ts', 'b.ts']);
    expect((await found('', 5, join(folder, folders.at(-1) ?? ''))).files).toEqual(['a.ts']);
  });

  test('[S4.4] is not waited for any more by who left, and still comes for who stayed', async () => {
    put('a.ts');
    const leaver = new AbortController();
    const leaving = files.find({ folder, query: '', limit: 5 }, leaver.signal);
    const staying = found();
    leaver.abort();
    expect(await leaving).toEqual({ ok: true, value: { files: [], truncated: true } });
    expect((await staying).files).toEqual(['a.ts']);
    const nobody = files.find({ folder, query: '', limit: 5 }, AbortSignal.abort());
    expect(await nobody).toMatchObject({ value: { files: [] } });
  });

  test('[S4.4] is given up when all have left: the next one reads anew', async () => {
    const runs = join(folder, 'runs');
    writeFileSync(join(folder, 'git'), `#!/bin/sh\necho run >> '${runs}'\nexec /bin/sleep 600\n`, { mode: 0o755 });
    vi.stubEnv('PATH', folder);
    const leaver = new AbortController();
    const leaving = files.find({ folder, query: '', limit: 5 }, leaver.signal);
    await linesOf(runs, 1);
    leaver.abort();
    await leaving;
    const next = found();
    await linesOf(runs, 2);
    clock.advance(LIST_MS);
    expect(await next).toMatchObject({ truncated: true });
  });
});

/** Resolves when the file has so many lines. */
function linesOf(path: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), () => look());
    const look = () => {
      if (!existsSync(path) || readFileSync(path, 'utf8').split('\n').length <= count) return;
      watcher.close();
      resolve();
    };
    look();
  });
}
