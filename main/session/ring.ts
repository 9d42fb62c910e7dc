import { BATCH_CHARS_MAX } from '../../protocol/limits.ts';
import type { Batch, Position } from '../../protocol/stream.ts';

type Kept<Event> = { readonly event: Event; readonly chars: number };

/** How far a follower may be behind before it needs a snapshot. */
export type RingLimits = { readonly eventsMax: number; readonly charsMax: number };

type Options<Event> = RingLimits & {
  /** Names this life of the stream: a follower of another one needs a snapshot. */
  readonly incarnation: string;
  charsOf(event: Event): number;
  /** The same meaning in fewer events. */
  merge(events: readonly Event[]): readonly Event[];
};

/**
 * The last events of one stream, numbered from 1. Followers are cursors: they read when they are ready, and one that
 * was too slow finds its place gone. Nothing is kept for anyone.
 */
export class Ring<Event> {
  readonly incarnation: string;
  readonly #options: Options<Event>;
  readonly #wakers = new Set<() => void>();
  #kept: Kept<Event>[] = [];
  /** Entries of `#kept` before this index are dropped already; the array is cut when half of it is. */
  #dropped = 0;
  #seq = 0;
  #chars = 0;

  constructor(options: Options<Event>) {
    this.incarnation = options.incarnation;
    this.#options = options;
  }

  /** The number of the last event. */
  get seq(): number {
    return this.#seq;
  }

  /** Characters now kept; never above `charsMax` but for a single larger event. */
  get chars(): number {
    return this.#chars;
  }

  get followers(): number {
    return this.#wakers.size;
  }

  publish(events: readonly Event[]): void {
    for (const event of events) {
      const chars = this.#options.charsOf(event);
      this.#kept.push({ event, chars });
      this.#chars += chars;
      this.#seq += 1;
    }
    this.#forget();
    for (const wake of this.#wakers) wake();
  }

  /** Whether a follower that stands there can go on without a snapshot. */
  knows(position: Position): boolean {
    const oldest = this.#seq - (this.#kept.length - this.#dropped);
    return position.incarnation === this.incarnation && position.seq >= oldest && position.seq <= this.#seq;
  }

  /** What comes after `seq`, as one batch of bounded size; undefined when there is nothing yet. */
  read(seq: number): Batch<Event> | undefined {
    const from = this.#kept.length - (this.#seq - seq);
    const events: Event[] = [];
    let chars = 0;
    for (let at = from; at < this.#kept.length && (chars < BATCH_CHARS_MAX || events.length === 0); at += 1) {
      const kept = this.#kept[at] as Kept<Event>;
      if (events.length > 0 && chars + kept.chars > BATCH_CHARS_MAX) break;
      events.push(kept.event);
      chars += kept.chars;
    }
    if (events.length === 0) return undefined;
    return { type: 'batch', from: seq + 1, to: seq + events.length, events: this.#options.merge(events) };
  }

  /** Calls `wake` after every publication until taken back. */
  onPublish(wake: () => void): () => void {
    this.#wakers.add(wake);
    return () => this.#wakers.delete(wake);
  }

  #forget(): void {
    const { eventsMax, charsMax } = this.#options;
    while (this.#kept.length - this.#dropped > 1) {
      if (this.#kept.length - this.#dropped <= eventsMax && this.#chars <= charsMax) break;
      this.#chars -= (this.#kept[this.#dropped] as Kept<Event>).chars;
      this.#dropped += 1;
    }
    if (this.#dropped * 2 > this.#kept.length) {
      this.#kept = this.#kept.slice(this.#dropped);
      this.#dropped = 0;
    }
  }
}
