import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, connectionOf, rows, send, sessions, show, steps } from './parts.ts';

const menu = async (page: Page, place: number, entry: string) => {
  await rows(page).nth(place).click({ button: 'right' });
  await page.getByRole('menuitem', { name: entry }).click();
};
/** Sessions that nobody has prompted: each can be put away at once. */
async function rest(app: App, ...titles: readonly string[]): Promise<void> {
  for (const title of titles) {
    const sessionId = await app.createSession('playbook');
    await app.client.sessions.dispatch({ type: 'rename', sessionId, title });
  }
}
const names = (page: Page) => rows(page).locator('.session-name');
const shelf = (page: Page) => page.getByRole('dialog', { name: 'Archived and deleted' });

test('[S3.7] a pinned session stands first, in every window and after a reload', async ({ app, page, other }) => {
  await rest(app, 'first', 'second', 'third');
  for (const each of [page, other]) await app.open(each);
  await expect(names(page)).toHaveText(['third', 'second', 'first']);
  await menu(page, 2, 'Pin');
  for (const each of [page, other]) {
    await expect(names(each)).toHaveText(['first', 'third', 'second']);
    await expect(sessions(each)).toContainText('Pinned');
  }
  await page.reload();
  await expect(names(page)).toHaveText(['first', 'third', 'second']);
  await menu(page, 0, 'Unpin');
  for (const each of [page, other]) await expect(names(each)).toHaveText(['third', 'second', 'first']);
});

test('[S3.7] what ended unseen is marked until somebody looks, and can be marked again', async ({ app, page }) => {
  await app.createSession('playbook');
  const id = await app.createSession('playbook');
  await app.open(page);
  await show(page, 1);
  await app.prompt(id, 'hello');
  const unread = rows(page).first().getByText('Unread');
  await expect(unread).toHaveCount(1);
  await show(page, 0);
  await expect(unread).toHaveCount(0);
  await show(page, 1);
  await expect(rows(page).first().getByRole('img', { name: 'Finished' })).toBeVisible();
  await expect(unread).toHaveCount(0);
  await menu(page, 0, 'Mark as unread');
  await expect(unread).toHaveCount(1);
});

test('[S3.7] the session that one looks at is never unread', async ({ app, page }) => {
  const id = await app.createSession('playbook');
  await app.open(page);
  await show(page);
  await send(page, 'hello');
  await expect(rows(page).first().getByRole('img', { name: 'Finished' })).toBeVisible();
  await expect
    .poll(async () => (await app.client.sessions.list({ after: null, limit: 5 })).sessions)
    .toMatchObject([{ id, unread: false }]);
});

test('[S3.7] an open menu keeps its lines while the agent it is about goes on', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  const gate = app.gate('end');
  await app.createSession(agent, steps(gate.step));
  await app.open(page);
  await rows(page).first().click({ button: 'right' });
  const lines = page.getByRole('menuitem');
  await expect(lines.first()).toHaveText('Stop');
  const before = await lines.allTextContents();
  await gate.open();
  await expect(page.locator('.session-row').getByRole('img', { name: 'Finished', includeHidden: true })).toBeVisible();
  expect(await lines.allTextContents()).toEqual(before);
  await lines.first().click();
  await expect(page.getByText('Nothing is running')).toBeVisible();
});

test('[S3.1] [S3.7] archived and deleted sessions are kept out of the way, and come back', async ({ app, page }) => {
  await rest(app, 'first', 'second', 'third');
  await app.open(page);
  await expect(rows(page)).toHaveCount(3);
  await menu(page, 0, 'Archive');
  await expect(names(page)).toHaveText(['second', 'first']);
  await menu(page, 0, 'Delete');
  await expect(names(page)).toHaveText(['first']);
  await button(page, 'Archived and deleted').click();
  await expect(shelf(page)).toContainText('third');
  await shelf(page).getByRole('tab', { name: 'Archived' }).press('ArrowRight');
  await expect(shelf(page).getByRole('tab', { name: 'Deleted' })).toBeFocused();
  await expect(shelf(page)).toContainText('second');
  await shelf(page).getByRole('button', { name: 'Restore' }).click();
  await expect(shelf(page)).toContainText('wait here for 30 days');
  await shelf(page).getByRole('tab', { name: 'Archived' }).click();
  await shelf(page).getByRole('button', { name: 'Back to the list' }).click();
  await expect(shelf(page)).toContainText('that you archive are kept here');
  await page.keyboard.press('Escape');
  await expect(names(page)).toHaveText(['third', 'second', 'first']);
});

test('[S3.7] what is kept out of the way is listed once the host is back', async ({ app, page }) => {
  const connection = await connectionOf(page);
  await rest(app, 'only');
  await app.open(page);
  await menu(page, 0, 'Archive');
  await expect(rows(page)).toHaveCount(0);
  await connection.cut();
  await button(page, 'Archived and deleted').click();
  await expect(shelf(page).getByRole('tabpanel')).toHaveAttribute('aria-busy', 'true');
  connection.mend();
  await expect(shelf(page)).toContainText('only');
});

test('[C52] what changed while the host was away is in the list once it is back', async ({ app, page }) => {
  const connection = await connectionOf(page);
  const [first, second] = [await app.createSession('playbook'), await app.createSession('playbook')];
  await app.client.sessions.dispatch({ type: 'rename', sessionId: first, title: 'stays' });
  await app.client.sessions.dispatch({ type: 'rename', sessionId: second, title: 'goes' });
  await app.open(page);
  await expect(rows(page)).toHaveCount(2);
  await connection.cut();
  await app.client.sessions.dispatch({ type: 'rename', sessionId: first, title: 'renamed' });
  await app.client.sessions.dispatch({ type: 'delete', sessionId: second });
  const third = await app.createSession('playbook');
  await app.client.sessions.dispatch({ type: 'rename', sessionId: third, title: 'new' });
  await expect(names(page).filter({ hasText: /^(stays|goes)$/ })).toHaveCount(2);
  connection.mend();
  await expect(names(page).filter({ hasText: /^(renamed|new)$/ })).toHaveCount(2);
  await expect(rows(page)).toHaveCount(2);
});

test('[S3.7] archiving and deleting can be undone where they were done', async ({ app, page }) => {
  await rest(app, 'only');
  await app.open(page);
  for (const entry of ['Archive', 'Delete']) {
    await menu(page, 0, entry);
    await expect(rows(page)).toHaveCount(0);
    await button(page, 'Undo').click();
    await expect(names(page)).toHaveText(['only']);
  }
});

test('[S3.7] the menu of a session opens by key, and from above its transcript', async ({ app, page }) => {
  await rest(app, 'only');
  await app.open(page);
  await show(page);
  await sessions(page).focus();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Pin' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: 'Pin' })).toBeHidden();
  await button(page, 'Session actions').click();
  await page.getByRole('menuitem', { name: 'Pin' }).click();
  await expect(sessions(page)).toContainText('Pinned');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`[S3.7] axe finds nothing wrong in lists, menus and shelves: ${scheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const words of ['first', 'second', 'third']) await app.createSession('playbook', words);
    await app.open(page);
    await expect(rows(page).getByRole('img', { name: 'Finished' })).toHaveCount(3);
    await menu(page, 1, 'Pin');
    await expectAccessible(page);
    await show(page);
    await button(page, 'Session actions').click();
    await expect(page.getByRole('menuitem', { name: 'Archive' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    await button(page, 'Archived and deleted').click();
    await expect(shelf(page)).toContainText('second');
    await expectAccessible(page);
  });
}
