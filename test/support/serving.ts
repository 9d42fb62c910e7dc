import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../protocol/contract.ts';

export type HostClient = ContractRouterClient<Contract>;

/** A host process of its own, as `npm run serve` starts one. */
export type Serving = {
  readonly process: ChildProcess;
  readonly url: string;
  /** Takes everything from the process at once, as a crash would. */
  kill(): Promise<void>;
  /** Asks it to end. */
  stop(): Promise<void>;
};

type Options = {
  readonly dataFolder: string;
  readonly entry?: string;
  /** 0: any that is free. */
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
};

export async function startServing({
  dataFolder,
  entry = 'main/serve.ts',
  port = 0,
  env = {},
}: Options): Promise<Serving> {
  const args = [entry, '--port', String(port), '--data-dir', dataFolder, '--json'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SHELL: '/bin/sh', ...env }, // what the person's own shell sets up is nobody's business here
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`serve ended with ${code}`))),
  ])) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return { process: child, url, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

export type Connection = { readonly client: HostClient; readonly socket: WebSocket; readonly closed: Promise<void> };

/** Connects as a window does, with the one-time code of the address. */
export async function connect(url: string): Promise<Connection> {
  const address = new URL(url);
  const code = new URLSearchParams(address.hash.slice(1)).get('code');
  const socket = new WebSocket(`ws://${address.host}/rpc`, { headers: { origin: address.origin } } as never);
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
  await once(socket as never, 'open');
  socket.send(JSON.stringify({ type: 'hello', code }));
  const [greeting] = (await once(socket as never, 'message')) as [MessageEvent<string>];
  const { type } = JSON.parse(greeting.data) as { type: string };
  if (type !== 'welcome') throw new Error(`The host says ${greeting.data}`);
  return { client: createORPCClient(new RPCLink({ websocket: socket })), socket, closed };
}
