import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, composer, replies, show, state, steps } from './parts.ts';

const menu = (page: Page): Locator => page.getByRole('menu', { name: 'What is to be stopped' });
const line = (page: Page, name: string): Locator => page.getByRole('menuitem', { name });

/** Says something, then goes on until it is told to stop. */
const WORKING = steps({ do: 'say', text: 'at work' }, { do: 'wait-for-cancel' });

/** A child that the last turn of a session spawned. */
async function spawn(app: App, parent: SessionId, description: string): Promise<SessionId> {
  const find = async () =>
    (await app.client.sessions.items({ sessionId: parent, from: { after: -1 }, limit: 10 })).items;
  await expect.poll(async () => (await find()).length).toBeGreaterThan(1);
  const turn = (await find()).at(-1)?.turn;
  if (!turn) throw new Error('nothing was asked');
  const sessionId = sessionIdOf(ulid());
  const folder = join(app.folder, sessionId); // those of one folder would stand in line
  await mkdir(folder);
  await app.client.sessions.dispatch({
    ...{ type: 'create', sessionId, agentId: AgentId.parse('scripted'), folder, description },
    relationship: { kind: 'subagent', parent, turn, item: null, type: null },
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

  // The same key twice is this one only.
  await page.keyboard.press('Control+.');
  await page.keyboard.press('Control+.');
  await expect(state(page, 'Stopped')).toBeVisible();
  expect((await app.client.sessions.tree({ sessionId: root })).map(({ activity }) => activity.kind)).toEqual([
    ...['stopped', 'running', 'running'],
  ]);

  // With nothing of its own to stop the rest can be stopped from here, counted live.
  await button(page, 'Stop').click();
  await expect(line(page, 'Stop the 2 below')).toBeVisible();
  await app.client.sessions.dispatch({ type: 'stop', sessionId: grandchild });
  await line(page, 'Stop the one below').click();
  await expect(button(page, 'Stop')).toHaveCount(0);
  const doing = async () => (await app.client.sessions.tree({ sessionId: child })).map(({ activity }) => activity.kind);
  await expect.poll(doing).toEqual(['stopped', 'stopped', 'stopped']);
});
