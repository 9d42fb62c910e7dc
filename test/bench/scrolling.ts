import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import config from '../../playwright.config.ts';
import { writeLongSession } from '../support/long-session.ts';
import { startServing } from '../support/serving.ts';
import { interleaved, type Measure, percentile } from './measure.ts';

const ITEMS = 100_000;
const FRAMES = 600;
/** A firm turn of the wheel, every frame: about 150 rows a second. */
const PIXELS_PER_FRAME = 120;
const RUNS = 7;
/** The share of its way that a list must have gone: rows that turn out higher than was thought move it a little. */
const NEARLY_ALL = 0.9;

type Opened = { readonly page: Page; close(): Promise<void> };

/**
 * Scrolls up from the end, a step in every frame, and tells how long each frame took. A person begins: what follows its
 * end lets go of it only for them.
 */
export async function scrollUp(page: Page, selector: string): Promise<readonly number[]> {
  const below = () => page.locator(selector).evaluate((list) => list.scrollHeight - list.scrollTop);
  const end = await below();
  await page.locator(selector).hover();
  await page.mouse.wheel(0, -PIXELS_PER_FRAME);
  while ((await below()) <= end) await page.evaluate(() => new Promise(requestAnimationFrame));
  const frames = await framesOfScrolling(page, selector);
  if ((await below()) < FRAMES * PIXELS_PER_FRAME * NEARLY_ALL) throw new Error(`${selector} was carried back`);
  return frames;
}

function framesOfScrolling(page: Page, selector: string): Promise<readonly number[]> {
  return page.evaluate(
    ([selector, count, step]) =>
      new Promise<readonly number[]>((resolve) => {
        const list = document.querySelector(selector);
        if (!list) throw new Error(`There is no ${selector}`);
        const frames: number[] = [];
        let last = performance.now();
        const move = (now: number) => {
          frames.push(now - last);
          last = now;
          list.scrollTop -= step;
          if (frames.length < count) requestAnimationFrame(move);
          else resolve(frames.slice(1));
        };
        requestAnimationFrame(move);
      }),
    [selector, FRAMES, PIXELS_PER_FRAME] as const,
  );
}

/** A page with the bare list, at its end. */
export async function openBare(browser: Browser): Promise<Opened> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: join(import.meta.dirname, 'bare-list.tsx') } },
  });
  const output = Array.isArray(built) ? built[0]?.output : 'output' in built ? built.output : undefined;
  const chunk = output?.[0];
  if (chunk?.type !== 'chunk') throw new Error('The bare list was not built');
  const server = createServer((request, response) => {
    const isScript = request.url === '/list.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? chunk.code
        : '<body style="margin:0"><div id="root"></div><script type="module" src="/list.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.locator('.bare-scroll').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await page.getByText(`Row ${ITEMS - 1} `).waitFor();
  const close = async () => {
    await page.close();
    server.closeAllConnections();
    server.close();
  };
  return { page, close };
}

/** A window on the session, at its end. */
export async function openOurs(browser: Browser, dataFolder: string, entry = 'out/main/serve.js'): Promise<Opened> {
  const serving = await startServing({ dataFolder, entry });
  const page = await browser.newPage();
  await page.goto(serving.url);
  await page.getByRole('option').filter({ hasText: 'Long' }).click();
  await page.getByText(`Step ${ITEMS - 1}`).waitFor();
  const close = async () => {
    await page.close();
    await serving.stop();
  };
  return { page, close };
}

/** The frame that a hundredth of all frames exceed. */
async function tailOf(opening: Promise<Opened>, selector: string): Promise<number> {
  const { page, close } = await opening;
  const frames = await scrollUp(page, selector);
  await close();
  return percentile(frames, 0.99);
}

export const scrolling: Measure = {
  name: 'frame of scrolling through 100,000 items, p99',
  unit: 'ms',
  floor: 'a bare virtual list',
  target: '≤ 1.5',
  async run() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
    writeLongSession(dataFolder, {
      title: 'Long',
      items: ITEMS,
      outputChars: 0,
      agentId: 'playbook',
      folder: tmpdir(),
    });
    const browser = await chromium.launch(config.use?.launchOptions);
    const { floor, ours } = await interleaved(
      () => tailOf(openBare(browser), '.bare-scroll'),
      () => tailOf(openOurs(browser, dataFolder), '.transcript-scroll'),
      RUNS,
    );
    await browser.close();
    rmSync(dataFolder, { recursive: true, force: true });
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 1.5 };
  },
};
