import type { Clock } from '../../main/clock.ts';

type Due = { readonly at: number; readonly run: () => void };

/** Time that stands still until it is moved. */
export class FakeClock implements Clock {
  #now: number;
  readonly #due = new Set<Due>();

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const due = { at: this.#now + ms, run };
    this.#due.add(due);
    return () => this.#due.delete(due);
  }

  /** Runs all that becomes due within `ms`, in order, what is added on the way included. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  /** How many runs are still to come. */
  get pending(): number {
    return this.#due.size;
  }

  #next(end: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due) if (due.at <= end && (!first || due.at < first.at)) first = due;
    return first;
  }
}

/** Lets time run fast until `promise` settles: for what waits on a clock and on real processes in turn. */
export async function hurry<Value>(clock: FakeClock, promise: Promise<Value>, stepMs = 100): Promise<Value> {
  const beat = setInterval(() => clock.advance(stepMs), 10);
  try {
    return await promise;
  } finally {
    clearInterval(beat);
  }
}
