import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Manner } from '../support/scripted-agent.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, card, fence, newSession, question, replies, rows, send, show, state, steps } from './parts.ts';

const FAST = { id: 'fast', name: 'Fast answers', type: 'boolean', currentValue: false };
const MODEL = {
  id: 'model',
  name: 'The model',
  category: 'model',
  type: 'select',
  currentValue: 'small',
  options: [
    {
      group: 'quick',
      name: 'Quick ones',
      options: [{ value: 'small', name: 'Small', description: 'For small things.' }],
    },
    { group: 'slow', name: 'Slow ones', options: [{ value: 'large', name: 'Large' }] },
  ],
};
const OFFERS: Manner = { offers: { configOptions: [MODEL, FAST] } };

/** A choice by what it is read out as: its name, and what it is set to. */
const choice = (page: Page, name: string): Locator => page.getByRole('combobox', { name, exact: true });
const offer = (page: Page, name: string): Locator => page.getByRole('option', { name, exact: true });

async function choose(page: Page, held: string, wanted: string): Promise<void> {
  await choice(page, held).click();
  await offer(page, wanted).click();
}

/** A session whose agent has said what it offers, in two windows. */
async function inTwoWindows(app: App, page: Page, other: Page, manner: Manner): Promise<readonly Page[]> {
  await app.createSession(await app.addScriptedAgent('scripted', manner), 'hello');
  for (const each of [page, other]) {
    await app.open(each);
    await show(each);
    await expect(replies(each)).toHaveText(['hello']);
  }
  await expect(state(page, 'Finished')).toBeVisible();
  return [page, other];
}

/** Another session of that agent, which nobody has started for it. */
async function another(app: App, windows: readonly Page[]): Promise<void> {
  await app.createSession('scripted');
  for (const each of windows) {
    await expect(rows(each)).toHaveCount(2);
    await show(each);
    await expect(replies(each)).toHaveCount(0);
  }
}

test('[C35] a choice is shown in two windows, is told to the agent, and holds after the next prompt', async ({
  app,
  page,
  other,
}) => {
  const windows = await inTwoWindows(app, page, other, OFFERS);
  await choice(page, 'Model: Small').click();
  await expect(page.getByRole('group', { name: 'Quick ones' })).toContainText('For small things.');
  await expect(offer(page, 'Small')).toHaveAccessibleDescription('For small things.');
  await expect(page.getByRole('group', { name: 'Slow ones' })).toContainText('Large');
  await offer(page, 'Large').click();
  await button(page, 'Fast answers').click();
  for (const each of windows) {
    await expect(choice(each, 'Model: Large')).not.toHaveAccessibleDescription('not taken up yet');
    await expect(button(each, 'Fast answers')).toHaveAttribute('aria-pressed', 'true');
  }
  await send(page, steps({ do: 'say-choices' }));
  await expect(replies(page).last()).toContainText('"configId":"model","value":"large"');
  await expect(replies(page).last()).toContainText('"configId":"fast","type":"boolean","value":true');
  await expect(state(page, 'Finished')).toBeVisible();
  for (const each of windows) {
    await expect(choice(each, 'Model: Large')).toBeVisible();
    await expect(button(each, 'Fast answers')).toHaveAttribute('aria-pressed', 'true');
  }
});

test('[C35] a choice that the agent has not taken up is shown as such in every window', async ({
  app,
  page,
  other,
}) => {
  const windows = await inTwoWindows(app, page, other, OFFERS);
  await another(app, windows);
  await choose(page, 'Model: Small', 'Large');
  for (const each of windows) {
    await expect(choice(each, 'Model: Large')).toHaveAccessibleDescription('not taken up yet');
    await expect(button(each, 'Fast answers')).not.toHaveAccessibleDescription('not taken up yet');
  }
  await send(page, steps({ do: 'say-choices' }));
  await expect(replies(page)).toContainText('"value":"large"');
  for (const each of windows) {
    await expect(choice(each, 'Model: Large')).not.toHaveAccessibleDescription('not taken up yet');
  }
});

