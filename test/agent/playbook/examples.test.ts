import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fields } from '../../support/acp-client.ts';
import { type AppTools, openAppTools } from './app-tools.ts';
import { newFolder, newSession, prompt, type Started, statuses, told } from './playbook.ts';
import { start } from './starting.ts';

const opened: AppTools[] = [];
afterEach(async () => {
  for (const tools of opened.splice(0)) await tools.close();
});

const IDENTITY = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
const git = (folder: string, ...args: string[]) =>
  execFileSync('git', [...IDENTITY, ...args], { cwd: folder, encoding: 'utf8' }).trim();

function commit(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', `Add ${Object.keys(files).join(' ')}`);
}

function repository(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder, files);
  return folder;
}

/** Two Playbooks: one leads, the other does what it tells, one after the other, in fresh copies where it says so. */
async function lead(folder: string) {
  const [leader, child] = [await start(), await start()];
  let last: Promise<unknown> = Promise.resolve();
  const tools = await openAppTools((input) => {
    const done = last.then(() => perform(child, folder, input));
    last = done.catch(() => undefined);
    return done;
  });
  opened.push(tools);
  const answer = await leader.client.request('session/new', { cwd: folder, mcpServers: tools.servers });
  const { sessionId } = answer as { readonly sessionId: string };
  return { leader, child, tools, run: (text: string) => prompt(leader, sessionId, text) };
}

async function perform(child: Started, folder: string, input: Fields): Promise<string> {
  const copy = input['worktree'] === true ? join(newFolder(), 'copy') : folder;
  if (copy !== folder) git(folder, 'worktree', 'add', '-q', '--detach', copy);
  const before = told(child).length;
  await prompt(child, await newSession(child, copy), String(input['task']));
  return told(child).slice(before);
}

const allDone = (playbook: Started) => new Set(Object.values(statuses(playbook)));

describe('the tests in work trees', () => {
  it.each([
    ['nothing but a file', { 'a.txt': 'a\n' }, 'No test command was found', 'git fsck'],
    ['a script', { 'test.sh': '#!/bin/sh\necho tested by a script\n' }, 'tested by a script', './test.sh'],
  ])('[S5.9] run to a good end in a repository with %s', async (_, files, words, command) => {
    const folder = repository(files);
    if ('test.sh' in files) {
      chmodSync(join(folder, 'test.sh'), 0o755);
      git(folder, 'commit', '-q', '-a', '--allow-empty', '-m', 'Make it a program');
    }
    writeFileSync(join(folder, 'loose.txt'), 'not committed');
    const { leader, child, tools, run } = await lead(folder);
    expect(await run('/worktree-tests 2')).toBe('end_turn');
    expect(tools.calls.flatMap(({ tool, input }) => (tool === 'spawn_agent' ? [input] : []))).toMatchObject([
      { title: 'Tests 1', worktree: true },
      { title: 'Tests 2', worktree: true },
    ]);
    expect(leader.editor.output()).toContain('not in the work trees: 1');
    expect(told(leader).match(/> Passed at/g)).toHaveLength(2);
    expect(told(leader).split(words).length).toBeGreaterThan(2);
    expect(told(leader)).toContain(`> ${command}`);
    expect(told(leader)).toContain('That was all.');
    expect([...allDone(leader), ...allDone(child)]).toEqual(['completed', 'completed']);
  });

  it('[S5.9] tell of tests that fail, and stop with words where there is nothing to test', async () => {
    const { leader, run } = await lead(repository({ Makefile: 'test:\n\t@echo broken; exit 3\n' }));
    await run('/worktree-tests 1');
    expect(told(leader)).toMatch(/> broken[\s\S]*> Failed with exit code 2 at[\s\S]*> \*\*Stopped\.\*\*/);

    const bare = newFolder();
    const outside = await lead(bare);
    await outside.run('/worktree-tests');
    expect(outside.leader.editor.output()).toContain('This folder is in no git repository.');
    expect(told(outside.leader)).toContain('**Stopped.**');
    git(bare, 'init', '-q');
    await outside.run('/worktree-tests');
    expect(outside.leader.editor.output()).toContain('This repository has no commit yet.');
    await outside.run('/worktree-tests many');
    expect(told(outside.leader)).toContain('Say in how many work trees');
    expect(outside.tools.calls).toEqual([]);
  });
});

