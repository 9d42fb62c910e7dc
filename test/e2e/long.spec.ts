import type { Page } from '@playwright/test';
import type { SessionId } from '../../protocol/ids.ts';
import { LONG_OUTPUT, outputLine, writeLongSession } from '../support/long-session.ts';
import { expectAccessible } from './axe.ts';
import { App, expect, test } from './fixture.ts';
import { button, card, fence, replies, rows, state, steps, transcript } from './parts.ts';

const ITEMS = 100_000;
const OUTPUT_CHARS = 100 * 1024 * 1024;
const LAST_LINE = Math.floor(OUTPUT_CHARS / (outputLine(0).length + 1)) - 1;

// One host for all of them: writing so long a session takes seconds.
test.describe.configure({ mode: 'default' });

let app: App;
let long: SessionId;

const output = { title: 'Output', items: 30, outputChars: OUTPUT_CHARS } as const;

test.beforeAll(async () => {
  app = await App.start();
  const agentId = await app.addScriptedAgent();
  await app.crash();
  const { folder } = app;
  long = writeLongSession(app.dataFolder, { title: 'Long', items: ITEMS, outputChars: 0, agentId, folder });
  writeLongSession(app.dataFolder, { ...output, agentId, folder });
  await app.restart();
});

test.afterAll(() => app.close());

const step = (page: Page, n: number) => card(page, `Step ${n}`);
const firstPrompt = (page: Page) => transcript(page).getByText('Prompt 0', { exact: true });
const list = (page: Page) => transcript(page).locator('[tabindex="0"]').first();
const articles = (page: Page) => transcript(page).getByRole('article');
const viewer = (page: Page) => page.getByRole('dialog', { name: `Output of ${LONG_OUTPUT}` });
const shownText = (page: Page) => viewer(page).getByRole('document', { name: 'Output' });
const atLine = (n: number) => outputLine(n).slice(0, 'line 000000000'.length);

async function openLong(page: Page): Promise<void> {
  await app.open(page);
  await rows(page).filter({ hasText: 'Long' }).click();
  await expect(articles(page).last()).toBeInViewport();
}

async function openViewer(page: Page): Promise<void> {
  await app.open(page);
  await rows(page).filter({ hasText: 'Output' }).click();
  await card(page, LONG_OUTPUT).getByRole('button', { name: 'Open in viewer' }).click();
  await expect(shownText(page)).toBeFocused();
}

/** Turns the wheel, and finds the row in the middle exactly so much further on: whatever came or went, nothing jumped. */
async function turnWheel(page: Page, pixels: number): Promise<void> {
  await expect.poll(() => isDrawnBeyond(page, Math.sign(-pixels)), { intervals: [20] }).toBe(true);
  const row = await transcript(page).evaluateHandle((element) => {
    const box = element.getBoundingClientRect();
    const reaches = (article: Element) => article.getBoundingClientRect().bottom > box.top + box.height / 2;
    return [...element.querySelectorAll('article')].find(reaches);
  });
  const top = () => row.evaluate((element) => Math.round(element?.getBoundingClientRect().top ?? Number.NaN));
  const before = await top();
  await page.mouse.wheel(0, -pixels);
  await expect.poll(top, { intervals: [20] }).toBe(before + pixels);
}

/** Whether rows are drawn, and so measured, as far as a turn of the wheel in this direction goes. */
function isDrawnBeyond(page: Page, direction: number): Promise<boolean> {
  return transcript(page).evaluate((element, down) => {
    const box = element.getBoundingClientRect();
    const all = [...element.querySelectorAll('article')];
    if (down > 0) return (all.at(-1)?.getBoundingClientRect().bottom ?? 0) > box.bottom + 300;
    return (all[0]?.getBoundingClientRect().top ?? 0) < box.top - 300;
  }, direction);
}

test('[S3.8] a session of 100,000 items opens at its end, and reading up brings them without a jump', async ({
  page,
}) => {
  await openLong(page);
  await expect(step(page, ITEMS - 1)).toBeInViewport();
  expect(await articles(page).count()).toBeLessThan(100);
  await transcript(page).hover();
  for (let turn = 0; turn < 50; turn += 1) await turnWheel(page, 250);
  await expect(step(page, ITEMS - 101)).toHaveCount(0);
  expect(await articles(page).count()).toBeLessThan(100);
  for (let turn = 0; turn < 45; turn += 1) await turnWheel(page, -250);
  await page.mouse.wheel(0, 2_000);
  await expect(step(page, ITEMS - 1)).toBeInViewport();
  await expect(button(page, 'New below')).toHaveCount(0);
});

