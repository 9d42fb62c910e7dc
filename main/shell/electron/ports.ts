/** As much of a MessagePortMain as its keeper needs. */
export interface Port {
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/**
 * The one open port of each window. A window that reloads asks for a new one, and the old one is closed rather than
 * left to the garbage collector: its streams would go on reading for nobody.
 */
export class Ports<Kind extends Port> {
  readonly #open = new Map<number, Kind>();
  readonly #upgrade: (port: Kind) => void;

  /** `upgrade` serves the contract on a port; messages wait until it has. */
  constructor(upgrade: (port: Kind) => void) {
    this.#upgrade = upgrade;
  }

  get count(): number {
    return this.#open.size;
  }

  accept(windowId: number, port: Kind): void {
    this.drop(windowId);
    this.#open.set(windowId, port);
    port.on('close', () => {
      if (this.#open.get(windowId) === port) this.#open.delete(windowId);
    });
    this.#upgrade(port);
    port.start(); // an unstarted port that nobody holds is collected, and the window believes the host gone
  }

  /** The window is gone, or what was in it. */
  drop(windowId: number): void {
    const port = this.#open.get(windowId);
    this.#open.delete(windowId);
    port?.close();
  }

  close(): void {
    for (const windowId of [...this.#open.keys()]) this.drop(windowId);
  }
}
