import type { Locator, Page } from '@playwright/test';
import { PNG } from '../support/attachments.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixture.ts';
import { button, composer, replies, rows, show, steps, transcript } from './parts.ts';

const session = (page: Page): Locator => page.getByRole('main');
const draft = (page: Page): Locator => page.getByRole('list', { name: 'Attached to what you write' });
const chips = (page: Page): Locator => draft(page).getByRole('listitem');
/** What the prompts that were sent carry. */
const sent = (page: Page): Locator => transcript(page).getByRole('list', { name: 'Attachments' });
const waiting = (page: Page): Locator => page.getByRole('region', { name: 'Waiting prompts' });
const viewer = (page: Page, name: string): Locator => page.getByRole('dialog', { name });

type Given = { readonly name: string; readonly type: string; readonly base64: string };
const SHOT: Given = { name: 'shot.png', type: 'image/png', base64: PNG.toString('base64') };
const text = (name: string, words: string): Given => ({
  ...{ name, type: 'text/plain' },
  base64: Buffer.from(words).toString('base64'),
});

/** Files, and words, as a drag or a clipboard brings them. */
const transferOf = (page: Page, files: readonly Given[], words = '') =>
  page.evaluateHandle(
    ([given, plain]) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      if (plain !== '') data.setData('text/plain', plain);
      return data;
    },
    [files, words] as const,
  );

