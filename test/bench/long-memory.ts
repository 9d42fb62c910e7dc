import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import config from '../../playwright.config.ts';
import { LONG_OUTPUT, outputLine, writeLongSession } from '../support/long-session.ts';
import { type Serving, startServing } from '../support/serving.ts';
import type { Measure } from './measure.ts';
import { residentMb } from './memory.ts';

const ITEMS = 100_000;
const OUTPUT_CHARS = 100 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/** Turns of the wheel: several times what a view holds. */
const TURNS = 150;
const PAGES = 200;

/** Megabytes of the window's heap after everything that nobody needs has gone. */
async function heapMb(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / MEGABYTE;
}

/** What window and host hold together once `use` has done its work. */
async function usedMb(browser: Browser, session: { items: number; outputChars: number }, use: Use): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  writeLongSession(dataFolder, { title: 'Long', agentId: 'playbook', folder: tmpdir(), ...session });
  const serving: Serving = await startServing({ dataFolder, entry: 'out/main/serve.js' });
  const page = await browser.newPage();
  await page.goto(serving.url);
  await page.getByRole('option').filter({ hasText: 'Long' }).click();
  await page.getByRole('log').waitFor();
  await use(page);
  const used = (await heapMb(page)) + residentMb(serving);
  await page.close();
  await serving.stop();
  rmSync(dataFolder, { recursive: true, force: true });
  return used;
}

type Use = (page: Page) => Promise<void>;

/** Reads up and down, goes to the start and back, and pages through the output; the viewer stays open. */
async function readAll(page: Page): Promise<void> {
  const list = page.locator('.transcript-scroll');
  await page.getByText(`Step ${ITEMS - 1}`).waitFor();
  await list.hover();
  for (let turn = 0; turn < TURNS; turn += 1) await turnWheel(page, -1_000);
  await list.focus();
  await page.keyboard.press('Home');
  await page.getByText('Prompt 0', { exact: true }).waitFor();
  for (let turn = 0; turn < TURNS; turn += 1) await turnWheel(page, 1_000);
  await page.keyboard.press('End');
  await page.getByRole('article', { name: LONG_OUTPUT }).getByRole('button', { name: 'Open in viewer' }).click();
  for (let turn = 0; turn < PAGES; turn += 1) await turnWheel(page, 4_000);
  await page.keyboard.press('End');
  await page.getByText(outputLine(Math.floor(OUTPUT_CHARS / (outputLine(0).length + 1)) - 1)).waitFor();
  for (let turn = 0; turn < PAGES; turn += 1) await turnWheel(page, -4_000);
}

async function turnWheel(page: Page, pixels: number): Promise<void> {
  await page.mouse.wheel(0, pixels);
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

export const longMemory: Measure = {
  name: 'window and host with 100,000 items and 100 MB of output read',
  unit: 'MB',
  floor: 'with an empty session',
  target: '≤ 1.5',
  async run() {
    const browser = await chromium.launch(config.use?.launchOptions);
    const floor = await usedMb(browser, { items: 0, outputChars: 0 }, async () => {});
    const ours = await usedMb(browser, { items: ITEMS, outputChars: OUTPUT_CHARS }, readAll);
    await browser.close();
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 1.5 };
  },
};
