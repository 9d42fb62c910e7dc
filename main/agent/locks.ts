import { Line, Slot, type Wish } from './lock-line.ts';

/**
 * So many holders per key, first come, first served. Who gives up while waiting leaves the line and nobody else's turn
 * is lost. Keys that nobody holds or wants are forgotten.
 */
export class Locks {
  readonly #lines = new Map<string, Line>();

  /** The slot, or undefined when `wish.signal` was aborted first. */
  acquire(key: string, wish: Wish): Promise<Slot | undefined> {
    const line = this.#lines.get(key) ?? new Line(() => this.#lines.delete(key));
    this.#lines.set(key, line);
    line.enter();
    return new Promise((resolve) => {
      line.join(wish, 'back', (how) => {
        if (how === undefined) line.part();
        resolve(how && new Slot(line, how));
      });
    });
  }

  /** Keys that are held, wanted, or given up only for a while. */
  get size(): number {
    return this.#lines.size;
  }
}
