import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { ulid } from 'ulid';
import config from '../../playwright.config.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { type Connection, connect, startServing } from '../support/serving.ts';
import { type Measure, percentile, wait } from './measure.ts';

const SESSIONS = 20;
const WORDS_PER_SECOND_MIN = 50;
const WORDS_PER_SECOND_MAX = 100;
const WORDS_PER_PARAGRAPH = 60;
const KEYS = 120;
const RUNS = 5;
/** Between two presses: a fast writer, and out of step with the frames of the screen. */
const PRESS_MS_MIN = 40;
const PRESS_MS_MAX = 110;
const AGENT = join(import.meta.dirname, 'steady-agent.ts');

type Keys = { readonly idle: readonly number[]; readonly streaming: readonly number[] };

/**
 * In the page: how long each key took, from its press to the end of the frame that painted its character. A frame is asked
 * for at any time: without that, an idle headless browser has no beat, and a press would not wait for the next one as it
 * does on a screen.
 */
function watchKeys(page: Page): Promise<readonly number[]> {
  return page.evaluate(
    (keys) =>
      new Promise<readonly number[]>((resolve) => {
        const area = document.activeElement as HTMLTextAreaElement;
        const waiting: { readonly since: number; readonly length: number }[] = [];
        const times: number[] = [];
        const painted = new MessageChannel();
        painted.port1.onmessage = ({ data: since }: MessageEvent<number>) => times.push(performance.now() - since);
        area.addEventListener('keydown', ({ timeStamp }) => {
          waiting.push({ since: timeStamp, length: area.value.length + 1 });
        });
        const look = () => {
          for (let next = waiting[0]; next && area.value.length >= next.length; next = waiting[0]) {
            painted.port2.postMessage(next.since); // is heard once this frame was painted
            waiting.shift();
          }
          if (times.length < keys) requestAnimationFrame(look);
          else resolve(times);
        };
        requestAnimationFrame(look);
      }),
    KEYS,
  );
}

async function type(page: Page): Promise<readonly number[]> {
  await page.getByRole('textbox', { name: 'Prompt' }).fill('');
  const times = watchKeys(page);
  for (let key = 0; key < KEYS; key += 1) {
    await wait(PRESS_MS_MIN + Math.random() * (PRESS_MS_MAX - PRESS_MS_MIN));
    await page.keyboard.press(key % 6 === 5 ? 'Space' : 'x');
  }
  return times;
}

/** A session with an agent and a folder of its own, so that none stands in line behind another. */
async function create({ client }: Connection, n: number, parent: string): Promise<SessionId> {
  const pace = WORDS_PER_SECOND_MIN + ((WORDS_PER_SECOND_MAX - WORDS_PER_SECOND_MIN) * n) / (SESSIONS - 1);
  const agentId = AgentId.parse(`steady-${n}`);
  const args = [AGENT, String(pace), String(WORDS_PER_PARAGRAPH)];
  await client.agents.save({ id: agentId, name: `Steady ${n}`, command: process.execPath, args, env: {} });
  const folder = join(parent, `folder-${n}`);
  mkdirSync(folder);
  const sessionId = sessionIdOf(ulid());
  await client.sessions.dispatch({ type: 'create', sessionId, agentId, folder });
  return sessionId;
}

/** Resolves once the agent has begun to speak. */
async function stream({ client }: Connection, sessionId: SessionId): Promise<void> {
  let id = '';
  for await (const item of await client.sessions.follow({ sessionId, tail: 1 })) {
    if (item.type === 'opened') id = item.stream;
    else await client.streams.ack({ stream: id, seq: item.type === 'batch' ? item.to : item.seq });
    if (item.type === 'snapshot') {
      await client.sessions.dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text: 'go' });
    }
    if (item.type === 'batch' && item.events.some((event) => event.type === 'text-appended')) return;
  }
}

/** The same window and the same sessions, before and while all of them stream. */
async function typeTwice(browser: Browser): Promise<Keys> {
  const folder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  const serving = await startServing({ dataFolder: join(folder, 'data'), entry: 'out/main/serve.js' });
  const connection = await connect(serving.url);
  const sessions: SessionId[] = [];
  for (let n = 0; n < SESSIONS; n += 1) sessions.push(await create(connection, n, folder));
  const window = await startServing({ dataFolder: join(folder, 'data'), entry: 'out/main/serve.js' });
  const page = await browser.newPage();
  await page.goto(window.url);
  await page.getByRole('option').first().click();
  await page.getByRole('textbox', { name: 'Prompt' }).waitFor();
  const idle = await type(page);
  await Promise.all(sessions.map((session) => stream(connection, session)));
  await page
    .getByRole('log')
    .getByText(/\d{13}/)
    .first()
    .waitFor();
  const streaming = await type(page);
  await page.close();
  connection.socket.close();
  await serving.kill();
  rmSync(folder, { recursive: true, force: true });
  return { idle, streaming };
}

let typed: Promise<Keys> | undefined;

/** Both lines are of the same keys. */
function typeAll(): Promise<Keys> {
  typed ??= (async () => {
    const browser = await chromium.launch(config.use?.launchOptions);
    const runs: Keys[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await typeTwice(browser));
    await browser.close();
    return { idle: runs.flatMap(({ idle }) => idle), streaming: runs.flatMap(({ streaming }) => streaming) };
  })();
  return typed;
}

function typing(share: number, name: string): Measure {
  return {
    name: `key → character painted while ${SESSIONS} sessions stream, ${name}`,
    unit: 'ms',
    floor: 'the same while none does',
    target: '≤ 1.5',
    async run() {
      const { idle, streaming } = await typeAll();
      const floor = percentile(idle, share);
      const ours = percentile(streaming, share);
      return { ours, floor, ratio: ours / floor, meets: ours / floor <= 1.5 };
    },
  };
}

export const typingMedian = typing(0.5, 'median');
export const typingTail = typing(0.99, 'p99');
