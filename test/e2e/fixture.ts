import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { type Connection, connect, type Serving, startServing } from '../support/serving.ts';

/** The built host, so that what is tested is what is shipped. */
const ENTRY = 'out/main/serve.js';

/** A host on a data folder and a working folder of its own, and ways to steer it past the window. */
export class App {
  readonly folder: string;
  readonly dataFolder: string;
  #serving: Serving;
  #connection: Connection;

  private constructor(folders: { readonly folder: string; readonly dataFolder: string }, started: Started) {
    this.folder = folders.folder;
    this.dataFolder = folders.dataFolder;
    this.#serving = started.serving;
    this.#connection = started.connection;
  }

  static async start(): Promise<App> {
    const folders = {
      folder: await mkdtemp(join(tmpdir(), 'skein-work-')),
      dataFolder: await mkdtemp(join(tmpdir(), 'skein-data-')),
    };
    return new App(folders, await start(folders.dataFolder));
  }

  get client() {
    return this.#connection.client;
  }

  /** The address of a window, with a fresh one-time code. */
  get url(): string {
    return this.#serving.url;
  }

  /** Ends the host as a crash would and starts another on the same data. */
  async crashAndRestart(): Promise<void> {
    await this.#serving.kill();
    await this.restart();
  }

  async crash(): Promise<void> {
    await this.#serving.kill();
  }

  async restart(): Promise<void> {
    const started = await start(this.dataFolder);
    this.#serving = started.serving;
    this.#connection = started.connection;
  }

  async addScriptedAgent(handle = 'scripted'): Promise<AgentId> {
    const id = AgentId.parse(handle);
    await this.client.agents.save({
      id,
      name: 'Scripted',
      command: process.execPath,
      args: [join(process.cwd(), 'test/support/scripted-agent.ts')],
      env: {},
    });
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
    if (prompt)
      await this.client.sessions.dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text: prompt });
    return sessionId;
  }

  async open(page: Page): Promise<void> {
    await page.goto(await this.freshUrl());
  }

  /** Addresses work once; this one was not used yet. */
  async freshUrl(): Promise<string> {
    const serving = await startServing({ dataFolder: this.dataFolder, entry: ENTRY });
    return serving.url;
  }

  async close(): Promise<void> {
    this.#connection.socket.close();
    await this.#serving.stop();
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.dataFolder, { recursive: true, force: true });
  }
}

type Started = { readonly serving: Serving; readonly connection: Connection };

async function start(dataFolder: string): Promise<Started> {
  const serving = await startServing({ dataFolder, entry: ENTRY });
  return { serving, connection: await connect(serving.url) };
}

export const test = base.extend<{ app: App }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here.
  app: async ({}, use) => {
    const app = await App.start();
    await use(app);
    await app.close();
  },
});

export { expect } from '@playwright/test';
