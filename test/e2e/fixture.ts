import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { ulid } from 'ulid';
import { systemClock } from '../../main/clock.ts';
import { askForAddress } from '../../main/shell/web/join.ts';
import { HOLDER_FILE, readHolder } from '../../main/store/holder.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import type { Manner } from '../support/scripted-agent.ts';
import { type Connection, connect, type Serving, startServing } from '../support/serving.ts';

/** The built host, so that what is tested is what is shipped. */
const ENTRY = 'out/main/serve.js';
/** Playbook is not made to be watched here. */
const ENV = { SKEIN_PLAYBOOK_PACE_MS: '0' };

/** A host on a data folder and a working folder of its own, and ways to steer it past the window. */
export class App {
  readonly folder: string;
  readonly dataFolder: string;
  readonly #env: NodeJS.ProcessEnv;
  #serving: Serving;
  #connection: Connection;

  private constructor(folders: Folders, env: NodeJS.ProcessEnv, started: Started) {
    this.folder = folders.folder;
    this.dataFolder = folders.dataFolder;
    this.#env = env;
    this.#serving = started.serving;
    this.#connection = started.connection;
  }

  /** `env`: what the host finds in its environment beside ours. */
  static async start(env: NodeJS.ProcessEnv = {}): Promise<App> {
    const folders = {
      folder: await mkdtemp(join(tmpdir(), 'skein-work-')),
      dataFolder: await mkdtemp(join(tmpdir(), 'skein-data-')),
    };
    return new App(folders, env, await start(folders.dataFolder, 0, env));
  }

  get client() {
    return this.#connection.client;
  }

  /** Ends the host as a crash would. */
  async crash(): Promise<void> {
    await this.#serving.kill();
  }

  /** Starts another host on the same data and at the same port. */
  async restart(): Promise<void> {
    const started = await start(this.dataFolder, Number(new URL(this.#serving.url).port), this.#env);
    this.#serving = started.serving;
    this.#connection = started.connection;
  }

  async addScriptedAgent(
    handle = 'scripted',
    manner: Manner = {},
    more: { readonly nativeSubagents?: boolean } = {},
  ): Promise<AgentId> {
    const id = AgentId.parse(handle);
    await this.client.agents.save({ id, name: 'Scripted', ...scripted(manner), env: {}, ...more });
    return id;
  }

  async createSession(agentId: string, prompt?: string): Promise<SessionId> {
    const sessionId = sessionIdOf(ulid());
    await this.client.sessions.dispatch({
      type: 'create',
      sessionId,
      agentId: AgentId.parse(agentId),
      folder: this.folder,
    });
    if (prompt) await this.prompt(sessionId, prompt);
    return sessionId;
  }

  async prompt(sessionId: SessionId, text: string): Promise<void> {
    await this.client.sessions.dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text });
  }

  /** A file that a scripted agent may wait for, and the call that makes it. */
  gate(name: string): {
    readonly step: { readonly do: 'wait-for-file'; readonly path: string };
    open(): Promise<void>;
  } {
    const path = join(this.folder, name);
    return { step: { do: 'wait-for-file', path }, open: () => writeFile(path, '') };
  }

  /** Until the host has told the window what there is; before that a key may find nothing to do. */
  async open(page: Page): Promise<void> {
    await page.goto(await this.freshUrl());
    await page.locator('.app[aria-busy="false"]').waitFor();
  }

  /** Addresses work once; this one was not used yet. The host gives it as to a second start on its folder. */
  async freshUrl(): Promise<string> {
    const holder = readHolder(join(this.dataFolder, HOLDER_FILE));
    const url = holder && (await askForAddress(holder, systemClock));
    if (!url) throw new Error('The host gives no address.');
    return url;
  }

  async close(): Promise<void> {
    this.#connection.socket.close();
    await this.#serving.stop();
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.dataFolder, { recursive: true, force: true });
  }
}

/** How the scripted agent is started. */
export const scripted = (manner: Manner) => ({
  command: process.execPath,
  args: [join(process.cwd(), 'test/support/scripted-agent.ts'), JSON.stringify(manner)],
});

type Folders = { readonly folder: string; readonly dataFolder: string };
type Started = { readonly serving: Serving; readonly connection: Connection };

async function start(dataFolder: string, port: number, env: NodeJS.ProcessEnv): Promise<Started> {
  const serving = await startServing({ dataFolder, entry: ENTRY, port, env: { ...ENV, ...env } });
  return { serving, connection: await connect(serving.url) };
}

type Fixtures = {
  readonly app: App;
  readonly hostEnv: NodeJS.ProcessEnv;
  /** A second window, as of another browser: two of one browser share what it keeps, and only one of them is drawn. */
  readonly other: Page;
};

export const test = base.extend<Fixtures>({
  hostEnv: [{}, { option: true }],
  app: async ({ hostEnv }, use) => {
    const app = await App.start(hostEnv);
    await use(app);
    await app.close();
  },
  other: async ({ browser }, use) => {
    const context = await browser.newContext();
    await use(await context.newPage());
    await context.close();
  },
});

export { expect } from '@playwright/test';
