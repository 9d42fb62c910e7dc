import { once } from 'node:events';
import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { WebSocket } from 'ws';

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

type Asked = {
  readonly method?: string;
  /** Sent as it is, nothing resolved. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** One HTTP request, whose Host header and path may be anything. */
export async function ask(port: number, { method = 'GET', path = '/', headers = {} }: Asked): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** A socket to `/rpc` as some page would open it, and all that was said on it. */
export class Page {
  readonly socket: WebSocket;
  readonly #said: string[] = [];
  #wake = () => {};
  /** The close code, once it is closed. */
  readonly closed: Promise<number>;

  constructor(port: number, headers: Readonly<Record<string, string>> = {}, path = '/rpc') {
    const own = `127.0.0.1:${port}`;
    this.socket = new WebSocket(`ws://${own}${path}`, { headers: { origin: `http://${own}`, ...headers } });
    this.socket.on('message', (data) => {
      this.#said.push(String(data));
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', resolve);
    });
    this.socket.on('error', () => {}); // a refusal; whoever expects none waits for the opening, which then fails
  }

  async open(): Promise<this> {
    await once(this.socket, 'open');
    return this;
  }

  /** The status with which the server refuses to open the socket. */
  async refused(): Promise<number> {
    const [request, response] = (await once(this.socket, 'unexpected-response')) as [ClientRequest, IncomingMessage];
    request.destroy();
    return response.statusCode ?? 0;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The next message of the host. */
  async next(): Promise<unknown> {
    while (this.#said.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return JSON.parse(this.#said.shift() ?? '');
  }

  /** Says hello and answers what the host says to it. */
  async greet(hello: object): Promise<{ type: string; credential?: string; reason?: string }> {
    await this.open();
    this.say({ type: 'hello', ...hello });
    return (await this.next()) as { type: string };
  }
}

/** The one-time code in an address. */
export const codeOf = (address: string): string =>
  new URLSearchParams(new URL(address).hash.slice(1)).get('code') ?? '';
