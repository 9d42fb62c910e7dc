import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { SessionId } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, composer, replies, rows, send, show, state, steps, transcript } from './parts.ts';

const PLAN = { name: 'plan', description: 'Plans the work before it begins', input: { hint: 'what to plan' } };
const REVIEW = { name: 'review', description: 'Reviews what was changed' };

const suggestions = (page: Page): Locator => page.getByRole('listbox', { name: 'Suggestions' });
const lines = (page: Page): Locator => suggestions(page).getByRole('option');
const group = (page: Page, name: string): Locator => suggestions(page).getByRole('group', { name });
/** The line that Enter would take. */
const active = (page: Page): Locator => suggestions(page).getByRole('option', { selected: true });

async function put(app: App, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(app.folder, path)), { recursive: true });
    await writeFile(join(app.folder, path), `words of ${path}`);
  }
}

/** A session of an agent that knows commands and takes files, and one beside it; the first is shown. */
async function begin(app: App, page: Page): Promise<{ readonly other: SessionId }> {
  await app.addScriptedAgent('scripted', { announces: [PLAN, REVIEW], embeds: true, tellsGiven: true });
  await put(app, 'src/agent/files.ts', 'src/agent/runner.ts', 'notes of mine.md', 'README.md');
  const other = await app.createSession('scripted', 'Mend the login');
  await app.open(page);
  await expect(rows(page)).toHaveCount(1);
  await show(page);
  await expect(replies(page)).toHaveCount(1);
  await app.createSession('scripted');
  await expect(rows(page)).toHaveCount(2);
  await show(page);
  return { other };
}

test('[C33] [C34] [S4.4] a slash offers what the agent understands, and the aside; keys walk it, and the hint of what was taken stands behind it', async ({
  app,
  page,
}) => {
  await begin(app, page);
  const text = composer(page);
  await text.pressSequentially('/');
  await expect(lines(page)).toHaveText([/^\/plan.*Plans the work/, /^\/review/, /^\/btw/]);
  await expect(text).toHaveAttribute('aria-activedescendant', (await lines(page).first().getAttribute('id')) ?? '');
  await text.press('ArrowDown');
  await expect(active(page)).toContainText('/review');
  await text.press('ArrowUp');
  await text.press('ArrowUp');
  await expect(active(page)).toContainText('/btw');

  await text.press('Escape');
  await expect(suggestions(page)).toBeHidden();
  await expect(text).toBeFocused();
  await text.pressSequentially('x');
  await expect(suggestions(page)).toBeHidden();

  await text.fill('');
  await text.pressSequentially('/pl');
  await expect(lines(page)).toHaveCount(1);
  await text.press('Enter');
  await expect(text).toHaveValue('/plan ');
  await expect(page.getByText('what to plan')).toBeVisible();
  await text.pressSequentially('the garden');
  await expect(page.getByText('what to plan')).toBeHidden();
  await text.press('Control+z');
  await text.press('Enter');
  await expect(replies(page)).toHaveText(/^\/plan/);

  await text.pressSequentially('see /pl');
  await expect(suggestions(page)).toBeHidden();
  await text.fill('');
  await text.pressSequentially('/xyz');
  await expect(page.getByText('No command of that name')).toBeVisible();
  await text.press('Enter');
  await expect(replies(page)).toHaveCount(2);
  await expect(replies(page).last()).toContainText('/xyz');
  await text.pressSequentially('/review');
  await expect(active(page)).toContainText('/review');
  await text.press('Enter');
  await expect(replies(page)).toHaveCount(3);
  await expect(suggestions(page)).toBeHidden();
});

test('[S4.4] commands that are announced late, or anew in a turn, are offered at once', async ({ app, page }) => {
  await app.addScriptedAgent();
  await app.createSession('scripted');
  await app.open(page);
  await show(page);
  await composer(page).pressSequentially('/');
  await expect(lines(page)).toHaveText([/^\/btw/]);
  await expect(page.getByText('This agent has announced no commands yet')).toBeVisible();
  await send(page, steps({ do: 'announce', commands: [PLAN] }, { do: 'wait-for-cancel' }));
  await expect(composer(page)).toHaveValue('');
  await composer(page).pressSequentially('/');
  await expect(lines(page)).toHaveText([/^\/plan/, /^\/btw/]);
  await composer(page).fill('');
  await button(page, 'Stop').click();
  await expect(state(page, 'Stopped')).toBeVisible();
  await send(page, steps({ do: 'announce', commands: [REVIEW], later: true }));
  await expect(composer(page)).toHaveValue('');
  await composer(page).pressSequentially('/');
  await expect(lines(page)).toHaveText([/^\/review/, /^\/btw/]);
  await app.crash();
  await app.restart();
  await app.open(page);
  await composer(page).fill('');
  await composer(page).pressSequentially('/');
  await expect(lines(page)).toHaveText([/^\/review/, /^\/btw/]);
});

