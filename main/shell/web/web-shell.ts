import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { createLogger } from '../../log/log.ts';
import { addressWithCode } from './address.ts';
import { Codes } from './codes.ts';
import { Credentials } from './credentials.ts';
import { isOurHost, isOurOrigin } from './guard.ts';
import { CLOSE_MS } from './limits.ts';
import { handleRequest, pathOf } from './requests.ts';
import { newSecret } from './secret.ts';
import { Sockets, type Upgrade } from './sockets.ts';

/** 256 bits. It lets whoever may read the data folder in. */
const TOKEN_BYTES = 32;
/**
 * Where windows find the host when no port is asked for: what a browser remembers for an address (drafts, the theme)
 * is there again after a restart.
 */
export const USUAL_PORT = 7546;

export type WebShellOptions = {
  readonly clock: Clock;
  /** The interface to listen on; 127.0.0.1 unless the person says otherwise. */
  readonly hostname: string;
  /** 0: any that is free. Null: the usual one, or any when that is taken. */
  readonly port: number | null;
  readonly allowedHosts: readonly string[];
  /** The folder of the built window. */
  readonly pages: string;
  loadUpgrade(): Promise<Upgrade>;
};

export type WebShell = {
  /** Where it answers, without a code: `http://127.0.0.1:7546/`. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** The address with a new code in its fragment, which no server and no log ever sees. Opens one window. */
  newAddress(): string;
  close(): Promise<void>;
};

const log = createLogger('shell/web');

/** The window over loopback HTTP and one WebSocket per window. Rejects when the port cannot be had. */
export async function openWebShell(options: WebShellOptions): Promise<WebShell> {
  const { clock, allowedHosts, pages } = options;
  const codes = new Codes(clock);
  const token = newSecret(TOKEN_BYTES);
  const sockets = new Sockets({ clock, codes, credentials: new Credentials(), loadUpgrade: options.loadUpgrade });
  const server = createServer((request, response) => {
    handleRequest({ pages, allowedHosts, codes, token }, request, response).catch((error: unknown) => {
      log.error('a request failed', { error: String(error) });
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = reasonAgainst(request, allowedHosts, sockets.full);
    if (refusal) refuseUpgrade(socket, refusal);
    else sockets.accept(request, socket, head);
  });
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  const url = `http://${reachableName(options.hostname)}:${port}/`;
  return {
    url,
    port,
    token,
    newAddress: () => addressWithCode(url, codes.issue()),
    close: () => close(server, sockets, clock),
  };
}

async function listen(server: Server, { hostname, port }: WebShellOptions): Promise<void> {
  const listening = (wanted: number) => {
    server.listen(wanted, hostname);
    return once(server, 'listening');
  };
  try {
    await listening(port ?? USUAL_PORT);
  } catch (error) {
    if (port !== null || !isTaken(error)) throw error;
    await listening(0);
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/** The name to open in a browser for an interface to listen on. */
function reachableName(hostname: string): string {
  if (hostname === '0.0.0.0') return '127.0.0.1';
  if (hostname === '::') return '[::1]';
  return hostname.includes(':') ? `[${hostname}]` : hostname;
}

function reasonAgainst(request: IncomingMessage, allowed: readonly string[], full: boolean): string | undefined {
  const { host, origin } = request.headers;
  if (!isOurHost(host, allowed) || !isOurOrigin(origin, host)) return '403 Forbidden';
  if (pathOf(request) !== '/rpc') return '404 Not Found';
  return full ? '503 Service Unavailable' : undefined;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', (error) => log.warn('a refused socket broke', { reason: error.message }));
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

async function close(server: Server, sockets: Sockets, clock: Clock): Promise<void> {
  sockets.close();
  const cancel = clock.after(CLOSE_MS, () => {
    sockets.cut();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  cancel();
}
