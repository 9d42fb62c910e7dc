import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { ulid } from 'ulid';
import config from '../../playwright.config.ts';
import { DEFAULT_BUDGET } from '../../protocol/budget.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { type Connection, connect, startServing } from '../support/serving.ts';
import { interleaved, type Measure, percentile, wait } from './measure.ts';

const CHILDREN = 200;
const STREAMING = 20;
const WORDS_PER_SECOND = 50;
const FRAMES = 900;
const RUNS = 3;
const RATIO_MAX = 1.5;
const AGENT = join(import.meta.dirname, 'steady-agent.ts');
const LEAD = AgentId.parse('playbook');

/** A session that leads {@link CHILDREN} others; the first of them have agents that speak when they are asked to. */
export async function openTree({ client }: Connection) {
  const root = sessionIdOf(ulid());
  await client.sessions.dispatch({ type: 'create', sessionId: root, agentId: LEAD, folder: tmpdir() });
  await client.sessions.dispatch({
    type: 'set-budget',
    sessionId: root,
    budget: { ...DEFAULT_BUDGET, children: null },
  });
  const turn = turnIdOf(ulid());
  await client.sessions.dispatch({ type: 'prompt', sessionId: root, turnId: turn, text: 'Lead' });
  const children: SessionId[] = [];
  for (let n = 0; n < CHILDREN; n += 1) {
    const sessionId = sessionIdOf(ulid());
    const agentId = AgentId.parse(n < STREAMING ? `steady-${n}` : LEAD);
    const relationship = { kind: 'subagent', parent: root, turn, item: null, type: null } as const;
    const place = { folder: tmpdir(), relationship, description: `Child ${n}` };
    await client.sessions.dispatch({ type: 'create', sessionId, agentId, ...place });
    children.push(sessionId);
  }
  return { root, streaming: children.slice(0, STREAMING) };
}

/** How long each frame took while the bar and the tree are walked through. */
const framesOf = (page: Page): Promise<readonly number[]> =>
  page.evaluate(
    (count) =>
      new Promise<readonly number[]>((resolve) => {
        const [bar, tree] = ['.pills-scroll', '[role=tree]'].map((one) => document.querySelector(one));
        const frames: number[] = [];
        let last = performance.now();
        const step = (now: number) => {
          frames.push(now - last);
          last = now;
          const back = Math.floor(frames.length / 100) % 2 === 1;
          bar?.scrollBy(back ? -20 : 20, 0);
          tree?.scrollBy(0, back ? -20 : 20);
          if (frames.length < count) requestAnimationFrame(step);
          else resolve(frames.slice(1));
        };
        requestAnimationFrame(step);
      }),
    FRAMES,
  );

export const treeFrames: Measure = {
  name: `frame of bar and tree of ${CHILDREN} children, ${STREAMING} streaming, p99`,
  unit: 'ms',
  floor: 'none streaming',
  target: `≤ ${RATIO_MAX}`,
  async run() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
    const serving = await startServing({ dataFolder, entry: 'out/main/serve.js' });
    const host = await connect((await startServing({ dataFolder, entry: 'out/main/serve.js' })).url);
    const args = [AGENT, String(WORDS_PER_SECOND), '60'];
    for (let n = 0; n < STREAMING; n += 1) {
      const steady = {
        id: AgentId.parse(`steady-${n}`),
        name: `Steady ${n}`,
        command: process.execPath,
        args,
        env: {},
      };
      await host.client.agents.save(steady);
    }
    const { streaming } = await openTree(host);
    const browser = await chromium.launch(config.use?.launchOptions);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(serving.url);
    await page.getByRole('option').first().click();
    await page.getByRole('button', { name: 'Show the tree' }).click();
    await page.locator('.pill').nth(CHILDREN).waitFor();
    const send = (type: 'prompt' | 'terminate') =>
      Promise.all(
        streaming.map((sessionId) =>
          host.client.sessions.dispatch(
            type === 'terminate' ? { type, sessionId } : { type, sessionId, turnId: turnIdOf(ulid()), text: 'Go' },
          ),
        ),
      );
    const tail = async () => percentile(await framesOf(page), 0.99);
    const { floor, ours } = await interleaved(
      tail,
      async () => {
        await send('prompt');
        await page
          .locator('.pill .glyph-stream')
          .nth(STREAMING - 1)
          .waitFor();
        const measured = await tail();
        await send('terminate');
        await page.waitForFunction(() => document.querySelectorAll('.pill .glyph-stream').length === 0);
        await wait(500); // what is still drawn of the end
        return measured;
      },
      RUNS,
    );
    await browser.close();
    await serving.stop();
    rmSync(dataFolder, { recursive: true, force: true });
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= RATIO_MAX };
  },
};
