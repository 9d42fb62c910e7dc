import type { AnyMessage, ClientConnection } from '@agentclientprotocol/sdk';
import type { Exit } from '../../protocol/item.ts';
import { type Clock, nextTurn } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import { within } from './deadline.ts';
import { Lines, LineTooLong } from './lines.ts';
import type { AgentPipe } from './pipe.ts';
import { ConnectionLost, RPC_CODES, RpcError } from './rpc-error.ts';
import { isShape, type Shape, shapeAt, textAt } from './shape.ts';

/** An agent that prints a banner is forgiven; one that goes on like this speaks something else. */
export const BAD_LINES_MAX = 100;
/** Requests of one agent that may wait for our answer at the same time. */
const OPEN_REQUESTS_MAX = 256;
/** How long the end of the process may trail the end of its output, and the other way round. */
const END_GRACE_MS = 1_000;

/** Notifications that tell of a request of the agent: they must not overtake it. */
const QUEUED: ReadonlySet<string> = new Set(['$/cancel_request', 'elicitation/complete']);

const log = createLogger('agent/connection');

/** Our side of the protocol. */
export type Peer = {
  /** A `session/update`. Called at once and in order; `update` is as the agent wrote it. */
  update(agentSession: string, update: Shape): void;
  /** A request of the agent; throws `RpcError` for an answer that is an error. `signal`: the agent took it back. */
  request(method: string, params: Shape, signal: AbortSignal): Promise<unknown>;
  /** A notification of `QUEUED`, in order with the requests. */
  notified(method: string, params: Shape): void;
};

/** How a connection ended. `trouble` is set when we ended it because the agent does not speak the protocol. */
export type ConnectionEnd = { readonly exit: Exit; readonly trouble: string | null };

type Acp = typeof import('@agentclientprotocol/sdk');

/** The protocol library is loaded with the first agent: its schemas would slow down every start of the app. */
export async function openConnection(clock: Clock, pipe: AgentPipe, peer: Peer): Promise<AgentConnection> {
  return new AgentConnection(await import('@agentclientprotocol/sdk'), clock, pipe, peer);
}

/**
 * One ACP connection. Updates are taken out of the stream before the protocol library sees them: they come by the ten
 * thousand, and its schemas would cost more than all the rest of their way.
 */
export class AgentConnection {
  /** Resolves when all that the agent wrote was taken in and its process is gone. */
  readonly ended: Promise<ConnectionEnd>;
  readonly #acp: Acp;
  readonly #clock: Clock;
  readonly #pipe: AgentPipe;
  readonly #peer: Peer;
  readonly #client: ClientConnection;
  readonly #lines = new Lines();
  readonly #ignored = new Set<string>();
  #incoming: ReadableStreamDefaultController<AnyMessage> | undefined;
  #held: Promise<void> | undefined;
  #trouble: string | null = null;
  #badLines = 0;
  #badLinesInAll = 0;
  #openRequests = 0;

