import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addWorktree, removeWorktree, slugOf, worktreeState } from '../../main/workspace/worktrees.ts';
import type { Worktree } from '../../protocol/worktree.ts';

let base = '';
let repository = '';
let root = '';
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'skein-trees-')));
  [repository, root] = [join(base, 'shop'), join(base, 'trees')];
  mkdirSync(join(repository, 'web'), { recursive: true });
  git(repository, 'init', '-q', '-b', 'main');
  git(repository, 'config', 'user.name', 'Test');
  git(repository, 'config', 'user.email', 'test@example.com');
  writeFileSync(join(repository, 'web/page.txt'), 'one\n');
  writeFileSync(join(repository, '.gitignore'), 'built\n');
  commit(repository);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const git = (folder: string, ...args: readonly string[]) =>
  execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe', encoding: 'utf8' });
const commit = (folder: string) => {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'a step');
};
const branches = () => git(repository, 'branch', '--format=%(refname:short)').trim().split('\n');

const add = (folder = repository, name = 'Mend the login', signal = new AbortController().signal) =>
  addWorktree({ folder, root, name, signal });
async function made(folder?: string, name?: string): Promise<Worktree> {
  const added = await add(folder, name);
  if (!added.ok) throw new Error(added.refusal.code);
  return added.value;
}

test('[S5.2] a new work tree begins with what is committed, on a branch of its own, in the folder that was asked for', async () => {
  writeFileSync(join(repository, 'web/page.txt'), 'not committed\n');
  const tree = await made(join(repository, 'web'));
  expect(tree).toMatchObject({ branch: 'skein/mend-the-login', repository, folder: join(tree.path, 'web') });
  expect(readFileSync(join(tree.folder, 'page.txt'), 'utf8')).toBe('one\n');
  expect(git(tree.path, 'branch', '--show-current').trim()).toBe('skein/mend-the-login');
  expect(readFileSync(join(repository, 'web/page.txt'), 'utf8')).toBe('not committed\n');
  expect((await made(repository)).branch).toBe('skein/mend-the-login-2');
});

test('[S5.2] a work tree is never removed while it holds anything that is not committed', async () => {
  const tree = await made();
  writeFileSync(join(tree.path, 'new.txt'), 'mine');
  expect(await removeWorktree(tree)).toEqual({ kind: 'holds', files: 1, commits: 0 });
  rmSync(join(tree.path, 'new.txt'));
  writeFileSync(join(tree.path, 'web/page.txt'), 'changed');
  expect(await removeWorktree(tree)).toEqual({ kind: 'holds', files: 1, commits: 0 });
  expect(readFileSync(join(tree.path, 'web/page.txt'), 'utf8')).toBe('changed');
});

test('[S5.2] nor while it holds a commit that nothing else has; once that was pushed or merged it goes, and its branch', async () => {
  const [pushed, merged] = [await made(repository, 'pushed'), await made(repository, 'merged')];
  for (const tree of [pushed, merged]) {
    writeFileSync(join(tree.path, `${tree.branch.slice(6)}.txt`), 'done');
    commit(tree.path);
    expect(await removeWorktree(tree)).toEqual({ kind: 'holds', files: 0, commits: 1 });
  }
  const remote = join(base, 'remote.git');
  git(base, 'init', '-q', '--bare', remote);
  git(repository, 'remote', 'add', 'origin', remote);
  git(pushed.path, 'push', '-q', 'origin', 'HEAD');
  git(repository, 'merge', '-q', merged.branch);
  for (const tree of [pushed, merged]) {
    writeFileSync(join(tree.path, 'built'), 'ignored');
    expect(await removeWorktree(tree)).toEqual({ kind: 'gone' });
    expect(existsSync(tree.path)).toBe(false);
  }
  expect(branches()).toEqual(['main']);
  expect(await worktreeState(merged)).toEqual({ kind: 'gone' });
});

test('[S5.2] a work tree that a person took away leaves its commits on its branch', async () => {
  const tree = await made();
  writeFileSync(join(tree.path, 'new.txt'), 'mine');
  commit(tree.path);
  rmSync(tree.path, { recursive: true });
  expect(await removeWorktree(tree)).toEqual({ kind: 'gone' });
  expect(branches()).toEqual(['main', tree.branch]);
});

test('[S5.2] what cannot be made is refused with the reason, and leaves nothing', async () => {
  const plain = join(base, 'plain');
  mkdirSync(plain);
  expect(await add(plain)).toEqual({ ok: false, refusal: { code: 'not-a-repository', folder: plain } });
  git(plain, 'init', '-q');
  expect(await add(plain)).toEqual({ ok: false, refusal: { code: 'no-commit', folder: plain } });
  const aborted = new AbortController();
  aborted.abort();
  expect(await add(repository, 'late', aborted.signal)).toMatchObject({ refusal: { code: 'worktree-cancelled' } });
  expect(existsSync(root) ? readdirSync(root) : []).toEqual([]);
  expect(branches()).toEqual(['main']);
  writeFileSync(root, 'a file where the folder should be');
  await expect(add()).rejects.toThrow();
  expect(branches()).toEqual(['main']);
});

test('[S5.2] a hook of the repository is not run', async () => {
  writeFileSync(join(repository, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${base}/ran\n`, { mode: 0o755 });
  await made();
  expect(existsSync(join(base, 'ran'))).toBe(false);
});

test.each([
  ['Mend the login', 'mend-the-login'],
  ['  Über/.. weird ~^: name.lock ', 'u-ber-weird-name-lock'],
  ['修复', 'task'],
  ['x'.repeat(80), 'x'.repeat(40)],
])('[S5.2] %j becomes a branch named %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
