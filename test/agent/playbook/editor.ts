import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type AcpClient, type Fields, RpcFailure } from '../../support/acp-client.ts';

/** Chooses an option by its kind; a promise that stays open is a person who is thinking. */
export type Answerer = (title: string) => string | Promise<string>;

type Running = { readonly child: ChildProcess; readonly output: () => string; readonly exit: Promise<Fields> };

/** What an editor does for an agent, with real files and real programs. */
export type Editor = {
  /** Titles of everything that was asked, in order. */
  readonly asked: string[];
  /** The options that came with the last question. */
  options(): readonly Fields[];
  /** All that the commands wrote, in order. */
  output(): string;
  /** Commands that still run. */
  running(): number;
  answer: Answerer;
  /** Ends every command that still runs. */
  close(): void;
};

/** Capabilities of a client that can do everything that Playbook needs. */
export const FULL = { fs: { readTextFile: true, writeTextFile: true }, terminal: true };

export function serveEditor(client: AcpClient): Editor {
  let options: readonly Fields[] = [];
  const terminals = new Map<string, Running>();
  const all: Running[] = [];
  const editor: Editor = {
    asked: [],
    options: () => options,
    output: () => all.map((one) => one.output()).join(''),
    running: () => all.filter((one) => one.child.exitCode === null && one.child.signalCode === null).length,
    answer: () => 'allow_once',
    close: () => all.forEach(end),
  };
  serveFiles(client);
  serveTerminals(client, terminals, all);
  client.handle('session/request_permission', async (params) => {
    const call = params['toolCall'] as Fields;
    options = params['options'] as readonly Fields[];
    editor.asked.push(String(call['title']));
    const kind = await editor.answer(String(call['title']));
    const option = options.find((one) => one['kind'] === kind);
    return { outcome: option ? { outcome: 'selected', optionId: option['optionId'] } : { outcome: 'cancelled' } };
  });
  return editor;
}

function serveFiles(client: AcpClient): void {
  client.handle('fs/read_text_file', async ({ path }) => {
    const content = await readFile(String(path), 'utf8').catch(() => null);
    if (content === null) throw new RpcFailure(-32002, 'Resource not found');
    return { content };
  });
  client.handle('fs/write_text_file', async ({ path, content }) => {
    await mkdir(dirname(String(path)), { recursive: true });
    await writeFile(String(path), String(content));
  });
}

function serveTerminals(client: AcpClient, terminals: Map<string, Running>, all: Running[]): void {
  const find = (params: Fields) => {
    const running = terminals.get(String(params['terminalId']));
    if (!running) throw new RpcFailure(-32002, 'No such terminal');
    return running;
  };
  client.handle('terminal/create', async (params) => {
    const running = await start(params);
    const terminalId = `t${all.push(running)}`;
    terminals.set(terminalId, running);
    return { terminalId };
  });
  client.handle('terminal/output', (params) => ({ output: find(params).output(), truncated: false }));
  client.handle('terminal/wait_for_exit', (params) => find(params).exit);
  client.handle('terminal/kill', async (params) => {
    end(find(params));
    await find(params).exit;
  });
  client.handle('terminal/release', (params) => {
    end(find(params));
    terminals.delete(String(params['terminalId']));
  });
}

async function start(params: Fields): Promise<Running> {
  const args = params['args'] as string[];
  const child = spawn(String(params['command']), args, { cwd: String(params['cwd']), detached: true });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<Fields>((resolve) =>
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal })),
  );
  await new Promise((resolve, reject) => child.once('spawn', () => resolve(undefined)).once('error', reject));
  return { child, output: () => output, exit };
}

/** The command and all that it started. */
function end({ child }: Running): void {
  const ended = child.exitCode !== null || child.signalCode !== null;
  if (!ended && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
}