test('[S4.4] a sign offers files, folders and sessions; what is taken goes with the prompt, and stands in it as what it is', async ({
  app,
  page,
}) => {
  const { other } = await begin(app, page);
  const text = composer(page);
  await text.pressSequentially('Compare @');
  await expect(group(page, 'Files').getByRole('option').first()).toBeVisible();
  await expect(group(page, 'Sessions').getByRole('option')).toHaveText([/^Mend the login/]);
  await text.pressSequentially('agent');
  await expect(active(page)).toHaveText(/^agent\//);
  await text.press('Tab');
  await expect(text).toHaveValue('Compare @src/agent/');
  await text.pressSequentially('fi');
  await expect(active(page)).toHaveText(/^files\.ts/);
  await text.press('Enter');
  await expect(text).toHaveValue('Compare @src/agent/files.ts ');
  await text.pressSequentially('with @notes');
  await expect(active(page)).toHaveText(/^notes of mine\.md/);
  await active(page).click();
  await expect(text).toHaveValue('Compare @src/agent/files.ts with @"notes of mine.md" ');
  await text.pressSequentially('as in @session:log');
  await expect(active(page)).toHaveText(/^Mend the login/);
  const box = await suggestions(page).boundingBox();
  const field = await text.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(field?.y ?? 0);
  await text.press('Enter');
  await expect(text).toHaveValue(new RegExp(`as in @session:${other} $`));
  await expect(page.getByRole('list', { name: 'Sessions that go with this prompt' })).toHaveText('Mend the login');

  await text.press('Enter');
  await expect(replies(page)).toHaveCount(1);
  const given = replies(page).first();
  for (const words of ['words of src/agent/files.ts', 'words of notes of mine.md', '"uri":"Mend the login"']) {
    await expect(given).toContainText(words);
  }
  const prompt = transcript(page).getByRole('article', { name: 'You' });
  await expect(prompt).toContainText('Compare src/agent/files.ts with notes of mine.md as in Mend the login');
  const rename = { type: 'rename', sessionId: other, title: 'Login, mended' } as const;
  await app.client.sessions.dispatch(rename);
  await prompt.getByRole('button', { name: 'Open session “Login, mended”' }).click();
  await expect(page.getByRole('heading', { name: 'Login, mended' })).toBeVisible();
});

test('[S4.4] a prompt that is edited is completed like a new one, and Escape takes away only what is offered', async ({
  app,
  page,
}) => {
  await begin(app, page);
  await send(page, 'Look at');
  await expect(replies(page)).toHaveCount(1);
  await transcript(page).getByRole('article', { name: 'You' }).hover();
  await button(page, 'Edit').click();
  const editor = page.getByRole('textbox', { name: 'Edited prompt' });
  await editor.pressSequentially(' @read');
  await expect(active(page)).toHaveText('README.md');
  await editor.press('Escape');
  await expect(suggestions(page)).toBeHidden();
  await expect(editor).toBeFocused();
  await editor.pressSequentially(' @rea');
  await expect(active(page)).toHaveText('README.md');
  await editor.press('Enter');
  await expect(editor).toHaveValue('Look at @read @README.md ');
  await editor.press('Enter');
  await expect(replies(page)).toContainText(['words of README.md']);
});

test('[S4.4] words of an input method are its own until they are written', async ({ app, page }) => {
  await begin(app, page);
  const text = composer(page);
  await text.pressSequentially('@no');
  await expect(active(page)).toHaveText(/^notes/);
  const composed = (key: string) =>
    text.evaluate((field, pressed) => {
      const init = { key: pressed, keyCode: 229, isComposing: true, bubbles: true, cancelable: true };
      return field.dispatchEvent(new KeyboardEvent('keydown', init));
    }, key);
  for (const key of ['Enter', 'Tab', 'ArrowDown', 'Escape']) expect(await composed(key), key).toBe(true);
  await expect(text).toHaveValue('@no');
  await expect(active(page)).toHaveText(/^notes/);
  await text.press('Enter');
  await expect(text).toHaveValue('@"notes of mine.md" ');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[S4.4] axe finds nothing wrong in what is offered and mentioned: ${colorScheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 900, height: 700 });
    const { other } = await begin(app, page);
    await composer(page).pressSequentially('/');
    await expect(lines(page)).toHaveCount(3);
    await expectAccessible(page);
    await composer(page).fill('');
    await composer(page).pressSequentially('@');
    await expect(group(page, 'Files').getByRole('option').first()).toBeVisible();
    await expectAccessible(page);
    await composer(page).fill(`As in @session:${other} and @session:se-01ARZ3NDEKTSV4RRFFQ69G5FAV, @README.md`);
    await expect(page.getByText('A session that is not here any more')).toBeVisible();
    await expectAccessible(page);
    await composer(page).press('Enter');
    await expect(replies(page)).toHaveCount(1);
    await expectAccessible(page);
  });
}
