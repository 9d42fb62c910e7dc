import type { Clock } from '../../clock.ts';
import type { Holder, Host, OpenHost } from '../../host.ts';
import type { ServeArguments } from './arguments.ts';
import { askForAddress } from './join.ts';
import type { Upgrade } from './sockets.ts';
import { openWebShell, type WebShell } from './web-shell.ts';
import { takenLine } from './words.ts';

export type ServeOptions = {
  readonly args: ServeArguments;
  readonly dataFolder: string;
  /** The folder of the built window. */
  readonly pages: string;
  readonly clock: Clock;
  readonly openHost: OpenHost;
  loadUpgrade(host: Host): Promise<Upgrade>;
};

/** What became of `skein serve`. */
export type Served =
  | { readonly kind: 'serving'; readonly address: string; readonly port: number; close(): Promise<void> }
  /** Another one serves this folder already and gave an address for one more window. */
  | { readonly kind: 'joined'; readonly address: string; readonly pid: number; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Opens a host and its web shell, or joins the one that has the data folder. */
export async function serve(options: ServeOptions): Promise<Served> {
  const opened = await options.openHost({ dataFolder: options.dataFolder, shell: 'web', cipher: null });
  if (opened.kind === 'refused') return { kind: 'failed', message: opened.message };
  if (opened.kind === 'taken') return joinHolder(options, opened.holder);
  const shell = await openShell(options, opened.host);
  if (typeof shell === 'string') {
    await opened.host.close();
    return { kind: 'failed', message: shell };
  }
  opened.announce(shell.url, shell.token);
  return {
    kind: 'serving',
    address: shell.newAddress(),
    port: shell.port,
    async close() {
      await shell.close();
      await opened.host.close();
    },
  };
}

async function joinHolder({ dataFolder, clock }: ServeOptions, holder: Holder | null): Promise<Served> {
  const address = holder ? await askForAddress(holder, clock) : undefined;
  if (!holder || address === undefined) return { kind: 'failed', message: takenLine(dataFolder, holder) };
  return { kind: 'joined', address, pid: holder.pid, port: Number(new URL(address).port) };
}

/** The shell, or why its port cannot be had. */
async function openShell(options: ServeOptions, host: Host): Promise<WebShell | string> {
  const { args, clock, pages } = options;
  let upgrade: Promise<Upgrade> | undefined;
  const loadUpgrade = () => {
    upgrade ??= options.loadUpgrade(host);
    return upgrade;
  };
  try {
    return await openWebShell({ ...args, clock, pages, loadUpgrade });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return `Skein cannot listen on ${args.hostname}${args.port === null ? '' : `:${args.port}`}: ${error.message}`;
  }
}
