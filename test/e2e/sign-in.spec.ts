import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, replies, settings, show, transcript } from './parts.ts';

const BROWSER = { id: 'browser', name: 'Browser', description: 'Opens a page' };
const TERMINAL = { id: 'terminal', name: 'Terminal', type: 'terminal', args: ['sign-in', "it's me"] };
const KEY = {
  ...{ id: 'key', name: 'API key', type: 'env_var', link: 'https://acme.example/keys' },
  vars: [{ name: 'ACME_API_KEY', label: 'Key of Acme' }],
};

const file = (app: App) => join(app.folder, 'signed-in');
const ways = (page: Page) => page.getByRole('group', { name: 'Ways to sign in' });
const inSettings = (page: Page, name: string) => settings(page).getByRole('button', { name, exact: true });

async function openAgents(page: Page): Promise<void> {
  await button(page, 'Settings').click();
  await inSettings(page, 'Agents').click();
}

async function failing(app: App, page: Page, more: object): Promise<void> {
  const signIn = { file: file(app), methods: [BROWSER, TERMINAL, KEY], ...more };
  await app.addScriptedAgent('scripted', { signIn, asked: join(app.folder, 'asked') });
  await app.createSession('scripted', 'Say this');
  await app.open(page);
  await show(page);
  await expect(transcript(page)).toContainText('The agent wants you to sign in first.');
}

test('[S4.4] a turn that wants a sign-in offers the agent’s ways by keyboard; then it is tried again', async ({
  app,
  page,
}) => {
  await failing(app, page, {});
  const browser = ways(page).getByRole('button', { name: 'Browser', exact: true });
  await expect(browser).toHaveAccessibleDescription('Opens a page');
  await browser.focus();
  await page.keyboard.press('Enter');
  await expect(ways(page).getByRole('status')).toHaveText('Signed in.');
  await expect(ways(page).getByRole('button', { name: 'Try again' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(replies(page)).toContainText('Say this');
  await expect(ways(page)).toBeHidden();
});

test('[S4.4] a sign-in that nobody finishes is cancelled from anywhere in the window; a refusal is told', async ({
  app,
  page,
}) => {
  await failing(app, page, { takes: 'silent' });
  await ways(page).getByRole('button', { name: 'Browser' }).click();
  await expect(ways(page).getByRole('status')).toContainText('Browser: waiting until you have signed in.');
  await expect.poll(() => existsSync(join(app.folder, 'asked'))).toBe(true);
  await openAgents(page);
  await settings(page).getByRole('group', { name: 'Ways to sign in' }).getByRole('button', { name: 'Cancel' }).click();
  await inSettings(page, 'Close').click();
  await expect(ways(page).getByRole('button', { name: 'Browser' })).toBeVisible();
  const pid = Number(readFileSync(join(app.folder, 'asked'), 'utf8'));
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);

  await app.addScriptedAgent('scripted', { signIn: { file: file(app), methods: [BROWSER], takes: 'refuses' } });
  await openAgents(page);
  await inSettings(page, 'Sign in to @scripted').click();
  await inSettings(page, 'Browser').click();
  await expect(settings(page).getByRole('status')).toHaveText('The agent says: The account is closed');
  await expect(inSettings(page, 'Browser')).toBeFocused();
});

test('[S4.3] a sign-in in a terminal: the line is copied, run there, and the turn is tried again', async ({
  app,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await failing(app, page, {});
  const terminal = ways(page).getByRole('button', { name: 'Terminal', exact: true });
  await terminal.click();
  await expect(terminal).toHaveAttribute('aria-expanded', 'true');
  await ways(page).getByRole('button', { name: 'Copy' }).click();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  await promisify(execFile)('/bin/sh', ['-c', line]);
  expect(JSON.parse(readFileSync(file(app), 'utf8'))).toEqual([null, "it's me"]);
  await ways(page).getByRole('button', { name: 'I have signed in: try again' }).click();
  await expect(replies(page)).toContainText('Say this');
});

test('[S4.4] the list of agents signs in and out, and what an agent does not offer is not there', async ({
  app,
  page,
}) => {
  const signIn = { file: file(app), methods: [BROWSER, KEY], signsOut: true };
  await app.addScriptedAgent('scripted', { signIn });
  await app.addScriptedAgent('without', { signIn: { file: file(app), methods: [] } });
  await app.open(page);
  await openAgents(page);
  await inSettings(page, 'Sign in to @without').click();
  await expect(settings(page)).toContainText('The agent names no way to sign in.');
  await inSettings(page, 'Sign in to @without').click();
  await expect(inSettings(page, 'Sign in to @without')).toBeHidden();

  await expect(inSettings(page, 'Sign out of @scripted')).toBeHidden();
  await inSettings(page, 'Sign in to @scripted').click();
  await inSettings(page, 'API key').click();
  await expect(settings(page)).toContainText('Set this in the agent’s settings');
  await expect(inSettings(page, 'Open the settings')).toHaveCount(0);
  await inSettings(page, 'Browser').click();
  await expect(settings(page).getByRole('status')).toHaveText('Signed in.');
  expect(existsSync(file(app))).toBe(true);
  await inSettings(page, 'Sign out of @scripted').click();
  await expect(settings(page)).toContainText('This also signs you out of the agent’s own program');
  await inSettings(page, 'Cancel').click();
  await expect(inSettings(page, 'Sign out of @scripted')).toBeFocused();
  await page.keyboard.press('Enter');
  await inSettings(page, 'Sign out').click();
  await expect(settings(page).getByRole('status')).toHaveText('Signed out.');
  expect(existsSync(file(app))).toBe(false);
});

test('[S4.4] an agent that does not start says why when it is asked how to sign in', async ({ app, page }) => {
  await app.addScriptedAgent('broken', { initialize: 'exit', stderr: ['licence: not found'] });
  await app.open(page);
  await openAgents(page);
  await inSettings(page, 'Sign in to @broken').click();
  await expect(settings(page)).toContainText('The agent could not be asked.');
  await expect(settings(page)).toContainText('licence: not found');
  await expect(inSettings(page, 'Ask the agent how')).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`[S4.4] axe finds nothing wrong where one signs in: ${scheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 900, height: 700 });
    await failing(app, page, { takes: 'refuses', signsOut: true });
    await ways(page).getByRole('button', { name: 'API key' }).click();
    await expect(ways(page).getByRole('link')).toHaveAttribute('href', KEY.link);
    await ways(page).getByRole('button', { name: 'Terminal' }).click();
    await expectAccessible(page);
    await ways(page).getByRole('button', { name: 'Browser' }).click();
    await expect(ways(page).getByRole('status')).toContainText('The account is closed');
    await expectAccessible(page);
    await openAgents(page);
    await inSettings(page, 'Sign in to @scripted').click();
    await expectAccessible(page);
  });
}
