import type { AppEvent, AppStreamItem } from '../../protocol/stream.ts';
import type { SessionHost } from './session-host.ts';

/** One that follows everything that the host tells of its sessions in a line each, and acknowledges at once. */
export class Watcher {
  readonly events: AppEvent[] = [];
  readonly #host: SessionHost;
  readonly #stop = new AbortController();
  #reading: Promise<void> = Promise.resolve();
  #stream = '';

  private constructor(host: SessionHost) {
    this.#host = host;
  }

  /** Resolves when it is up to date. */
  static async start(host: SessionHost): Promise<Watcher> {
    const watcher = new Watcher(host);
    const started = Promise.withResolvers<void>();
    watcher.#reading = watcher.#read(started.resolve);
    await started.promise;
    return watcher;
  }

  /** Everything until now, once it has all been read. */
  async read(): Promise<readonly AppEvent[]> {
    for (let seen = -1; seen < this.events.length; ) {
      seen = this.events.length;
      await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
    }
    return this.events;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#reading;
  }

  async #read(started: () => void): Promise<void> {
    for await (const item of this.#host.feed.watch(undefined, this.#stop.signal)) this.#take(item, started);
  }

  #take(item: AppStreamItem, started: () => void): void {
    if (item.type === 'opened') {
      this.#stream = item.stream;
      return;
    }
    if (item.type === 'batch') this.events.push(...item.events);
    this.#host.subscriptions.ack(this.#stream, item.type === 'batch' ? item.to : item.seq);
    started();
  }
}
