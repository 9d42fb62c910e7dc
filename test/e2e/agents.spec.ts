import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { AgentId } from '../../protocol/ids.ts';
import { type App, expect, scripted, test } from './fixture.ts';
import { button, composer, newSession, replies, rows, send, settings, show, steps, transcript } from './parts.ts';

const field = (page: Page, name: string) => settings(page).getByRole('textbox', { name, exact: true });
const press = (page: Page, name: string) => settings(page).getByRole('button', { name, exact: true }).click();

async function openAgents(page: Page): Promise<void> {
  await button(page, 'Settings').click();
  await press(page, 'Agents');
}

async function openForm(page: Page): Promise<void> {
  await openAgents(page);
  await press(page, 'Add custom');
}

const secretsOf = (app: App) => join(app.dataFolder, 'secrets.json');

/** Signing in comes a moment after the line of an agent, and moves its other buttons. */
const buttonsOf = (page: Page, agent: string) =>
  expect(settings(page).getByRole('button', { name: `Sign in to @${agent}` })).toBeVisible();

test('[S2.6] an agent is added, tested, used, changed and removed', async ({ app, page }) => {
  const { command, args } = scripted({ reopens: 'load' });
  await app.open(page);
  await openForm(page);
  await field(page, 'Handle').fill('mine');
  await field(page, 'Name').fill('My agent');
  await field(page, 'Command').fill(command);
  await field(page, 'Arguments').fill(args.join('\n'));
  await field(page, 'Environment').fill('GREETING=hello = world');
  await press(page, 'Test');
  await expect(settings(page).getByRole('status')).toContainText(/Scripted 1\.2\.3 answered in [\d,]+ ms\./);
  await expect(settings(page).getByRole('status')).toContainText('Loads conversations');
  await press(page, 'Save');
  await expect(settings(page).getByRole('listitem').filter({ hasText: '@mine' })).toContainText('My agent');

  await buttonsOf(page, 'mine');
  await press(page, 'Edit @mine');
  await expect(field(page, 'Handle')).toBeDisabled();
  await expect(field(page, 'Environment')).toHaveValue('GREETING=hello = world');
  await field(page, 'Name').fill('Our agent');
  await press(page, 'Save');
  await expect(settings(page).getByText('Our agent')).toBeVisible();
  await press(page, 'Close');

  await button(page, 'Use Our agent').click();
  await newSession(page).getByRole('combobox', { name: 'Folder' }).fill(app.folder);
  await page.keyboard.press('Control+Enter');
  await expect(composer(page)).toBeFocused();
  await send(page, 'Say this');
  await expect(replies(page)).toHaveText('Say this');

  await button(page, 'Settings').click();
  await press(page, 'Agents');
  await press(page, 'Remove @mine');
  await expect(settings(page).getByText('@mine', { exact: true })).toBeHidden();
  await button(page, 'Undo').click();
  await expect(settings(page).getByText('Our agent')).toBeVisible();
});

test('[S2.5] a test that fails says what the agent said last', async ({ app, page }) => {
  const { command, args } = scripted({ initialize: 'exit', stderr: ['licence: not found'] });
  await app.open(page);
  await openForm(page);
  await field(page, 'Handle').fill('broken');
  await field(page, 'Command').fill(command);
  await field(page, 'Arguments').fill(args.join('\n'));
  await press(page, 'Test');
  await expect(settings(page).getByRole('alert')).toContainText('The agent did not start.');
  await expect(settings(page).getByRole('alert')).toContainText('licence: not found');

  await field(page, 'Command').fill('no-such-program-anywhere');
  await press(page, 'Test');
  await expect(settings(page).getByRole('alert')).toContainText('The agent’s command was not found.');
});

