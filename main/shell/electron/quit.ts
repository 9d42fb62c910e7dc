import type { Clock } from '../../clock.ts';

/** What is still under way gets this long to end; the store is safe against any end. */
export const QUIT_MS = 10_000;

type Preventable = { preventDefault(): void };

export type QuitPorts = {
  readonly clock: Clock;
  /** Whether something would be cut off. */
  isBusy(): boolean;
  /** Asks the person; true: quit all the same. */
  confirm(): Promise<boolean>;
  /** Ends the host. */
  stop(): Promise<void>;
  /** Begins quitting, which raises the events below once more. */
  quit(): void;
};

/**
 * Quitting in order: ask, close the windows, end the host, go. Its two methods answer the events of the app, each of
 * which can hold quitting up; a window asks `quitting` whether its closing is part of it.
 */
export class Quit {
  readonly #ports: QuitPorts;
  #phase: 'open' | 'asking' | 'quitting' | 'stopping' | 'stopped' = 'open';

  constructor(ports: QuitPorts) {
    this.#ports = ports;
  }

  get quitting(): boolean {
    return this.#phase !== 'open' && this.#phase !== 'asking';
  }

  /** The system is going down and does not wait for an answer. */
  insist(): void {
    if (!this.quitting) this.#phase = 'quitting';
  }

  beforeQuit(event: Preventable): void {
    if (this.quitting) return;
    if (this.#phase === 'asking') {
      event.preventDefault();
    } else if (this.#ports.isBusy()) {
      event.preventDefault();
      void this.#ask();
    } else {
      this.#phase = 'quitting';
    }
  }

  willQuit(event: Preventable): void {
    if (this.#phase === 'stopped') return;
    event.preventDefault();
    if (this.#phase === 'stopping') return;
    this.#phase = 'stopping';
    const end = () => {
      cancel();
      if (this.#phase === 'stopped') return;
      this.#phase = 'stopped';
      this.#ports.quit();
    };
    const cancel = this.#ports.clock.after(QUIT_MS, end);
    void this.#ports.stop().then(end, end); // a host that could not end in order is ended all the same
  }

  async #ask(): Promise<void> {
    this.#phase = 'asking';
    const confirmed = await this.#ports.confirm();
    if (this.#phase !== 'asking') return; // overtaken by `insist`
    this.#phase = confirmed ? 'quitting' : 'open';
    if (confirmed) this.#ports.quit();
  }
}

export function quitQuestion(busy: number): { readonly message: string; readonly detail: string } {
  return {
    message: busy === 1 ? 'An agent is still working' : `${busy} agents are still working`,
    detail: 'Quitting stops them. What they did so far is kept, and you can resume from there.',
  };
}
