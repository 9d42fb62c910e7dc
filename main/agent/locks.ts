type Waiter = { readonly onPlace: (place: number) => void; readonly grant: () => void; place: number };

/** Gives the lock back; calling it again does nothing. */
export type Release = () => void;

/**
 * One holder per key, first come, first served. `onPlace` is told the place in the line whenever it changes: 1 is next.
 * Who gives up while waiting leaves the line and nobody else's turn is lost. Keys that nobody holds are forgotten.
 */
export class Locks {
  readonly #lines = new Map<string, Waiter[]>();

  /** The release, or undefined when `signal` was aborted first. */
  acquire(key: string, signal: AbortSignal, onPlace: (place: number) => void): Promise<Release | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    const line = this.#lines.get(key);
    if (!line) {
      this.#lines.set(key, []);
      return Promise.resolve(this.#releaseOf(key));
    }
    return new Promise((resolve) => {
      const leave = () => {
        line.splice(line.indexOf(waiter), 1);
        resolve(undefined);
        tellPlaces(line);
      };
      const grant = () => {
        signal.removeEventListener('abort', leave);
        resolve(this.#releaseOf(key));
      };
      const waiter: Waiter = { onPlace, grant, place: 0 };
      signal.addEventListener('abort', leave, { once: true });
      line.push(waiter);
      tellPlaces(line);
    });
  }

  /** Keys that are held. */
  get size(): number {
    return this.#lines.size;
  }

  #releaseOf(key: string): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#pass(key);
    };
  }

  #pass(key: string): void {
    const line = this.#lines.get(key) ?? [];
    const next = line.shift();
    if (!next) {
      this.#lines.delete(key);
      return;
    }
    next.grant();
    tellPlaces(line);
  }
}

function tellPlaces(line: readonly Waiter[]): void {
  for (const [index, waiter] of [...line].entries()) {
    if (waiter.place === index + 1) continue;
    waiter.place = index + 1;
    waiter.onPlace(waiter.place);
  }
}