test('[C35] with a keyboard alone: to a choice, through what there is, and back', async ({ app, page, other }) => {
  await inTwoWindows(app, page, other, OFFERS);
  await choice(page, 'Model: Small').focus();
  await page.keyboard.press('Enter');
  await expect(offer(page, 'Small')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(offer(page, 'Large')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(choice(page, 'Model: Large')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(offer(page, 'Large')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(choice(page, 'Model: Large')).toBeFocused();
});

test('[C36] a dry run is chosen in one window, shown in the other, and nothing is run', async ({
  app,
  page,
  other,
}) => {
  await app.createSession('playbook', 'hello');
  for (const each of [page, other]) {
    await app.open(each);
    await show(each);
  }
  await choose(page, 'Mode: Run', 'Dry run');
  for (const each of [page, other]) await expect(choice(each, 'Mode: Dry run')).toBeVisible();
  await send(other, fence('sh', 'echo ran > ran.txt'));
  await expect(card(page, 'echo ran > ran.txt')).toContainText('this was not executed');
  await expect(state(page, 'Finished')).toBeVisible();
  await expect(readFile(join(app.folder, 'ran.txt'))).rejects.toThrow('ENOENT');
});

test('[C37] once everything is allowed, a command runs without a question, and every window shows that it may', async ({
  app,
  page,
  other,
}) => {
  await app.createSession('playbook');
  for (const each of [page, other]) {
    await app.open(each);
    await show(each);
  }
  await send(page, fence('sh', 'echo asked'));
  await expect(question(page)).toContainText('echo asked');
  await choose(page, 'Permissions: Ask', 'Allow everything');
  await button(page, 'Allow everything').click();
  for (const each of [page, other]) await expect(choice(each, 'Permissions: Allow everything')).toBeVisible();
  await expect(question(page), 'what was asked already is still asked').toBeVisible();
  await page.keyboard.press('Alt+Enter');
  await expect(card(page, 'echo asked')).toHaveAccessibleName('echo asked, Done');

  await send(other, fence('sh', 'echo ran > ran.txt'));
  await expect(card(page, 'echo ran > ran.txt')).toHaveAccessibleName('echo ran > ran.txt, Done');
  expect(await readFile(join(app.folder, 'ran.txt'), 'utf8')).toBe('ran\n');
  await choose(other, 'Permissions: Allow everything', 'Ask');
  for (const each of [page, other]) await expect(choice(each, 'Permissions: Ask')).toBeVisible();
  await send(page, fence('sh', 'echo again'));
  await expect(question(page)).toContainText('echo again');
});

test('[C18] [C35] [C37] what is chosen for a new session reaches it, and is offered first the next time', async ({
  app,
  page,
}) => {
  await app.createSession('playbook', 'hello');
  await app.open(page);
  await show(page);
  await expect(choice(page, 'Mode: Run')).toBeVisible();
  const dialog = newSession(page);
  const within = (name: string) => dialog.getByRole('combobox', { name, exact: true });
  await page.keyboard.press('Control+n');
  await dialog.getByRole('combobox', { name: 'Folder' }).fill(app.folder);
  await within('Mode: Run').click();
  await offer(page, 'Dry run').click();
  await within('Permissions: Ask').click();
  await offer(page, 'Allow edits').click();
  await dialog.getByRole('textbox', { name: 'First prompt' }).fill(fence('sh', 'echo ran > ran.txt'));
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog).toBeHidden();
  await expect(rows(page)).toHaveCount(2);
  await expect(card(page, 'echo ran > ran.txt')).toContainText('this was not executed');
  await expect(choice(page, 'Mode: Dry run')).toBeVisible();
  await expect(choice(page, 'Permissions: Allow edits')).toBeVisible();
  await page.reload();
  await page.keyboard.press('Control+n');
  await expect(within('Mode: Dry run')).toBeVisible();
  await expect(within('Permissions: Ask'), 'what was allowed in one session is not offered to the next').toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`[S3.7] axe finds nothing wrong in choices, which fit a small window: ${scheme}`, async ({
    app,
    page,
    other,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 900, height: 700 });
    await another(app, await inTwoWindows(app, page, other, OFFERS));
    await choose(page, 'Permissions: Ask', 'Allow everything');
    await expect(button(page, 'Cancel')).toBeFocused();
    await expectAccessible(page, '.dialog');
    await button(page, 'Allow everything').click();
    await choose(page, 'Model: Small', 'Large');
    await expect(choice(page, 'Model: Large')).toHaveAccessibleDescription('not taken up yet');
    await expectAccessible(page);
    for (const each of [
      choice(page, 'Model: Large'),
      choice(page, 'Permissions: Allow everything'),
      button(page, 'Send'),
    ])
      await expect(each).toBeInViewport({ ratio: 1 });
    await choice(page, 'Model: Large').click();
    await expect(offer(page, 'Large')).toBeVisible();
    await expectAccessible(page, '.option-menu');
    await page.keyboard.press('Escape');
    await expect(offer(page, 'Large')).toBeHidden();
    await page.keyboard.press('Control+n');
    await expect(newSession(page).getByRole('combobox', { name: 'Permissions: Ask' })).toBeVisible();
    await expectAccessible(page);
  });
}
