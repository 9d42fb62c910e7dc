import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import type { Worktree } from '../../protocol/worktree.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, composer, replies, rows, show, state, steps } from './parts.ts';

const menu = (page: Page): Locator => page.getByRole('menu', { name: 'What is to be stopped' });
const line = (page: Page, name: string): Locator => page.getByRole('menuitem', { name });

/** Says something, then goes on until it is told to stop. */
const WORKING = steps({ do: 'say', text: 'at work' }, { do: 'wait-for-cancel' });

/** A child that the last turn of a session spawned. */
async function spawn(app: App, parent: SessionId, description: string, worktree?: Worktree): Promise<SessionId> {
  const find = async () =>
    (await app.client.sessions.items({ sessionId: parent, from: { after: -1 }, limit: 10 })).items;
  await expect.poll(async () => (await find()).length).toBeGreaterThan(1);
  const turn = (await find()).at(-1)?.turn;
  if (!turn) throw new Error('nothing was asked');
  const sessionId = sessionIdOf(ulid());
  const folder = worktree?.folder ?? join(app.folder, sessionId); // those of one folder would stand in line
  await mkdir(folder, { recursive: true });
  await app.client.sessions.dispatch({
    ...{ type: 'create', sessionId, agentId: AgentId.parse('scripted'), folder, description },
    relationship: { kind: 'subagent', parent, turn, item: null, type: null },
    ...(worktree && { worktree }),
  });
  return sessionId;
}

/** Three sessions at work, each spawned by the one before it. */
async function grow(app: App): Promise<readonly [SessionId, SessionId, SessionId]> {
  const root = await app.createSession(await app.addScriptedAgent(), WORKING);
  await app.client.sessions.dispatch({ type: 'rename', sessionId: root, title: 'Lead' });
  const child = await spawn(app, root, 'Child');
  await app.prompt(child, WORKING);
  const grandchild = await spawn(app, child, 'Grandchild');
  await app.prompt(grandchild, WORKING);
  return [root, child, grandchild];
}

test('[S5.3] [W101] stopping a session that has others at work below it asks whether it is meant alone', async ({
  app,
  page,
}) => {
  const [root, child, grandchild] = await grow(app);
  await app.open(page);
  await show(page);
  await expect(replies(page)).toHaveText(['at work']);

  // It is asked, and not done: Escape leaves all as it is, and the focus where it was.
  await page.keyboard.press('Control+.');
  await expect(line(page, 'Stop this only')).toBeFocused();
  await expect(line(page, 'Stop it and the 2 below')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(menu(page)).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await expect(state(page, 'Running')).toBeVisible();

  // The palette and the menu of the session say the same.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('>stop it');
  await expect(page.getByRole('option', { name: 'Stop it and the 2 below' })).toBeVisible();
  await page.keyboard.press('Escape');
  await rows(page).first().click({ button: 'right' });
  await expect(line(page, 'Stop this only')).toBeVisible();
  await expect(line(page, 'Stop it and the 2 below')).toBeVisible();
  await page.keyboard.press('Escape');
  await composer(page).focus();

  // The same key twice is this one only.
  await page.keyboard.press('Control+.');
  await page.keyboard.press('Control+.');
  await expect(state(page, 'Stopped')).toBeVisible();
  expect((await app.client.sessions.tree({ sessionId: root })).map(({ activity }) => activity.kind)).toEqual([
    ...['stopped', 'running', 'running'],
  ]);

  // With nothing of its own to stop the rest can be stopped from here, counted whenever it is asked.
  await button(page, 'Stop').click();
  await expect(line(page, 'Stop the 2 below')).toBeVisible();
  await page.keyboard.press('Escape');
  await app.client.sessions.dispatch({ type: 'stop', sessionId: grandchild });
  await expect(page.getByRole('img', { name: '1 session below: stopped' })).toBeVisible();
  await button(page, 'Stop').click();
  await line(page, 'Stop the one below').click();
  await expect(button(page, 'Stop')).toHaveCount(0);
  const doing = async () => (await app.client.sessions.tree({ sessionId: child })).map(({ activity }) => activity.kind);
  await expect.poll(doing).toEqual(['stopped', 'stopped', 'stopped']);
});

const git = (folder: string, ...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args]);