test('[S2.6] what cannot be an agent is told field by field, and nothing typed is lost', async ({ app, page }) => {
  await app.open(page);
  await openForm(page);
  const problem = settings(page).getByRole('alert');
  await field(page, 'Handle').fill('Not a handle');
  await press(page, 'Save');
  await expect(problem).toContainText('A handle begins with a letter');
  await field(page, 'Handle').fill('mine');
  await expect(problem).toBeHidden();
  await press(page, 'Save');
  await expect(problem).toHaveText('The command is missing.');
  await field(page, 'Command').fill('somewhere');
  await field(page, 'Environment').fill('A=1\nno equals');
  await press(page, 'Save');
  await expect(problem).toHaveText('“no equals” is not NAME=value.');
  await field(page, 'Environment').fill('A=1');
  await field(page, 'Handle').fill('playbook');
  await press(page, 'Save');
  await expect(problem).toHaveText('@playbook is built in. Choose another handle.');
  await expect(field(page, 'Command')).toHaveValue('somewhere');
  await press(page, 'Cancel');
  await expect(settings(page).getByRole('list').first().getByRole('listitem')).toHaveCount(1);
});

test('[S4.3] a secret is typed once, used for the trial and the work, and never shown again', async ({ app, page }) => {
  const { command, args } = scripted({});
  await app.open(page);
  await openForm(page);
  await field(page, 'Handle').fill('mine');
  await field(page, 'Command').fill(command);
  await field(page, 'Arguments').fill(args.join('\n'));
  await press(page, 'Add a secret');
  await expect(settings(page).getByRole('group', { name: 'Secrets' })).toContainText(
    `they are kept as they are in a file that only you can read: ${secretsOf(app)}`,
  );
  await field(page, 'Name of a secret').fill('SKEIN_KEY');
  await press(page, 'Test');
  await expect(settings(page).getByRole('alert')).toContainText('A secret that the agent needs was not set.');
  await settings(page).getByLabel('Value of SKEIN_KEY').fill('sk-never-seen');
  await press(page, 'Test');
  await expect(settings(page).getByRole('status')).toContainText(/Scripted 1\.2\.3 answered/);
  await press(page, 'Save');
  await expect(settings(page).getByRole('listitem').filter({ hasText: '@mine' })).toBeVisible();

  await page.reload();
  await button(page, 'Settings').click();
  await press(page, 'Agents');
  await buttonsOf(page, 'mine');
  await press(page, 'Edit @mine');
  const value = settings(page).getByLabel('Value of SKEIN_KEY');
  await expect(value).toHaveAttribute('placeholder', 'Kept');
  await expect(value).toHaveValue('');
  await field(page, 'Name').fill('Renamed');
  await press(page, 'Save');
  await press(page, 'Close');

  await app.createSession('mine', steps({ do: 'say-env', name: 'SKEIN_KEY' }));
  await expect(rows(page)).toHaveCount(1);
  await show(page);
  await expect(replies(page)).toHaveText('SKEIN_KEY=sk-never-seen');
  expect(await readFile(secretsOf(app), 'utf8')).toContain('sk-never-seen');
  const logs = join(app.dataFolder, 'logs');
  const written = await Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')));
  expect(written.join('')).toContain('agent');
  expect(written.join('')).not.toContain('sk-never-seen');
});

test('[S4.3] a secret that the desktop app sealed says so where it is set, and where a turn failed for want of it', async ({
  app,
  page,
}) => {
  const id = AgentId.parse('mine');
  await app.client.agents.save({ id, name: 'Mine', ...scripted({}), env: {}, secrets: ['SKEIN_KEY'] });
  await app.crash();
  const sealed = { agentId: id, name: 'SKEIN_KEY', by: 'system', value: 'AAAA' };
  await writeFile(secretsOf(app), JSON.stringify({ version: 1, secrets: [sealed] }));
  await app.restart();
  await app.createSession('mine', 'hello');
  await app.open(page);
  await show(page);
  await expect(transcript(page)).toContainText('was kept in the system’s key store by the desktop app');
  await openAgents(page);
  await buttonsOf(page, 'mine');
  await press(page, 'Edit @mine');
  await expect(settings(page).getByLabel('Value of SKEIN_KEY')).toHaveAccessibleDescription(
    /^The desktop app kept it in the system’s key store, which cannot be asked here\./,
  );
});
