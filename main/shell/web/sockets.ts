import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../clock.ts';
import { createLogger } from '../../log/log.ts';
import type { Codes } from './codes.ts';
import type { Credentials } from './credentials.ts';
import { greet, type Hello, parseHello } from './greeting.ts';
import {
  CLOSED_BAD_HELLO,
  CLOSED_BROKEN,
  CLOSED_DENIED,
  CLOSED_GOING_AWAY,
  CLOSED_NO_HELLO,
  HELLO_MS,
  MESSAGE_BYTES_MAX,
  PING_MS,
  SOCKETS_MAX,
  STRANGERS_MAX,
} from './limits.ts';

/** Serves the contract on a socket. Must attach its listeners before it first awaits anything. */
export type Upgrade = (socket: Pick<WebSocket, 'addEventListener' | 'send'>) => Promise<void>;

export type SocketOptions = {
  readonly clock: Clock;
  readonly codes: Codes;
  readonly credentials: Credentials;
  /** Asked for when the first window comes, so that starting need not load what serves it. */
  loadUpgrade(): Promise<Upgrade>;
};

const log = createLogger('shell/sockets');

/** Every open WebSocket: first a stranger, then, once its hello was answered, a window. */
export class Sockets {
  readonly #options: SocketOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX });
  readonly #strangers = new Set<WebSocket>();
  readonly #windows = new Set<WebSocket>();

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  get full(): boolean {
    return this.#strangers.size >= STRANGERS_MAX || this.#strangers.size + this.#windows.size >= SOCKETS_MAX;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#meet(opened));
  }

  /** Tells every window that the host is going away. Those that do not close by themselves are cut off by `cut`. */
  close(): void {
    for (const socket of this.#all()) socket.close(CLOSED_GOING_AWAY);
  }

  cut(): void {
    for (const socket of this.#all()) socket.terminate();
  }

  #all(): readonly WebSocket[] {
    return [...this.#strangers, ...this.#windows];
  }

  #meet(socket: WebSocket): void {
    this.#strangers.add(socket);
    const calm = this.#options.clock.after(HELLO_MS, () => socket.close(CLOSED_NO_HELLO));
    const stopPinging = this.#keepAlive(socket);
    socket.on('error', (error) => log.warn('a socket broke', { reason: error.message }));
    socket.on('close', () => {
      calm();
      stopPinging();
      this.#strangers.delete(socket);
      this.#windows.delete(socket);
    });
    socket.once('message', (data, isBinary) => {
      calm();
      const hello = isBinary ? undefined : parseHello(textOf(data));
      if (hello) void this.#greet(socket, hello);
      else socket.close(CLOSED_BAD_HELLO);
    });
  }

  async #greet(socket: WebSocket, hello: Hello): Promise<void> {
    const greeting = greet(hello, this.#options.codes, this.#options.credentials);
    if (greeting.type === 'denied') {
      socket.send(JSON.stringify(greeting));
      socket.close(CLOSED_DENIED, greeting.reason);
      return;
    }
    const tooSoon = () => socket.close(CLOSED_BAD_HELLO);
    socket.once('message', tooSoon);
    try {
      const upgrade = await this.#options.loadUpgrade();
      socket.off('message', tooSoon);
      if (socket.readyState !== socket.OPEN) return;
      this.#strangers.delete(socket);
      this.#windows.add(socket);
      // Nothing is awaited between the welcome and the listeners of `upgrade`, so no message can fall between them.
      socket.send(JSON.stringify(greeting));
      await upgrade(socket);
    } catch (error) {
      log.error('a window could not be served', { error: error instanceof Error ? error.stack : String(error) });
      socket.close(CLOSED_BROKEN);
    }
  }

  /** Answers how to stop. A peer that vanished without a word is noticed by its silence. */
  #keepAlive(socket: WebSocket): () => void {
    let alive = true;
    let cancel = () => {};
    socket.on('pong', () => {
      alive = true;
    });
    const wait = () => {
      cancel = this.#options.clock.after(PING_MS, () => {
        if (!alive) {
          socket.terminate();
          return;
        }
        alive = false;
        socket.ping();
        wait();
      });
    };
    wait();
    return () => cancel();
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as ArrayBuffer).toString('utf8');
}