test('[S3.8] one key goes to the first prompt of 100,000 items, one to the end, and one reads on from either', async ({
  page,
}) => {
  await openLong(page);
  await list(page).focus();
  await page.keyboard.press('Home');
  await expect(firstPrompt(page)).toBeInViewport();
  await expect(button(page, 'Jump to the start')).toHaveCount(0);
  await transcript(page).hover();
  for (let turn = 0; turn < 40; turn += 1) await turnWheel(page, -250);
  expect(await articles(page).count()).toBeLessThan(100);
  await button(page, 'Jump to the start').waitFor({ state: 'detached' });
  await page.keyboard.press('End');
  await expect(step(page, ITEMS - 1)).toBeInViewport();
  await expect(button(page, 'New below')).toHaveCount(0);
  await page.mouse.wheel(0, -600);
  await button(page, 'Jump to the start').click();
  await expect(firstPrompt(page)).toBeInViewport();
  await expect(list(page)).toBeFocused();
  for (let turn = 0; turn < 5; turn += 1) await turnWheel(page, -250);
});

test('[S3.8] a reader who drags the bar to where nothing was loaded yet finds the items there', async ({ page }) => {
  await openLong(page);
  await transcript(page).hover();
  await page.mouse.wheel(0, -100);
  await expect(button(page, 'New below')).toBeVisible();
  await list(page).evaluate((element) => element.scrollTo(0, 0));
  await expect(step(page, ITEMS - 1_098)).toBeInViewport();
  for (let turn = 0; turn < 10; turn += 1) await turnWheel(page, 250);
  await expect(button(page, 'Jump to the start')).toBeVisible();
});

test('[S3.8] more than a view holds is read down and up again without a gap or a jump', async ({ page }) => {
  await openLong(page);
  await list(page).focus();
  await page.keyboard.press('Home');
  await expect(firstPrompt(page)).toBeInViewport();
  await transcript(page).hover();
  const seen = new Set<string>();
  const note = async () => {
    for (const title of await transcript(page).locator('.card-title').allTextContents()) seen.add(title);
  };
  const wheelTo = async (n: number, pixels: number) => {
    while ((await step(page, n).count()) === 0) {
      await page.mouse.wheel(0, pixels);
      await page.evaluate(() => new Promise(requestAnimationFrame));
      await note();
    }
  };
  await note();
  await wheelTo(1_405, 700);
  const steps = Array.from({ length: 1_300 }, (_, n) => n).filter((n) => n % 10 > 1);
  expect(steps.filter((n) => !seen.has(`Step ${n}`))).toEqual([]);
  await expect(button(page, 'Jump to the start')).toBeVisible();
  for (let turn = 0; turn < 20; turn += 1) await turnWheel(page, 250);
  await wheelTo(3, -2_000);
  await page.mouse.wheel(0, -10_000);
  await expect(firstPrompt(page)).toBeInViewport();
});

test('[S3.8] while an agent writes, a reader far above is left in peace, and one press shows what came', async ({
  page,
}) => {
  await openLong(page);
  const more = app.gate('more');
  const words = Array.from({ length: 40 }, (_, n) => ({ do: 'say', text: `Word ${n}. ` }) as const);
  await app.prompt(long, steps(...words, more.step, ...words, { do: 'say', text: 'The last word.' }));
  await expect(replies(page).last()).toContainText('Word 39.');
  await list(page).focus();
  await page.keyboard.press('Home');
  await expect(firstPrompt(page)).toBeInViewport();
  await transcript(page).hover();
  await turnWheel(page, -250);
  // The list takes no pointer while it scrolls; afterwards it settles which rows it draws.
  await expect(page.locator('.transcript-scroll > div')).toHaveCSS('pointer-events', 'auto');
  const before = await step(page, 12).boundingBox();
  await transcript(page).evaluate((element) => {
    const seen = new MutationObserver((changes) => {
      element.dataset.changes = changes.map(({ target }) => target.textContent).join();
    });
    const scrolled = element.querySelector('.transcript-scroll');
    if (scrolled) seen.observe(scrolled, { childList: true, characterData: true, subtree: true });
  });
  await more.open();
  await expect(rows(page).filter({ hasText: 'Long' }).getByRole('img', { name: 'Finished' })).toBeVisible();
  expect(await step(page, 12).boundingBox()).toEqual(before);
  expect(await transcript(page).getAttribute('data-changes')).toBe(null);
  await button(page, 'New below').click();
  await expect(replies(page).last()).toContainText('The last word.');
  await expect(replies(page).last()).toBeInViewport();
});

