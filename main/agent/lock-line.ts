/** `beside`: it holds nothing that another one waits for. */
type Admission = 'counted' | 'beside';

export type Wish = {
  /** How many may hold the key at once, from now on and for everybody. */
  readonly capacity: number;
  /** Aborted: leaves the line. */
  readonly signal: AbortSignal;
  /** Aborted: goes in at once beside the holders, and counts towards nobody's place. */
  readonly beside: AbortSignal;
  /** Told the place in the line whenever it changes: 1 is next. */
  readonly onPlace: (place: number) => void;
};

type Waiter = {
  readonly at: 'front' | 'back';
  readonly onPlace: (place: number) => void;
  readonly leave: (how: Admission | undefined) => void;
  place: number;
};

/** Those who hold one key, and those who wait for it. While anybody waits, as many hold it as may. */
export class Line {
  readonly #onEmpty: () => void;
  #waiters: readonly Waiter[] = [];
  #capacity = 1;
  #holders = 0;
  /** All that are not through with the key: holders, also beside, those who gave it up for a while, and waiters. */
  #members = 0;

  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty;
  }

  /** `onLeft` is called once, when the waiting is over, be it at once: with undefined when the wish was given up. */
  join(wish: Wish, at: 'front' | 'back', onLeft: (how: Admission | undefined) => void): void {
    this.#capacity = wish.capacity;
    this.#admit();
    if (wish.signal.aborted) onLeft(undefined);
    else if (this.#holders < this.#capacity) {
      this.#holders += 1;
      onLeft('counted');
    } else if (wish.beside.aborted) onLeft('beside');
    else this.#wait(wish, at, onLeft);
  }

  /** Somebody has to do with the key until `part`. */
  enter(): void {
    this.#members += 1;
  }

  part(): void {
    this.#members -= 1;
    if (this.#members === 0) this.#onEmpty();
  }

  /** A holder gives its place to the next. */
  vacate(): void {
    this.#holders -= 1;
    this.#admit();
  }

  #wait({ signal, beside, onPlace }: Wish, at: 'front' | 'back', onLeft: (how: Admission | undefined) => void): void {
    const leave = (how: Admission | undefined) => {
      signal.removeEventListener('abort', giveUp);
      beside.removeEventListener('abort', goBeside);
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
      onLeft(how);
    };
    const giveUp = () => this.#passBy(leave, undefined);
    const goBeside = () => this.#passBy(leave, 'beside');
    const waiter: Waiter = { at, onPlace, leave, place: 0 };
    signal.addEventListener('abort', giveUp);
    beside.addEventListener('abort', goBeside);
    const front = this.#waiters.filter((other) => other.at === 'front' || at === 'back');
    this.#waiters = [...front, waiter, ...this.#waiters.slice(front.length)];
    this.#tellPlaces();
  }

  #passBy(leave: Waiter['leave'], how: 'beside' | undefined): void {
    leave(how);
    this.#tellPlaces();
  }

  #admit(): void {
    for (let next = this.#waiters[0]; next && this.#holders < this.#capacity; next = this.#waiters[0]) {
      this.#holders += 1;
      next.leave('counted');
    }
    this.#tellPlaces();
  }

  /** Who is told may leave at once, and change the line under our hands. */
  #tellPlaces(): void {
    for (const waiter of this.#waiters) {
      const place = this.#waiters.indexOf(waiter) + 1;
      if (place === 0 || waiter.place === place) continue;
      waiter.place = place;
      waiter.onPlace(place);
    }
  }
}

/** The right to run, from admission to `release`. Who runs beside others has it without holding anything. */
export class Slot {
  readonly #line: Line;
  readonly #over = new AbortController();
  #state: Admission | 'given-up' | 'released';
  #retaking: Promise<boolean> | undefined;

  constructor(line: Line, how: Admission) {
    this.#line = line;
    this.#state = how;
  }

  /** Gives it back for good; calling it again does nothing. */
  release(): void {
    const state = this.#state;
    if (state === 'released') return;
    this.#state = 'released';
    this.#over.abort();
    if (state === 'counted') this.#line.vacate();
    this.#line.part();
  }

  /** Lets the next one in until `retake`. */
  giveUp(): void {
    if (this.#state !== 'counted') return;
    this.#state = 'given-up';
    this.#line.vacate();
  }

  /** Takes it again, before all who stand in the line. False when `signal` was aborted or it was released first. */
  retake(capacity: number, signal: AbortSignal): Promise<boolean> {
    if (this.#state !== 'given-up') return Promise.resolve(this.#state !== 'released');
    this.#retaking ??= this.#rejoin(capacity, signal).finally(() => {
      this.#retaking = undefined;
    });
    return this.#retaking;
  }

  #rejoin(capacity: number, until: AbortSignal): Promise<boolean> {
    const signal = AbortSignal.any([until, this.#over.signal]);
    return new Promise((resolve) => {
      this.#line.join({ capacity, signal, beside: NEVER, onPlace: () => undefined }, 'front', (how) => {
        if (how) this.#state = how;
        resolve(how !== undefined);
      });
    });
  }
}

const NEVER = new AbortController().signal;
