import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AcpClient, type Fields } from '../../support/acp-client.ts';
import { type Editor, FULL, serveEditor } from './editor.ts';

const ENTRY = new URL('../../../main/agent/playbook/entry.ts', import.meta.url);

/** A started Playbook with an editor at the other end. */
export type Started = {
  readonly client: AcpClient;
  readonly editor: Editor;
  /** Closes its input; resolves with its exit code when it has ended by itself. */
  end(): Promise<number | null>;
  /** Ends it without a chance to do anything. */
  kill(): Promise<void>;
};

export type Way = 'process' | 'worker';

const folders: string[] = [];

/** A folder of its own, until `removeFolders`. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skein-playbook-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export async function startPlaybook(way: Way, stateFolder: string, capabilities: Fields = FULL): Promise<Started> {
  const env = { ...process.env, SKEIN_PLAYBOOK_PACE_MS: '0' };
  const started = way === 'process' ? asProcess(stateFolder, env) : asWorker(stateFolder, env);
  await started.client.request('initialize', { protocolVersion: 1, clientCapabilities: capabilities });
  return started;
}

function asProcess(stateFolder: string, env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [fileURLToPath(ENTRY), stateFolder], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const client = new AcpClient(child.stdin, child.stdout);
  return {
    client,
    editor: serveEditor(client),
    end() {
      child.stdin.end();
      return exit;
    },
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function asWorker(stateFolder: string, env: NodeJS.ProcessEnv): Started {
  const worker = new Worker(ENTRY, { stdin: true, stdout: true, workerData: { stateFolder }, env });
  if (!worker.stdin) throw new Error('A worker started with stdin has one');
  const { stdin } = worker;
  const exit = new Promise<number>((resolve) => worker.once('exit', resolve));
  const client = new AcpClient(stdin, worker.stdout);
  return {
    client,
    editor: serveEditor(client),
    end() {
      stdin.end();
      return exit;
    },
    async kill() {
      await worker.terminate();
    },
  };
}

export async function newSession({ client }: Started, folder: string): Promise<string> {
  const answer = (await client.request('session/new', { cwd: folder, mcpServers: [] })) as { sessionId: string };
  return answer.sessionId;
}

/** The answer to a session that goes on, or is copied: its id and what may be chosen in it. */
export async function again({ client }: Started, method: 'resume' | 'fork', sessionId: string, folder: string) {
  const answer = await client.request(`session/${method}`, { sessionId, cwd: folder, mcpServers: [] });
  return answer as { sessionId: string; configOptions: Fields[] };
}

export async function choose({ client }: Started, sessionId: string, value: string): Promise<unknown> {
  return client.request('session/set_config_option', { sessionId, configId: 'mode', value });
}

/** Sends a prompt; resolves with its stop reason. */
export async function prompt({ client }: Started, sessionId: string, text: string): Promise<string> {
  const answer = await client.request('session/prompt', { sessionId, prompt: [{ type: 'text', text }] });
  return (answer as { stopReason: string }).stopReason;
}

export const updatesOf = ({ client }: Started, kind: string) =>
  client.updates.filter((update) => update['sessionUpdate'] === kind);

/** All that was told so far. */
export const told = (started: Started, kind = 'agent_message_chunk') =>
  updatesOf(started, kind)
    .map((update) => (update['content'] as { text: string }).text)
    .join('');

/** The last status of every tool call, by title. */
export function statuses({ client }: Started): Readonly<Record<string, unknown>> {
  const titles = new Map<unknown, string>();
  const found: Record<string, unknown> = {};
  for (const update of client.updates) {
    if (update['sessionUpdate'] === 'tool_call') titles.set(update['toolCallId'], String(update['title']));
    const title = titles.get(update['toolCallId']);
    if (title && update['status']) found[title] = update['status'];
  }
  return found;
}