/** A repository in the working folder, and work trees of it. */
async function worktreesOf(app: App, ...names: readonly string[]): Promise<readonly Worktree[]> {
  const repository = join(await realpath(app.folder), 'shop');
  await mkdir(repository);
  git(repository, 'init', '-q', '-b', 'main');
  const person = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  git(repository, ...person, 'commit', '-q', '--allow-empty', '-m', 'first');
  const base = git(repository, 'rev-parse', 'HEAD').toString().trim();
  return names.map((name) => {
    const [path, branch] = [join(repository, '..', name), `skein/${name}`];
    git(repository, 'worktree', 'add', '-q', '-b', branch, path);
    return { path, folder: path, branch, repository, base };
  });
}

test('[S5.2] [S5.3] deleting a tree says which work trees stay, takes those away that hold nothing, and waits for nobody at work', async ({
  app,
  page,
}) => {
  const [empty, full] = await worktreesOf(app, 'empty', 'full');
  if (!empty || !full) throw new Error('there are two');
  const root = await app.createSession(await app.addScriptedAgent(), steps({ do: 'say', text: 'led' }));
  await app.client.sessions.dispatch({ type: 'rename', sessionId: root, title: 'Lead' });
  const worker = await spawn(app, root, 'Worker', empty);
  await spawn(app, root, 'Writer', full);
  await writeFile(join(full.path, 'draft.txt'), 'words');
  await app.prompt(worker, WORKING);
  await app.open(page);
  await show(page);
  // Its own turn is over, and it is not: it waits for the one below.
  await expect(state(page, 'Waiting for children')).toBeVisible();
  await expect(page.getByText('Waiting for 1 child', { exact: true })).toBeVisible();
  await expect(rows(page).getByText('Unread')).toHaveCount(0);

  await rows(page).first().click({ button: 'right' });
  await line(page, 'Delete').click();
  const dialog = page.getByRole('dialog', { name: 'Delete “Lead”?' });
  await expect(dialog).toContainText('Holds nothing of its own.');
  await expect(dialog).toContainText('Stays: it holds 1 file that is not committed.');
  await expect(dialog).toContainText(full.path);
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: 'Remove the one that holds nothing' }).check();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  // What works is named, and can be stopped from there.
  await expect(page.getByText('Sessions below it are working: Worker.', { exact: false })).toBeVisible();
  await button(page, 'Stop the one below').click();
  await expect(state(page, 'Finished')).toBeVisible();

  await page.keyboard.press('Escape');
  await rows(page).first().click({ button: 'right' });
  await line(page, 'Delete').click();
  await dialog.getByRole('checkbox', { name: 'Remove the one that holds nothing' }).check();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText(`A work tree stays: ${full.path}`)).toBeVisible();
  expect([existsSync(empty.path), existsSync(full.path)]).toEqual([false, true]);
  await button(page, 'Undo').click();
  await expect(rows(page)).toHaveCount(1);
  expect((await app.client.sessions.tree({ sessionId: root })).length).toBe(3);
});

test('[W102] after the host was killed a tree at work is whole, interrupted, and nothing of it runs by itself', async ({
  app,
  page,
}) => {
  const tree = await grow(app);
  const [root, child] = tree;
  await app.client.sessions.dispatch({ type: 'queue', sessionId: child, turnId: turnIdOf(ulid()), text: 'later' });
  await app.crash();
  await app.restart();
  await app.open(page);
  await show(page);
  await expect(state(page, 'Interrupted')).toBeVisible();
  const told = await app.client.sessions.tree({ sessionId: root });
  expect(told.map(({ id, parent, activity }) => [id, parent, activity.kind])).toEqual(
    tree.map((id, depth) => [id, tree[depth - 1] ?? null, 'interrupted']),
  );
  // Each can be gone on with, in any order; a queue waits for its person.
  await app.client.sessions.dispatch({ type: 'resume', sessionId: child, turnId: turnIdOf(ulid()) });
  await button(page, 'Resume').click();
  const doing = async () => (await app.client.sessions.tree({ sessionId: root })).map(({ activity }) => activity.kind);
  await expect.poll(doing).toEqual(['finished', 'finished', 'interrupted']);
  const { items } = await app.client.sessions.items({ sessionId: child, from: { after: -1 }, limit: 50 });
  expect(items.filter(({ kind }) => kind === 'prompt')).toHaveLength(1);
});