describe('the review of a branch', () => {
  it('[S5.9] finds what a branch brought since it left the main one, and no more', async () => {
    const folder = repository({ 'old.txt': 'TODO: old\n' });
    git(folder, 'checkout', '-q', '-b', 'fix/it');
    const added = ['TODO: new', 'trailing ', '-----BEGIN RSA PRIVATE KEY-----', ''].join('\n');
    commit(folder, { 'new.txt': added, 'new.test.txt': 'x\n', 'big.bin': 'x'.repeat(600_000) });
    git(folder, 'checkout', '-q', 'main');
    commit(folder, { 'later.txt': 'later\n' });
    const { leader, tools, run } = await lead(folder);
    await run('/review-branch fix/it');
    const titles = ['Unfinished work', 'Keys, large files and tests', 'Size of the change'];
    expect(tools.calls.slice(0, 3).map(({ input }) => input['title'])).toEqual(titles);
    const answer = told(leader);
    expect(answer).toContain('> +TODO: new');
    expect(answer).not.toContain('TODO: old');
    expect(answer).not.toContain('later.txt');
    expect(answer).toContain('new.txt:2: trailing whitespace.');
    expect(answer).toContain('> Added lines that look like keys: 1');
    expect(answer).toContain('big.bin (600000 bytes)');
    expect(answer).toContain('> Changed files: 3, of which tests: 1');
    expect(answer).toContain('3 files changed');
  });

  it('[S5.9] stops with words when there is no such branch', async () => {
    const { leader, tools, run } = await lead(repository({ 'a.txt': 'a\n' }));
    await run('/review-branch nowhere');
    expect(leader.editor.output()).toContain('There is no branch nowhere here.');
    expect(told(leader)).toContain('**Stopped.**');
    expect(tools.calls).toEqual([]);
  });
});

describe('the release checklist', () => {
  it('[S5.9] comes to a good end in a fresh repository, and says what is missing', async () => {
    const folder = repository({ 'a.txt': 'a\n' });
    const { leader, child, run } = await lead(folder);
    expect(await run('/release-checklist')).toBe('end_turn');
    const answer = told(leader);
    expect(answer).toContain('[x] Everything is committed (files that are not: 0)');
    expect(answer).toContain('[x] On a branch: main');
    expect(answer).toContain('[ ] There is a read-me');
    expect(answer).toContain('Nothing was tagged yet. Commits: 1');
    expect(answer).toContain('> Passed at');
    expect(answer).toContain('git tag -a vVERSION');
    expect([...allDone(leader), ...allDone(child)]).toEqual(['completed', 'completed']);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('[S5.9] holds a repository against the version that it is to have', async () => {
    const folder = repository({
      ...{ 'README.md': '# It\n', LICENSE: 'MIT\n', 'CHANGELOG.md': '## 1.1.0\n' },
      'package.json': '{ "version": "1.2.0" }\n',
    });
    git(folder, 'tag', 'v1.1.0');
    commit(folder, { 'b.txt': 'b\n' });
    writeFileSync(join(folder, 'loose.txt'), 'x');
    const { leader, run } = await lead(folder);
    await run('/release-checklist v1.2.0');
    const answer = told(leader);
    expect(answer).toContain('[ ] Everything is committed (files that are not: 1)');
    expect(answer).toContain('[x] There is a read-me');
    expect(answer).toContain('[x] There is a change log: CHANGELOG.md');
    expect(answer).toContain('[x] No tag is called 1.2.0 or v1.2.0 yet');
    expect(answer).toContain('[ ] The change log speaks of 1.2.0');
    expect(answer).toContain('[x] package.json says 1.2.0');
    expect(answer).toContain('Commits since v1.1.0: 1');
    expect(answer).toContain('git tag -a v1.2.0 -m "1.2.0"');
  });
});
