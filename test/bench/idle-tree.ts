import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import config from '../../playwright.config.ts';
import { AgentId } from '../../protocol/ids.ts';
import { connect, startServing } from '../support/serving.ts';
import { type Measure, wait } from './measure.ts';
import { openTree } from './tree-frames.ts';

const STREAMING = 20;
const MINUTE_MS = 60_000;
/** What a page does after it was opened. */
const SETTLE_MS = 5_000;
const CPU_MS_MAX = 50;
const TABS = ['Outline', 'Graph', 'Timeline'] as const;

/** Milliseconds that the page's main thread was at work in a minute. */
async function workOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const taken = async () =>
    (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  const before = await taken();
  await wait(MINUTE_MS);
  return ((await taken()) - before) * 1_000;
}

async function open(browser: Browser, url: string, tab: (typeof TABS)[number] | null): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.getByRole('option').first().click();
  if (tab === null) return page;
  await page.getByRole('button', { name: 'Show the tree' }).click();
  await page.getByRole('complementary', { name: 'Tree' }).getByRole('tab', { name: tab }).click();
  return page;
}

export const idleTree: Measure = {
  name: 'work for an idle tree of 200 in a minute, the costliest view',
  unit: 'ms',
  floor: 'the same page without it',
  target: `< ${CPU_MS_MAX} ms more`,
  async run() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
    const entry = 'out/main/serve.js';
    const serving = await startServing({ dataFolder, entry });
    const address = async () => (await startServing({ dataFolder, entry })).url;
    const host = await connect(await address());
    for (let n = 0; n < STREAMING; n += 1) {
      const silent = {
        id: AgentId.parse(`steady-${n}`),
        name: `Steady ${n}`,
        command: process.execPath,
        args: [],
        env: {},
      };
      await host.client.agents.save(silent);
    }
    await openTree(host);
    const browser = await chromium.launch(config.use?.launchOptions);
    const pages: Page[] = [];
    for (const tab of [null, ...TABS]) pages.push(await open(browser, await address(), tab));
    await wait(SETTLE_MS);
    const [floor = Number.NaN, ...views] = await Promise.all(pages.map(workOf));
    await browser.close();
    host.socket.close();
    await serving.stop();
    rmSync(dataFolder, { recursive: true, force: true });
    const ours = Math.max(...views);
    return { ours, floor, ratio: ours / floor, meets: ours - floor < CPU_MS_MAX };
  },
};