test('[S3.8] an output of 100 MB is paged through from its start to its end and back, and its middle is reached', async ({
  page,
}) => {
  await openViewer(page);
  await expect(shownText(page)).toContainText(atLine(0));
  await expect(viewer(page)).toContainText('Character 1 of 104,857,600 · 0%');
  for (let turn = 0; turn < 30; turn += 1) await page.keyboard.press('PageDown');
  await expect(shownText(page)).toContainText(/line 00000[01]\d00 /);
  await expect(shownText(page)).not.toContainText(atLine(0));
  await page.keyboard.press('End');
  await expect(shownText(page)).toContainText(atLine(LAST_LINE));
  await expect(viewer(page)).toContainText('· 100%');
  await page.keyboard.press('PageUp');
  await expect(shownText(page)).toContainText(atLine(LAST_LINE - 60));
  expect((await shownText(page).textContent())?.length).toBeLessThan(30_000);
  const bar = await viewer(page).getByRole('scrollbar').boundingBox();
  if (!bar) throw new Error('There is no bar');
  await page.mouse.click(bar.x + bar.width / 2, bar.y + bar.height / 2);
  await expect(viewer(page)).toContainText(/· (49|50)%/);
  await expect(shownText(page)).toContainText(atLine(Math.floor(LAST_LINE / 2)).slice(0, 'line 00065'.length));
  await page.mouse.wheel(0, -40_000);
  await page.keyboard.press('Home');
  await expect(shownText(page)).toContainText(atLine(0));
  await page.keyboard.press('Escape');
  await expect(viewer(page)).toBeHidden();
  await expect(button(page, 'Open in viewer')).toBeFocused();
});

test('[S3.8] what could not be loaded is said, and loaded when it is tried again', async ({ page }) => {
  let cut = async () => {};
  let isCut = false;
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    if (isCut) void socket.close();
    else socket.connectToServer();
    cut = () => socket.close();
  });
  await openViewer(page);
  await expect(shownText(page)).toContainText(atLine(0));
  isCut = true;
  await cut();
  await expect(page.getByText('The connection to the host was lost. Reconnecting…')).toBeVisible();
  await page.keyboard.press('End');
  await expect(viewer(page).getByRole('status')).toHaveText('This part of the output could not be loaded.');
  isCut = false;
  await expect(page.getByText('The connection to the host was lost. Reconnecting…')).toBeHidden();
  await viewer(page).getByRole('button', { name: 'Try again' }).click();
  await expect(shownText(page)).toContainText(atLine(LAST_LINE));
  await expect(viewer(page).getByRole('status')).toHaveText('');
});

test('[S3.8] an output that still grows is followed at its end in the viewer', async ({ page }) => {
  const go = app.gate('go');
  const command = `seq 1 40000\nuntil [ -e ${go.step.path} ]; do sleep 0.05; done\nseq 90001 90500`;
  const session = await app.createSession('playbook', fence('sh', command));
  await app.client.sessions.dispatch({ type: 'rename', sessionId: session, title: 'Growing' });
  await app.open(page);
  await rows(page).filter({ hasText: 'Growing' }).click();
  await button(page, 'Allow once').click();
  await button(page, 'Open in viewer').click();
  const text = page.getByRole('document', { name: 'Output' });
  await expect(text).toBeFocused();
  await page.keyboard.press('End');
  await expect(text).toContainText('40000');
  await go.open();
  await expect(text).toContainText('90500');
  await page.keyboard.press('Escape');
  await expect(state(page, 'Finished').first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[S3.8] axe finds nothing wrong far above the end, and in the viewer: ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openLong(page);
    await transcript(page).hover();
    await page.mouse.wheel(0, -2_000);
    await expect(button(page, 'Jump to the start')).toBeVisible();
    await expect(button(page, 'New below')).toBeVisible();
    await expectAccessible(page);
    await openViewer(page);
    await expect(shownText(page)).toContainText(atLine(0));
    await expectAccessible(page);
  });
}
