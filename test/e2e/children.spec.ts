import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, card, composer, LOOKS, replies, rows, send, show, steps } from './parts.ts';

const SPAWNING = {
  do: 'update',
  update: { sessionUpdate: 'tool_call', toolCallId: 'spawn', title: 'Spawn a tester', status: 'completed' },
} as const;

const line = (page: Page): Locator => card(page, 'Spawn a tester').getByRole('button', { name: 'Look at the tests' });
const crumbs = (page: Page): Locator => page.getByRole('navigation', { name: 'Belongs to' });
const said = (text: string) => steps({ do: 'say', text });

/** A session of a scripted agent whose card spawned something, once its turn is over. */
async function spawner(app: App, prompt = steps(SPAWNING, { do: 'say', text: 'spawned' })): Promise<SessionId> {
  const id = await app.createSession(await app.addScriptedAgent(), prompt);
  await app.client.sessions.dispatch({ type: 'rename', sessionId: id, title: 'Parent' });
  return id;
}

/** What the first card of a session spawned, as the host would have it spawned. */
async function spawn(app: App, parent: SessionId, description = 'Look at the tests'): Promise<SessionId> {
  const find = async () => {
    const { items } = await app.client.sessions.items({ sessionId: parent, from: { after: -1 }, limit: 10 });
    return items.find((item) => item.kind === 'tool');
  };
  await expect.poll(find).toBeDefined();
  const item = await find();
  if (!item) throw new Error('there is no card');
  const sessionId = sessionIdOf(ulid());
  await app.client.sessions.dispatch({
    type: 'create',
    sessionId,
    agentId: AgentId.parse('scripted'),
    folder: app.folder,
    relationship: { kind: 'subagent', parent, turn: item.turn, item: item.id, type: 'Tester' },
    description,
  });
  return sessionId;
}

test('[B13] [B10] a card shows what the child that it spawned does, and opens it with its own history', async ({
  app,
  page,
}) => {
  const parent = await spawner(app);
  await app.open(page);
  await show(page);
  await expect(replies(page)).toHaveText(['spawned']);
  const child = await spawn(app, parent);
  await expect(line(page)).toHaveAccessibleName('Idle Tester: Look at the tests @scripted');
  const gate = app.gate('go');
  await app.prompt(child, steps({ do: 'say', text: 'looking' }, gate.step, { do: 'say', text: ' done' }));
  await expect(line(page)).toHaveAccessibleName(/^Running /);

  await line(page).press('Enter');
  await expect(page.getByRole('heading', { name: 'Tester: Look at the tests' })).toBeVisible();
  await expect(replies(page)).toHaveText(['looking']);
  await gate.open();
  await expect(replies(page)).toHaveText(['looking done']);
  await send(page, said('more of it'));
  await expect(replies(page)).toHaveText(['looking done', 'more of it']);

  await crumbs(page).getByRole('button', { name: 'Parent' }).press('Enter');
  await expect(line(page)).toHaveAccessibleName(/^Finished /);
  await button(page, 'Back').click();
  await expect(replies(page)).toHaveText(['looking done', 'more of it']);
});

test('[B13] at any depth a child says where it belongs, also when the window is loaded anew', async ({ app, page }) => {
  const parent = await spawner(app);
  const child = await spawn(app, parent);
  await app.prompt(child, steps(SPAWNING, { do: 'say', text: 'spawned deeper' }));
  await spawn(app, child, 'Look at the tests deeper');
  await app.open(page);
  await show(page);
  await line(page).click();
  await expect(replies(page)).toHaveText(['spawned deeper']);
  await line(page).click();
  await expect(page.getByRole('heading', { name: 'Tester: Look at the tests deeper' })).toBeVisible();
  const path = crumbs(page).getByRole('button');
  await expect(path).toHaveText(['Parent', 'Tester: Look at the tests']);
  await page.reload();
  await expect(path).toHaveText(['Parent', 'Tester: Look at the tests']);
  await path.first().click();
  await expect(replies(page)).toHaveText(['spawned']);
  await expect(crumbs(page)).toHaveCount(0);
});

