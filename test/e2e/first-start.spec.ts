import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixture.ts';
import { button, card, composer, newSession, question, rows, transcript } from './parts.ts';

test('[S2.6] an empty window says what to do and which agents there are', async ({ app, page }) => {
  await app.open(page);
  await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();
  await expect(page.getByText('Sessions appear here, grouped by folder.')).toBeVisible();
  await expect(page.getByText('@playbook')).toBeVisible();
  await page.getByRole('button', { name: 'Use Playbook' }).click();
  await expect(newSession(page).getByRole('combobox', { name: 'Agent' })).toHaveText('Playbook');
});

test('[S2.6] a session is made with the keyboard alone', async ({ app, page }) => {
  await app.open(page);
  await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();
  await page.keyboard.press('Control+n');
  const prompt = newSession(page).getByRole('textbox', { name: 'First prompt' });
  await expect(prompt).toBeFocused();
  await newSession(page).getByRole('combobox', { name: 'Folder' }).focus();
  await page.keyboard.type(app.folder);
  await prompt.focus();
  await page.keyboard.type('help');
  await page.keyboard.press('Control+Enter');
  await expect(newSession(page)).toBeHidden();
  await expect(transcript(page)).toContainText('I run Markdown runbooks');
  await expect(composer(page)).toBeFocused();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
});

test('[S2.6] a folder is found by walking, and offered again the next time', async ({ app, page }) => {
  await mkdir(join(app.folder, 'inner', 'core'), { recursive: true });
  await app.open(page);
  await page.getByRole('main').getByRole('button', { name: 'New session' }).click();
  const folder = newSession(page).getByRole('combobox', { name: 'Folder' });
  await folder.fill(app.folder);
  await newSession(page).getByRole('button', { name: 'Browse' }).click();
  await newSession(page).getByRole('button', { name: 'inner' }).click();
  await newSession(page).getByRole('button', { name: 'core' }).click();
  await expect(newSession(page).getByText('No folders in here.')).toBeVisible();
  await newSession(page).getByRole('button', { name: 'Parent folder' }).click();
  await expect(folder).toHaveValue(join(app.folder, 'inner'));
  await newSession(page).getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('banner').getByText('inner', { exact: true })).toBeVisible();

  await page.keyboard.press('Control+n');
  await expect(folder).toHaveValue(join(app.folder, 'inner'));
});

test('[S2.6] recent folders are offered', async ({ app, page }) => {
  const other = join(app.folder, 'other');
  await mkdir(other);
  await app.createSession('playbook');
  await app.open(page);
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press('Control+n');
  const folder = newSession(page).getByRole('combobox', { name: 'Folder' });
  await folder.fill(other);
  await page.keyboard.press('Control+Enter');
  await expect(rows(page)).toHaveCount(2);
  await page.keyboard.press('Control+n');
  await newSession(page)
    .getByRole('list', { name: 'Recent folders' })
    .getByRole('button', { name: app.folder, exact: true })
    .first()
    .click();
  await expect(folder).toHaveValue(app.folder);
});

test('[S2.6] a folder that does not exist makes nothing and loses nothing', async ({ app, page }) => {
  await app.open(page);
  await button(page, 'New session').last().click();
  const missing = join(app.folder, 'nowhere');
  await newSession(page).getByRole('button', { name: 'Start' }).click();
  await expect(newSession(page).getByRole('alert')).toHaveText('Choose a folder first.');
  await newSession(page).getByRole('combobox', { name: 'Folder' }).fill(missing);
  await newSession(page).getByRole('textbox', { name: 'First prompt' }).fill('Words that took a while');
  await newSession(page).getByRole('button', { name: 'Start' }).click();
  await expect(newSession(page).getByRole('alert')).toHaveText(
    `There is no folder ${missing}. Choose one that exists.`,
  );
  await expect(newSession(page).getByRole('textbox', { name: 'First prompt' })).toHaveValue('Words that took a while');
  await expect(rows(page)).toHaveCount(0);
  expect((await app.client.sessions.list({ limit: 10, after: null })).sessions).toEqual([]);
});

test('[S2.6] the tour shows a question, a command and an edit', async ({ app, page }) => {
  await app.open(page);
  await page.getByRole('button', { name: 'Try the tour runbook' }).click();
  await newSession(page).getByRole('combobox', { name: 'Folder' }).fill(app.folder);
  await page.keyboard.press('Control+Enter');
  await question(page).getByRole('button', { name: 'Always, by the agent' }).click();
  await expect(card(page, 'skein-tour.md')).toHaveCount(2);
  await expect(rows(page).getByRole('img', { name: 'Finished' })).toBeVisible();
});

test('[S5.9] a runbook that comes with Playbook is one press away, with the agent that runs it', async ({
  app,
  page,
}) => {
  await app.open(page);
  await page.getByRole('button', { name: 'Try: Review of a branch' }).click();
  await expect(newSession(page).getByRole('textbox', { name: 'First prompt' })).toHaveValue('/review-branch');
  await expect(newSession(page).getByRole('combobox', { name: 'Agent' })).toHaveText('Playbook');
});
