import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { button, composer, newSession, rows, sessions, settings, show, steps } from './parts.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });
const field = (page: Page) => palette(page).getByRole('combobox');
const titleField = (page: Page) => page.getByRole('textbox', { name: 'Rename' });
const plan = (page: Page) => page.getByRole('complementary', { name: 'Plan' });

test('[X5] a dialog that is closed gives the focus back to where it was', async ({ app, page }) => {
  await app.createSession('playbook', 'Hello');
  await app.open(page);
  await show(page);
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+,');
  await expect(settings(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(settings(page)).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
});

test('[B28] with the palette over a dialog, one Escape closes one of them', async ({ app, page }) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  await page.keyboard.press('Control+n');
  const prompt = newSession(page).getByRole('textbox', { name: 'First prompt' });
  await prompt.fill('Half a thought');
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);
  await expect(prompt).toHaveValue('Half a thought');
  await expect(prompt).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(newSession(page)).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
});

test('[B28] where the palette leads is not hidden behind a dialog', async ({ app, page }) => {
  const sessionId = await app.createSession('playbook');
  await app.client.sessions.dispatch({ type: 'rename', sessionId, title: 'Somewhere else' });
  await app.open(page);
  await page.keyboard.press('Control+,');
  await expect(settings(page)).toBeVisible();
  await page.keyboard.press('Control+k');
  await field(page).fill('somewhere');
  await expect(palette(page).getByRole('option', { name: /Somewhere else/ })).toBeVisible(); // the host has told of it
  await page.keyboard.press('Enter');
  await expect(palette(page)).toHaveCount(0);
  await expect(settings(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Somewhere else');
});

test('[B28] a menu in a dialog goes before the dialog, and keeps the keys meanwhile', async ({ app, page }) => {
  await app.open(page);
  await page.keyboard.press('Control+n');
  await newSession(page).getByRole('combobox', { name: 'Agent' }).click();
  await expect(page.getByRole('option', { name: /Playbook/ })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(palette(page)).toHaveCount(0);
  await expect(newSession(page)).toBeVisible();
});

test('[B28] keys of the window do nothing behind a dialog', async ({ app, page }) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  await page.keyboard.press('Control+,');
  await expect(settings(page)).toBeVisible();
  for (const keys of ['Control+b', 'Control+n', 'F2']) await page.keyboard.press(keys);
  await expect(settings(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(settings(page)).toHaveCount(0);
  await expect(sessions(page)).toBeVisible();
  await expect(newSession(page)).toHaveCount(0);
  await expect(titleField(page)).toHaveCount(0);
});

test('[X5] a title that is edited takes Escape before what lies beside it, and Delete is a letter there', async ({
  app,
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 700 });
  const agent = await app.addScriptedAgent();
  const entries = [{ content: 'One step', priority: 'medium', status: 'pending' }];
  const id = await app.createSession(agent, steps({ do: 'update', update: { sessionUpdate: 'plan', entries } }));
  await app.client.sessions.dispatch({ type: 'rename', sessionId: id, title: 'Kept' });
  await app.open(page);
  await show(page);
  await button(page, 'Show the plan').click();
  await expect(plan(page)).toBeVisible();

  await sessions(page).focus();
  await page.keyboard.press('F2');
  await expect(titleField(page)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await expect(titleField(page)).toHaveValue('ept');
  await page.keyboard.press('Escape');
  await expect(titleField(page)).toHaveCount(0);
  await expect(rows(page)).toHaveText([/Kept/]);
  await expect(plan(page)).toBeVisible();
  await composer(page).focus();
  await page.keyboard.press('Escape');
  await expect(plan(page)).toHaveCount(0);
});

test('[B28][X5] while words are composed, Escape and Enter are the input method’s', async ({ app, page, context }) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  await page.keyboard.press('Control+n');
  const prompt = newSession(page).getByRole('textbox', { name: 'First prompt' });
  await prompt.focus();
  const input = await context.newCDPSession(page);
  await input.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await expect(prompt).toHaveValue('にほ');
  // An input method's own presses arrive like this.
  const composed = (key: string) =>
    prompt.evaluate((element, pressed) => {
      element.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: pressed,
          keyCode: 229,
          isComposing: true,
          bubbles: true,
          cancelable: true,
        }),
      );
    }, key);
  await composed('Escape');
  await composed('Enter');
  await expect(newSession(page)).toBeVisible();
  await input.send('Input.insertText', { text: '日本' });
  await expect(prompt).toHaveValue('日本');
  await page.keyboard.press('Escape');
  await expect(newSession(page)).toHaveCount(0);

  await composer(page).fill('');
  await input.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
  await composer(page).evaluate((element) => {
    element.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true }),
    );
  });
  await input.send('Input.insertText', { text: '日' });
  await expect(composer(page)).toHaveValue('日');
  await expect(page.getByRole('article', { name: 'You' })).toHaveCount(0);
});

test('[B28] where nothing lies over the window, Escape belongs to what has the focus', async ({ app, page }) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  await composer(page).evaluate((element) => {
    element.addEventListener('keydown', (event) => {
      element.dataset.heard = event.defaultPrevented ? 'taken' : 'left';
    });
  });
  await page.keyboard.press('Escape');
  await expect(composer(page)).toHaveAttribute('data-heard', 'left');
  await expect(composer(page)).toBeFocused();
});