test('[B14] a child stands neither in the list nor in what is searched', async ({ app, page }) => {
  const parent = await spawner(app);
  await app.open(page);
  await show(page);
  await spawn(app, parent);
  await expect(line(page)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Look at the tests');
  await expect(page.getByText('Nothing matches.')).toBeVisible();
});

test('[B13] [S3.6] a child that was deleted says so, on its card and on its page, and is taken back there', async ({
  app,
  page,
}) => {
  const parent = await spawner(app);
  const child = await spawn(app, parent);
  await app.prompt(child, said('kept'));
  await app.open(page);
  await show(page);
  await expect(line(page)).toHaveAccessibleName(/^Finished /);
  await app.client.sessions.dispatch({ type: 'delete', sessionId: child });
  await expect(line(page)).toHaveAccessibleName('Tester: Look at the tests Deleted @scripted');
  await page.reload();
  await card(page, 'Spawn a tester').getByRole('button', { name: 'Deleted' }).click();
  await expect(page.getByRole('heading', { name: 'This session was deleted' })).toBeVisible();
  await button(page, 'Open the session it belongs to').click();
  await expect(replies(page)).toHaveText(['spawned']);
  await card(page, 'Spawn a tester').getByRole('button', { name: 'Deleted' }).click();
  await button(page, 'Take it back').click();
  await expect(replies(page)).toHaveText(['kept']);
  await expect(composer(page)).toBeVisible();
});

test('[B27] a child offers neither to fork nor to roll back', async ({ app, page }) => {
  const child = await spawn(app, await spawner(app));
  await app.prompt(child, said('kept'));
  await app.open(page);
  await show(page);
  const fork = button(page, 'Fork from here');
  await expect(fork).toHaveCount(1);
  await line(page).click();
  await expect(replies(page)).toHaveText(['kept']);
  await expect(button(page, 'Edit')).toHaveCount(1);
  await expect(fork).toHaveCount(0);
  await expect(button(page, 'Roll back to here…')).toHaveCount(0);
});

for (const { colorScheme, width, height } of LOOKS) {
  test.describe(() => {
    test.use({ colorScheme, viewport: { width, height } });

    test(`[S3.7] axe finds nothing wrong in children: ${colorScheme}, ${width}×${height}`, async ({ app, page }) => {
      const parent = await spawner(app);
      const child = await spawn(app, parent);
      await app.prompt(child, said('kept'));
      await spawn(app, parent, 'Look at the tests again');
      await app.open(page);
      await show(page);
      await expect(line(page)).toHaveCount(2);
      await expectAccessible(page);
      await line(page).first().click();
      await expect(crumbs(page).getByRole('button')).toHaveText(['Parent']);
      await expectAccessible(page);
      await app.client.sessions.dispatch({ type: 'delete', sessionId: child });
      await expect(page.getByRole('heading', { name: 'This session was deleted' })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('[S5.4] a sub-agent that its agent leads itself is read and answered here, and takes no prompt; what stops it is the session above', async ({
  app,
  page,
}) => {
  const told = { sessionUpdate: 'subagent_update', sessionId: 'sub', title: 'Reader', description: 'Read all of it' };
  const announced = { do: 'update', update: { ...told, state: { state: 'running' } } } as const;
  const call = { toolCallId: 'rm', title: 'Delete the build' };
  const asks = { do: 'as', session: 'sub', steps: [{ do: 'ask', call }] } as const;
  const agent = await app.addScriptedAgent('scripted', {}, { nativeSubagents: true });
  const running = { ...SPAWNING, update: { ...SPAWNING.update, status: 'in_progress' } } as const;
  const id = await app.createSession(agent, steps(running, announced, asks, { do: 'wait-for-cancel' }));
  await app.client.sessions.dispatch({ type: 'rename', sessionId: id, title: 'Parent' });
  await app.open(page);
  await show(page);
  await card(page, 'Spawn a tester').getByRole('button', { name: 'Reader' }).click();
  await expect(page.getByRole('heading', { name: 'Reader' })).toBeVisible();
  await button(page, 'Allow once').click();
  await expect(replies(page)).toContainText(['allow_once']);
  await expect(page.getByRole('status').filter({ hasText: 'Its agent leads it itself' })).toBeVisible();
  await composer(page).fill('Go on');
  await expect(button(page, 'Queue')).toBeDisabled();
  await button(page, 'Stop').click();
  await page.getByRole('menuitem', { name: 'Stop the session above it' }).click();
  await expect(rows(page).getByRole('img', { name: 'Stopped' })).toBeVisible();
});
