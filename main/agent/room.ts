type RoomPorts = {
  /** How many may work at once. */
  readonly max: number;
  /** Processes that are there and count. */
  readonly working: () => number;
  /** Begins to end a process that nobody uses, if there is one; `stir` is called when it is gone. */
  readonly makeRoom: () => void;
};

type Waiter = { readonly enter: () => void };

/** The line of those who need a process while as many work as may. First come, first served. */
export class Room {
  readonly #ports: RoomPorts;
  #waiters: readonly Waiter[] = [];
  #arriving = 0;

  constructor(ports: RoomPorts) {
    this.#ports = ports;
  }

  /** True: there is room, which is kept until `arrived`. False: `signal` was aborted first. */
  enter(signal: AbortSignal, onWait: () => void): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.#waiters.length === 0 && !this.#full) {
      this.#arriving += 1;
      return Promise.resolve(true);
    }
    onWait();
    return new Promise((resolve) => {
      const leave = (entered: boolean) => {
        signal.removeEventListener('abort', giveUp);
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        if (entered) this.#arriving += 1;
        resolve(entered);
      };
      const giveUp = () => leave(false);
      const waiter: Waiter = { enter: () => leave(true) };
      signal.addEventListener('abort', giveUp);
      this.#waiters = [...this.#waiters, waiter];
      this.#ports.makeRoom();
    });
  }

  /** Who entered has a process that counts, or none. */
  arrived(): void {
    this.#arriving -= 1;
    this.stir();
  }

  /** There may be room now. */
  stir(): void {
    for (let next = this.#waiters[0]; next && !this.#full; next = this.#waiters[0]) next.enter();
    if (this.#waiters.length > 0) this.#ports.makeRoom();
  }

  get #full(): boolean {
    return this.#ports.working() + this.#arriving >= this.#ports.max;
  }
}
