import type { Page } from '@playwright/test';
import type { SessionId } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { composer, newSession, rows, settings, show, state, steps } from './parts.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });
const field = (page: Page) => palette(page).getByRole('combobox', { name: 'Search or jump to…' });
const results = (page: Page) => palette(page).getByRole('listbox', { name: 'Results' }).getByRole('option');
const active = (page: Page) => palette(page).getByRole('option', { selected: true });
const title = (page: Page) => page.getByRole('heading', { level: 1 });

/** Opens it by its key and types. */
async function search(page: Page, text = ''): Promise<void> {
  await page.keyboard.press('Control+k');
  await field(page).fill(text);
}

async function named(app: App, name: string): Promise<SessionId> {
  const sessionId = await app.createSession('playbook');
  await app.client.sessions.dispatch({ type: 'rename', sessionId, title: name });
  return sessionId;
}

/** The window with these sessions, the last of them on top and shown. */
async function openWith(app: App, page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await named(app, name);
  await app.open(page);
  await expect(rows(page)).toHaveCount(names.length);
  await show(page);
  await expect(composer(page)).toBeFocused();
}

test('[S3.7] a part of its title leads to a session', async ({ app, page }) => {
  await openWith(app, page, 'Rotate staging secrets', 'Flaky checkout test', 'Split InvoiceService');
  await search(page, 'flak te');
  await expect(active(page)).toHaveText(/^Flaky checkout test/);
  await expect(active(page).locator('mark')).toHaveText(['Flak', 'te']);
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
  await expect(title(page)).toHaveText('Flaky checkout test');
  await expect(composer(page)).toBeFocused();
});

test('[S3.7] nothing typed shows the sessions that changed last, and the commands', async ({ app, page }) => {
  await openWith(app, page, 'One', 'Two', 'Three');
  await app.client.sessions.dispatch({ type: 'rename', sessionId: await named(app, 'Four'), title: 'Renamed' });
  await expect(rows(page).first()).toContainText('Renamed');
  await search(page);
  await expect(palette(page).getByRole('group', { name: 'Recent sessions' }).getByRole('option')).toHaveText([
    /^Renamed/,
    /^Two/,
    /^One/,
  ]);
  const commands = palette(page).getByRole('group', { name: 'Commands' }).getByRole('option');
  await expect(commands.filter({ hasText: 'New session' })).toContainText('Ctrl N');
  // What cannot be done now is not offered.
  for (const name of ['Stop the agent', 'Forward', 'Theme: Like the system']) {
    await expect(commands.filter({ hasText: name })).toHaveCount(0);
  }
});

test('[S3.7] > is for commands only, and a command does what it says', async ({ app, page }) => {
  await openWith(app, page, 'Dark matter');
  await search(page, '>');
  await expect(results(page).first()).toHaveText(/^New session/);
  await expect(results(page).filter({ hasText: 'Dark matter' })).toHaveCount(0);
  await field(page).fill('> dark');
  await expect(results(page)).toHaveText(['Theme: Dark']);
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await search(page, '>about');
  await page.keyboard.press('Enter');
  await expect(settings(page).getByRole('heading', { name: 'About', level: 2 })).toBeVisible();
});

test('[S3.7] Escape closes it alone: the focus and the draft are where they were', async ({ app, page }) => {
  await openWith(app, page, 'One', 'Two');
  await composer(page).fill('Half a thought');
  await search(page, 'one');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type(', whole');
  await expect(composer(page)).toHaveValue('Half a thought, whole');
  await expect(title(page)).toHaveText('Two');
  await page.keyboard.press('Control+k');
  await expect(field(page)).toHaveValue('');
  await page.keyboard.press('Control+k');
  await expect(composer(page)).toBeFocused();
});

test('[S3.7] the field in the sidebar opens it, and arrows, Home and End walk it', async ({ app, page }) => {
  await openWith(app, page, 'Alpha one', 'Alpha two', 'Alpha three');
  const jump = page.getByRole('button', { name: 'Search or jump to…' });
  await jump.click();
  await field(page).fill('alpha');
  await expect(results(page)).toHaveCount(3);
  await expect(active(page)).toHaveText(/three/);
  await page.keyboard.press('ArrowDown');
  await expect(active(page)).toHaveText(/two/);
  await page.keyboard.press('End');
  await expect(active(page)).toHaveText(/one/);
  await page.keyboard.press('ArrowDown');
  await expect(active(page)).toHaveText(/three/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await expect(active(page)).toHaveText(/three/);
  await expect(field(page)).toHaveAttribute('aria-activedescendant', (await active(page).getAttribute('id')) ?? '');
  await page.keyboard.press('Escape');
  await expect(jump).toBeFocused();
});

test('[S3.7] a moving pointer selects, a resting one does not', async ({ app, page }) => {
  await openWith(app, page, 'Alpha one', 'Alpha two', 'Alpha three');
  await search(page, 'alpha');
  await results(page).filter({ hasText: 'one' }).hover();
  await expect(active(page)).toHaveText(/one/);
  // Other lines come under the pointer, and the best of them stays selected.
  await field(page).fill('');
  await expect(active(page)).toHaveText(/^Alpha two/);
  await field(page).fill('alpha t');
  await expect(active(page)).toHaveText(/three/);
  await results(page).filter({ hasText: 'two' }).click();
  await expect(title(page)).toHaveText('Alpha two');
});

test('[S3.7] what it shows stays where it is while agents work', async ({ app, page }) => {
  await openWith(app, page, 'One', 'Two', 'Here');
  await search(page);
  await expect(results(page).first()).toHaveText(/^Two/);
  const newest = await named(app, 'Newest');
  await app.prompt(newest, 'tour');
  // The page behind the dialog is hidden from roles, and goes on.
  await expect(page.getByText('Newest')).toBeVisible();
  await expect(results(page).first()).toHaveText(/^Two/);
  await field(page).fill('newest');
  await expect(active(page)).toHaveText(/^Newest/);
});

test('[S3.7] a running turn is stopped and a session deleted from it', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  await app.createSession(agent, steps({ do: 'say', text: 'Working.' }, app.gate('never').step));
  await app.open(page);
  await show(page);
  await expect(state(page, 'Running')).toBeVisible();
  await search(page, 'stop the agent');
  await expect(active(page)).toContainText('Ctrl .');
  await page.keyboard.press('Enter');
  await expect(state(page, 'Stopped')).toBeVisible();
  await search(page, '>delete');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(1);
});

test('[S3.7] the title of the session is edited from it', async ({ app, page }) => {
  await openWith(app, page, 'One', 'Two');
  await search(page, '>rename');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Rename' })).toBeFocused();
  await page.keyboard.type('Better');
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Better');
});

test('[S3.7] a folder leads to a new session in it', async ({ app, page }) => {
  await openWith(app, page, 'One');
  await search(page, 'new session in');
  await page.keyboard.press('Enter');
  await expect(newSession(page).getByLabel('Folder', { exact: true })).toHaveValue(app.folder);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(() => {
    test.use({ colorScheme });

    test(`[S3.7] axe finds nothing wrong in the palette: ${colorScheme}`, async ({ app, page }) => {
      await openWith(app, page, 'Rotate staging secrets', 'Flaky checkout test', 'Split InvoiceService');
      for (const text of ['', 'st', '>', '§§§']) {
        await search(page, text);
        await expect(palette(page).getByRole('status')).toHaveText(text === '§§§' ? '0 results' : /[1-9]/);
        await expectAccessible(page);
        await page.keyboard.press('Escape');
      }
    });
  });
}
