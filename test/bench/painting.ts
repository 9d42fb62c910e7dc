import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from '@playwright/test';
import { ulid } from 'ulid';
import { WebSocketServer } from 'ws';
import config from '../../playwright.config.ts';
import { AgentId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { connect, startServing } from '../support/serving.ts';
import { type Measure, percentile } from './measure.ts';

const WATCH_MS = 6_000;
const RUNS = 5;
const FRAME_MS = 1000 / 60;
const AGENT = join(import.meta.dirname, 'steady-agent.ts');

type Painted = { readonly ages: readonly number[]; readonly frames: readonly number[] };

/** In the page: at every frame, how old the newest word on screen is, and how long the frame before took. */
function watch(page: Page, selector: string): Promise<Painted> {
  return page.evaluate(
    ([selector, ms]) =>
      new Promise<Painted>((resolve) => {
        const ages: number[] = [];
        const frames: number[] = [];
        let last = performance.now();
        let seen = '';
        const end = last + ms;
        const look = (now: number) => {
          frames.push(now - last);
          last = now;
          const words = [...document.querySelectorAll(selector)]
            .at(-1)
            ?.textContent?.slice(-64)
            .match(/\d{13}\.\d/g);
          const newest = words?.at(-1);
          if (newest && newest !== seen) {
            seen = newest;
            ages.push(performance.timeOrigin + performance.now() - Number(newest));
          }
          if (now < end) requestAnimationFrame(look);
          else resolve({ ages, frames: frames.slice(1) });
        };
        requestAnimationFrame(look);
      }),
    [selector, WATCH_MS] as const,
  );
}

/** The least that can be done: a socket, and a text node that grows. */
async function bare(browser: Browser, perSecond: number): Promise<Painted> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(
      `<pre id="out"></pre><script>
        const out = document.getElementById('out').appendChild(document.createTextNode(''));
        new WebSocket('ws://' + location.host).onmessage = (event) => {
          const { params } = JSON.parse(event.data);
          if (params) out.appendData(params.update.content.text);
        };
      </script>`,
    );
  });
  const agent = spawn(process.execPath, [AGENT, String(perSecond)], { stdio: ['pipe', 'pipe', 'inherit'] });
  new WebSocketServer({ server }).on('connection', (socket) => {
    createInterface({ input: agent.stdout }).on('line', (line) => socket.send(line));
    agent.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session/prompt' })}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const painted = await watch(page, '#out');
  await page.close();
  agent.kill();
  server.closeAllConnections();
  server.close();
  return painted;
}

async function ours(browser: Browser, perSecond: number): Promise<Painted> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  const serving = await startServing({ dataFolder, entry: 'out/main/serve.js' });
  const { client, socket } = await connect(serving.url);
  const agentId = AgentId.parse('steady');
  const args = [AGENT, String(perSecond)];
  await client.agents.save({ id: agentId, name: 'Steady', command: process.execPath, args, env: {} });
  const sessionId = sessionIdOf(ulid());
  await client.sessions.dispatch({ type: 'create', sessionId, agentId, folder: tmpdir() });
  await client.sessions.dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text: 'go' });
  const window = await startServing({ dataFolder, entry: 'out/main/serve.js' });
  const page = await browser.newPage();
  await page.goto(window.url);
  await page.getByRole('treeitem').or(page.getByRole('option')).filter({ hasText: 'go' }).first().click();
  await page
    .getByRole('log')
    .getByText(/\d{13}/)
    .first()
    .waitFor();
  const painted = await watch(page, '[role=log] .md');
  await page.close();
  socket.close();
  await serving.kill();
  rmSync(dataFolder, { recursive: true, force: true });
  return painted;
}

/** Runs both in turn and joins what was seen. */
async function race(perSecond: number) {
  const browser = await chromium.launch(config.use?.launchOptions);
  const floors: Painted[] = [];
  const own: Painted[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    floors.push(await bare(browser, perSecond));
    own.push(await ours(browser, perSecond));
  }
  await browser.close();
  return { floors: joined(floors), own: joined(own) };
}

const joined = (runs: readonly Painted[]): Painted => ({
  ages: runs.flatMap((run) => run.ages),
  frames: runs.flatMap((run) => run.frames),
});

function behind(share: number, perSecond: number, framesMax: number): Measure {
  return {
    name: `agent writes → word painted, p${share * 100} at ${perSecond} words/s`,
    unit: 'ms',
    floor: 'a bare socket and a text node',
    target: `≤ ${framesMax} frames behind`,
    async run() {
      const { floors, own } = await race(perSecond);
      const floor = percentile(floors.ages, share);
      const painted = percentile(own.ages, share);
      return { ours: painted, floor, ratio: painted / floor, meets: painted - floor <= framesMax * FRAME_MS };
    },
  };
}

export const paintingMedian = behind(0.5, 100, 2);
export const paintingTail = behind(0.99, 100, 4);

const LONGEST_FRAME_MS = 100;
export const paintingFlood: Measure = {
  name: 'longest frame at 5,000 words/s',
  unit: 'ms',
  floor: 'a bare socket and a text node',
  target: `≤ ${LONGEST_FRAME_MS} ms`,
  async run() {
    const { floors, own } = await race(5_000);
    const floor = Math.max(...floors.frames);
    const longest = Math.max(...own.frames);
    return { ours: longest, floor, ratio: longest / floor, meets: longest <= LONGEST_FRAME_MS };
  },
};