async function paste(page: Page, files: readonly Given[], words = ''): Promise<void> {
  const clipboardData = await transferOf(page, files, words);
  await composer(page).evaluate((area, data) => {
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, clipboardData);
}

const choose = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  page.locator('input[type=file]').setInputFiles(files);

/** Whether the picture in it has been drawn. */
const isDrawn = (picture: Locator) =>
  picture.evaluate((img) => img instanceof HTMLImageElement && img.naturalWidth > 0);

test('[S4.4] a pasted picture goes with the words, is what the agent gets, and opens from the transcript', async ({
  app,
  page,
}) => {
  const agent = await app.addScriptedAgent('looking', { takes: { image: true, embeddedContext: true } });
  await app.createSession(agent);
  await app.open(page);
  await show(page);

  await paste(page, [SHOT], 'a cell');
  await expect(draft(page)).toHaveCount(0); // a table is offered as a picture, too: its words are meant
  await paste(page, [SHOT]);
  await expect(chips(page)).toHaveText([/shot\.png\s*70 bytes/]);
  await expect.poll(() => isDrawn(chips(page).locator('img'))).toBe(true);
  await expect(page.getByText('Attached shot.png')).toBeAttached();

  await composer(page).fill(steps({ do: 'say-enclosed' }));
  await composer(page).press('Enter');
  await expect(replies(page)).toContainText('"type":"image","mimeType":"image/png","data":96');
  await expect(draft(page)).toHaveCount(0);

  await sent(page).getByRole('button', { name: 'Open shot.png, 70 bytes' }).press('Enter');
  await expect.poll(() => isDrawn(viewer(page, 'shot.png').getByRole('img', { name: 'shot.png' }))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(viewer(page, 'shot.png')).toHaveCount(0);
  await expect(sent(page).getByRole('button')).toBeFocused();

  await page.reload();
  await expect.poll(() => isDrawn(sent(page).locator('img'))).toBe(true);
  await transcript(page).getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Remove shot.png' }).click();
  await expect(page.getByRole('textbox', { name: 'Edited prompt' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(replies(page)).toHaveText('[]');
  await expect(sent(page)).toHaveCount(0);
});

test('[S4.4] files are dropped on a visible target and chosen from the disk; what cannot be attached says what to do', async ({
  app,
  page,
}) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  const target = page.getByText('Drop to attach');

  await session(page).dispatchEvent('dragover', { dataTransfer: await transferOf(page, [], 'only words') });
  await expect(target).toHaveCount(0);
  const dataTransfer = await transferOf(page, [SHOT, text('notes.md', '# Notes')]);
  await session(page).dispatchEvent('dragover', { dataTransfer });
  await expect(target).toBeVisible();
  await session(page).dispatchEvent('dragleave', { dataTransfer });
  await expect(target).toHaveCount(0);
  await session(page).dispatchEvent('dragover', { dataTransfer });
  await session(page).dispatchEvent('drop', { dataTransfer });
  await expect(target).toHaveCount(0);
  await expect(chips(page)).toHaveText([/shot\.png/, /notes\.md/]);

  const alert = page.getByRole('alert');
  const large = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) };
  await choose(page, large, { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  await expect(alert).toContainText('film.mp4 is too large to attach: a file may have 10 MB.');
  await expect(chips(page)).toHaveText([/shot\.png/, /notes\.md/, /a\.txt/]);
  const many = Array.from({ length: 18 }, (_, n) => ({
    ...{ name: `${n}.txt`, mimeType: 'text/plain' },
    buffer: Buffer.from(`${n}`),
  }));
  await choose(page, ...many);
  await expect(alert).toContainText('at most 20 files');
  await expect(chips(page)).toHaveCount(20);
  await button(page, 'Dismiss').click();
  await expect(alert).toHaveCount(0);
  await expect(draft(page).getByRole('progressbar')).toHaveCount(0);

  await chips(page).nth(1).getByRole('button', { name: 'Remove notes.md' }).press('Delete');
  await expect(button(page, 'Open a.txt, 1 byte')).toBeFocused();
  await expect(page.getByText('Removed notes.md')).toBeAttached();
  await composer(page).press('Backspace');
  await expect(chips(page).last()).toContainText('15.txt');
  await composer(page).fill('words');
  await composer(page).press('Backspace');
  await expect(chips(page)).toHaveCount(18);
});

test('[S4.4] files wait with their prompt and with a draft, over a reload and a crash of the host', async ({
  app,
  page,
}) => {
  const agent = await app.addScriptedAgent();
  const gate = app.gate('first');
  await app.createSession(agent, steps({ do: 'say', text: 'Working.' }, gate.step));
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Working.');

  await choose(page, { name: 'shot.png', mimeType: 'image/png', buffer: PNG });
  await expect(button(page, 'Queue')).toBeEnabled();
  await composer(page).press('Enter');
  await expect(waiting(page).getByRole('listitem')).toContainText('shot.png');
  await expect(waiting(page).getByRole('listitem')).toContainText('1 file');
  await waiting(page).getByRole('button', { name: 'Edit in the composer' }).click();
  await expect(chips(page)).toHaveText([/shot\.png/]);
  await expect(waiting(page)).toHaveCount(0);

  await page.reload();
  await expect(chips(page)).toHaveText([/shot\.png/]);
  await expect.poll(() => isDrawn(chips(page).locator('img'))).toBe(true);
  await composer(page).fill(steps({ do: 'say-enclosed' }));
  await composer(page).press('Enter');
  await expect(waiting(page).getByRole('listitem')).toContainText('1 file');
  await app.crash();
  await app.restart();
  await app.open(page);
  await waiting(page).getByRole('button', { name: 'Send them' }).click();
  await expect(replies(page).last()).toContainText('"type":"resource_link"');
  await expect(transcript(page).getByText('This agent cannot look at pictures.')).toContainText('shot.png');
  await expect(sent(page)).toHaveCount(1);

  await paste(page, [SHOT]);
  await expect(page.getByText('Scripted cannot look at pictures: it is told where they are')).toBeVisible();
  await button(page, 'Remove shot.png').click();
  await expect(page.getByText('Scripted cannot look')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[S4.4] axe finds nothing wrong in attaching and looking: ${colorScheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme });
    await app.createSession('playbook');
    await app.open(page);
    await expect(rows(page)).toHaveCount(1);
    await show(page);
    await paste(page, [SHOT, text('runbook.md', '# Check\n\nOnly words.')]);
    await expect(draft(page).getByRole('progressbar')).toHaveCount(0);
    await composer(page).press('Enter');
    await expect(sent(page)).toBeVisible();
    await expect(replies(page)).toContainText('Only words.');
    await paste(page, [SHOT, text('notes.md', '# Notes')]);
    await expect(chips(page)).toHaveCount(2);
    await expectAccessible(page);
    await sent(page).getByRole('button', { name: 'Open runbook.md' }).click();
    await expect(viewer(page, 'runbook.md')).toContainText('# Check');
    await expectAccessible(page);
  });
}
