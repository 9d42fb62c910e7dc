import { askPage, dropPage, type Followed, follow, positionOf, takePage, WAITING } from '../../protocol/follow.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { ItemsPage } from '../../protocol/stream.ts';
import type { PageFrom } from '../../protocol/stretch.ts';
import type { SessionHost } from './session-host.ts';

/** One view of a session, whose connection, acknowledgements and pages are in the test's hands. */
export class Follower {
  view: Followed = WAITING;
  batches = 0;
  readonly #host: SessionHost;
  readonly #sessionId: SessionId;
  readonly #tail: number;
  #connection: AbortController | undefined;
  #stream = '';
  #paused = false;
  #seq = 0;
  #page: { readonly from: PageFrom; readonly page: ItemsPage } | undefined;
  #changed: () => void = () => {};

  constructor(host: SessionHost, sessionId: SessionId, tail: number) {
    this.#host = host;
    this.#sessionId = sessionId;
    this.#tail = tail;
  }

  connect(): void {
    if (this.#connection) return;
    this.#connection = new AbortController();
    void this.#read(this.#connection);
  }

  cut(): void {
    this.#connection?.abort();
    this.#connection = undefined;
    this.view = dropPage(this.view);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#ack();
  }

  /** Asks for older items; the host answers now, the answer arrives with `deliverPage`. */
  askPage(limit: number): void {
    const asked = askPage(this.view, 'older');
    if (asked === this.view || asked.kind !== 'live' || !asked.paging) return;
    const { from } = asked.paging;
    const page = this.#host.service.items({ sessionId: this.#sessionId, from, limit });
    if (!page.ok) throw new Error(page.refusal.code);
    this.view = asked;
    this.#page = { from, page: page.value };
  }

  deliverPage(): void {
    if (this.#page) this.view = takePage(this.view, this.#page.from, this.#page.page);
    this.#page = undefined;
  }

  /** Resolves when the view has applied everything up to `seq`. */
  async reach(seq: number): Promise<void> {
    while (this.view.kind !== 'live' || this.view.seq < seq) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  async #read(connection: AbortController): Promise<void> {
    const from = positionOf(this.view);
    const input = { sessionId: this.#sessionId, tail: this.#tail, from, hidden: true };
    const stream = this.#host.service.follow(input, connection.signal);
    if (!stream.ok) throw new Error(stream.refusal.code);
    let incarnation = '';
    for await (const item of stream.value) {
      if (connection.signal.aborted) return;
      if (item.type === 'opened') {
        this.#stream = item.stream;
        incarnation = item.incarnation;
        continue;
      }
      this.view = follow(this.view, incarnation, item);
      this.#seq = item.type === 'batch' ? item.to : item.seq;
      this.batches += 1;
      if (!this.#paused) this.#ack();
      this.#changed();
    }
  }

  #ack(): void {
    this.#host.subscriptions.ack(this.#stream, this.#seq);
  }
}
