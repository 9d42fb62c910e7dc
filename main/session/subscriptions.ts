import { UNACKED_BATCHES_MAX, UNACKED_MS_MAX } from '../../protocol/limits.ts';
import type { Position, StreamItem } from '../../protocol/stream.ts';
import { type Clock, nextTurn } from '../clock.ts';
import type { Ring } from './ring.ts';

/** What a follower reads from: the ring, and a snapshot that is true at the ring's present seq. */
export type Source<Snapshot, Event> = { readonly ring: Ring<Event>; snapshot(): Snapshot };

/**
 * Every open stream of the host. The transport takes whatever a generator yields, however slow its reader is; so the
 * reader says what it has applied, and nothing is made for one that does not.
 */
export class Subscriptions {
  readonly #open = new Map<string, Unacked>();
  readonly #clock: Clock;
  readonly #newId: () => string;

  constructor(clock: Clock, newId: () => string) {
    this.#clock = clock;
    this.#newId = newId;
  }

  get count(): number {
    return this.#open.size;
  }

  isOpen(stream: string): boolean {
    return this.#open.has(stream);
  }

  ack(stream: string, seq: number): void {
    this.#open.get(stream)?.ack(seq);
  }

  /**
   * Ends when `signal` does, or when the reader acknowledged nothing for UNACKED_MS_MAX; a reader may then follow
   * again from where it stands.
   */
  async *follow<Snapshot, Event>(
    source: Source<Snapshot, Event>,
    from: Position | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<StreamItem<Snapshot, Event>> {
    const stream = this.#newId();
    const news = new Bell(this.#clock);
    const unacked = new Unacked(this.#clock);
    this.#open.set(stream, unacked);
    const forget = [source.ring.onPublish(news.ring), onAbort(signal, news.ring), onAbort(signal, unacked.bell.ring)];
    try {
      yield { type: 'opened', stream, incarnation: source.ring.incarnation };
      yield* pull(source, from, { news, unacked, signal });
    } finally {
      for (const run of forget) run();
      this.#open.delete(stream);
    }
  }
}

type Flow = { readonly news: Bell; readonly unacked: Unacked; readonly signal: AbortSignal | undefined };

async function* pull<Snapshot, Event>(
  source: Source<Snapshot, Event>,
  from: Position | undefined,
  { news, unacked, signal }: Flow,
): AsyncGenerator<StreamItem<Snapshot, Event>> {
  let seq = from && source.ring.knows(from) ? from.seq : UNKNOWN_SEQ;
  while (!signal?.aborted) {
    if (unacked.full) {
      if ((await unacked.bell.next(UNACKED_MS_MAX)) === 'silence') return;
      continue;
    }
    const item = nextItem(source, seq);
    if (!item) {
      await news.next();
      continue;
    }
    seq = item.type === 'batch' ? item.to : item.seq;
    unacked.add(seq, item.type === 'batch' ? 1 : UNACKED_BATCHES_MAX);
    yield item;
    await nextTurn();
  }
}

/** A seq that no ring knows: whoever stands there gets a snapshot. */
const UNKNOWN_SEQ = -1;

function nextItem<Snapshot, Event>(source: Source<Snapshot, Event>, seq: number) {
  const { ring } = source;
  if (ring.knows({ incarnation: ring.incarnation, seq })) return ring.read(seq);
  return { type: 'snapshot', seq: ring.seq, ...source.snapshot() } as const;
}

/** What was sent and not yet acknowledged; a snapshot weighs as much as all the batches that may be under way. */
class Unacked {
  readonly bell: Bell;
  #sent: { readonly seq: number; readonly weight: number }[] = [];

  constructor(clock: Clock) {
    this.bell = new Bell(clock);
  }

  get full(): boolean {
    return this.#sent.reduce((sum, sent) => sum + sent.weight, 0) >= UNACKED_BATCHES_MAX;
  }

  add(seq: number, weight: number): void {
    this.#sent.push({ seq, weight });
  }

  ack(seq: number): void {
    this.#sent = this.#sent.filter((sent) => sent.seq > seq);
    this.bell.ring();
  }
}

/** Wakes its one waiter; a ring while nobody waits is remembered for the next. */
class Bell {
  readonly #clock: Clock;
  #rung = false;
  #wake: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly ring = (): void => {
    this.#rung = true;
    this.#wake?.();
  };

  next(silenceMs?: number): Promise<'rung' | 'silence'> {
    return new Promise((resolve) => {
      const end = (result: 'rung' | 'silence') => {
        this.#wake = undefined;
        this.#rung = false;
        cancel?.();
        resolve(result);
      };
      const cancel = silenceMs === undefined ? undefined : this.#clock.after(silenceMs, () => end('silence'));
      this.#wake = () => end('rung');
      if (this.#rung) end('rung');
    });
  }
}

function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  signal?.addEventListener('abort', run);
  return () => signal?.removeEventListener('abort', run);
}