  constructor(acp: Acp, clock: Clock, pipe: AgentPipe, peer: Peer) {
    this.#acp = acp;
    this.#clock = clock;
    this.#pipe = pipe;
    this.#peer = peer;
    const readable = new ReadableStream<AnyMessage>({
      start: (controller) => this.#listen(controller),
      cancel: () => this.#listen(undefined),
    });
    const writable = new WritableStream<AnyMessage>({ write: (message) => this.#write(message) });
    this.#client = acp
      .client({ name: 'skein' })
      .onRequest('*', (context) => this.#answer(context.method, context.params, context.signal))
      .onNotification('*', ({ method, params }) => peer.notified(method, isShape(params) ? params : {}))
      .connect({ readable, writable });
    this.ended = this.#run();
  }

  /** Rejects with `RpcError` when the agent answers with an error, with `ConnectionLost` when it can answer no more. */
  async request(method: string, params: Shape): Promise<unknown> {
    try {
      return await this.#client.agent.request<unknown, Shape>(method, params);
    } catch (error) {
      if (error instanceof this.#acp.RequestError) throw new RpcError(error.code, error.message, error.data);
      throw new ConnectionLost();
    }
  }

  notify(method: string, params: Shape): void {
    this.#client.agent
      .notify(method, params)
      .catch((error: unknown) => log.info('agent was not told', { method, message: String(error) }));
  }

  /** Reads nothing more from the agent until `until` resolves. */
  hold(until: Promise<void>): void {
    const both = this.#held ? Promise.all([this.#held, until]) : until;
    const held = Promise.resolve(both).then(() => {
      if (this.#held === held) this.#held = undefined;
    });
    this.#held = held;
  }

  /** Resolves when nothing holds the agent; undefined when nothing does. */
  get held(): Promise<void> | undefined {
    return this.#held;
  }

  /** Of the program at the other end; null when it is a thread. */
  get pid(): number | null {
    return this.#pipe.pid;
  }

  stderrTail(): string {
    return this.#pipe.stderrTail();
  }

  async end(): Promise<void> {
    await this.#pipe.end();
    await this.ended;
  }

  async kill(): Promise<void> {
    await this.#pipe.kill();
    await this.ended;
  }

  async #run(): Promise<ConnectionEnd> {
    const read = this.#read();
    await Promise.race([read, this.#pipe.ended, this.#client.closed]);
    if (this.#trouble) await this.#pipe.kill();
    const gone = await within(this.#clock, END_GRACE_MS, this.#pipe.ended);
    if (gone.kind === 'late') await this.#pipe.kill();
    await this.#drained(read);
    this.#incoming?.close();
    this.#client.close();
    if (this.#badLinesInAll > 0) log.warn('agent wrote lines that are no messages', { lines: this.#badLinesInAll });
    return { exit: await this.#pipe.ended, trouble: this.#trouble };
  }

  /** A stray that left its parent's tree may hold the output open for ever; a failing disk is waited for. */
  async #drained(read: Promise<void>): Promise<void> {
    for (;;) {
      const done = await within(this.#clock, END_GRACE_MS, read);
      if (done.kind === 'done') return;
      if (!this.#held) break;
      await this.#held;
    }
    this.#pipe.stdout.destroy();
  }

  async #read(): Promise<void> {
    try {
      for await (const chunk of this.#pipe.stdout) {
        for (const line of this.#lines.take(chunk as Buffer)) {
          if (this.#accept(line)) await nextTurn(); // who waits for the answer goes first: what follows builds on it
        }
        if (this.#trouble) break;
        while (this.#held) await this.#held;
        await nextTurn(); // a flood must leave room for everybody else
      }
      this.#accept(this.#lines.rest());
    } catch (error) {
      if (error instanceof LineTooLong) this.#trouble = error.message;
      else log.info('agent output ended early', { message: String(error) });
    }
  }

  /** Whether it was an answer to a request of ours. */
  #accept(line: string): boolean {
    if (this.#trouble || line.trim() === '') return false;
    const message = parseLine(line);
    if (message) this.#take(message);
    else this.#countBad(line);
    return message !== undefined && message['method'] === undefined;
  }

  #take(message: Shape): void {
    this.#badLines = 0;
    const { method } = message;
    if (method === 'session/update') {
      const params = shapeAt(message, 'params');
      this.#peer.update(textAt(params, 'sessionId') ?? '', shapeAt(params, 'update'));
    } else if (typeof method === 'string' && !('id' in message) && !QUEUED.has(method)) {
      this.#ignore(method);
    } else {
      this.#incoming?.enqueue(message as AnyMessage);
    }
  }

  #countBad(line: string): void {
    this.#badLines += 1;
    this.#badLinesInAll += 1;
    if (this.#badLinesInAll === 1) log.warn('agent wrote a line that is no message', { chars: line.length });
    if (this.#badLines >= BAD_LINES_MAX)
      this.#trouble = `It wrote ${BAD_LINES_MAX} lines in a row that are no messages`;
  }

  #ignore(method: string): void {
    if (this.#ignored.has(method) || this.#ignored.size > BAD_LINES_MAX) return;
    this.#ignored.add(method);
    log.info('unknown notification ignored', { method });
  }

  async #answer(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    if (this.#openRequests >= OPEN_REQUESTS_MAX) {
      throw new this.#acp.RequestError(RPC_CODES.internal, 'Too many requests are waiting for an answer');
    }
    this.#openRequests += 1;
    try {
      return await this.#peer.request(method, isShape(params) ? params : {}, signal);
    } catch (error) {
      if (error instanceof RpcError) throw new this.#acp.RequestError(error.code, error.message, error.data);
      log.error('request of the agent failed', { method, message: String(error) });
      throw new this.#acp.RequestError(RPC_CODES.internal, 'Internal error');
    } finally {
      this.#openRequests -= 1;
    }
  }

  /** The library stops listening when the agent's input is gone; updates still count then. */
  #listen(controller: ReadableStreamDefaultController<AnyMessage> | undefined): void {
    this.#incoming = controller;
  }

  #write(message: AnyMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pipe.stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }
}

function parseLine(line: string): Shape | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return isShape(message) && message['jsonrpc'] === '2.0' ? message : undefined;
  } catch {
    return undefined; // counted by the caller
  }
}
