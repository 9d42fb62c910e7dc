import type { Report } from '../session/runner-ports.ts';

/**
 * One try of a turn at one process. A turn has another one only when its process was gone before it was asked anything,
 * or when it said that it does not know the conversation, and nothing else: so nothing is ever done twice. What an agent
 * says after the end of its turn still counts, as that turn's; what it says in an attempt that was ended by force, or
 * whose conversation went on elsewhere, does not.
 */
export class Attempt {
  readonly #report: (report: Report) => void;
  #void = false;
  #spoken = false;

  constructor(report: (report: Report) => void) {
    this.#report = report;
  }

  /** The agent has said or asked something in it. */
  get spoken(): boolean {
    return this.#spoken;
  }

  tell(report: Report): void {
    this.#spoken = true;
    if (!this.#void) this.#report(report);
  }

  /** From here on nothing of it counts. */
  discard(): void {
    this.#void = true;
  }
}
