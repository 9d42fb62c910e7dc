import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export type Fields = Readonly<Record<string, unknown>>;
export type Handler = (params: Fields) => unknown;

/** An error that came as the answer to a request. */
export class RpcFailure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

type Waiting = { readonly matches: (update: Fields) => boolean; readonly resolve: (update: Fields) => void };

/** The client's end of an ACP connection, in bare JSON-RPC lines: it knows no schema and forgives nothing. */
export class AcpClient {
  /** Every `session/update` so far, in order: its `update`. */
  readonly updates: Fields[] = [];
  readonly #stdin: Writable;
  readonly #handlers = new Map<string, Handler>();
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #waiting = new Set<Waiting>();
  #lastId = 0;

  constructor(stdin: Writable, stdout: Readable) {
    this.#stdin = stdin;
    stdin.on('error', () => this.#close());
    const lines = createInterface({ input: stdout, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => this.#take(JSON.parse(line) as Fields));
    lines.on('close', () => this.#close());
  }

  /** Answers requests of the agent; what has no handler is refused. */
  handle(method: string, handler: Handler): void {
    this.#handlers.set(method, handler);
  }

  /** Rejects with `RpcFailure`, or with a plain error when the agent ends first. */
  request(method: string, params: Fields): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<unknown>();
    this.#pending.set(id, answer);
    this.#send({ id, method, params });
    return answer.promise;
  }

  notify(method: string, params: Fields): void {
    this.#send({ method, params });
  }

  /** The first update, past or to come, that matches. */
  seen(matches: (update: Fields) => boolean): Promise<Fields> {
    const past = this.updates.find(matches);
    if (past) return Promise.resolve(past);
    return new Promise((resolve) => this.#waiting.add({ matches, resolve }));
  }

  #send(message: Fields): void {
    this.#stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  #take(message: Fields): void {
    const params = (message['params'] ?? {}) as Fields;
    if (message['method'] === 'session/update') this.#update(params['update'] as Fields);
    else if (typeof message['method'] === 'string' && 'id' in message) void this.#answer(message, params);
    else if (typeof message['id'] === 'number') this.#settle(message['id'], message);
  }

  #update(update: Fields): void {
    this.updates.push(update);
    for (const waiting of [...this.#waiting]) {
      if (!waiting.matches(update)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(update);
    }
  }

  async #answer(message: Fields, params: Fields): Promise<void> {
    const { id, method } = message;
    const handler = this.#handlers.get(String(method));
    try {
      if (!handler) throw new RpcFailure(-32601, `Method not found: ${method}`);
      this.#send({ id, result: (await handler(params)) ?? {} });
    } catch (error) {
      const code = error instanceof RpcFailure ? error.code : -32603;
      this.#send({ id, error: { code, message: error instanceof Error ? error.message : String(error) } });
    }
  }

  #settle(id: number, message: Fields): void {
    const error = message['error'] as { code: number; message: string } | undefined;
    if (error) this.#pending.get(id)?.reject(new RpcFailure(error.code, error.message));
    else this.#pending.get(id)?.resolve(message['result']);
    this.#pending.delete(id);
  }

  #close(): void {
    for (const answer of this.#pending.values()) answer.reject(new Error('The agent ended'));
    this.#pending.clear();
  }
}
