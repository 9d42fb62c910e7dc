import type { Report } from '../session/ports.ts';

/**
 * One try of a turn at one process. A turn has another one only when its process was gone before it was asked anything,
 * so nothing is ever asked twice. What an agent says after the end of its turn still counts, as that turn's; what it
 * says in an attempt that was ended by force, or whose conversation went on elsewhere, does not.
 */
export class Attempt {
  readonly #report: (report: Report) => void;
  #void = false;

  constructor(report: (report: Report) => void) {
    this.#report = report;
  }

  tell(report: Report): void {
    if (!this.#void) this.#report(report);
  }

  /** From here on nothing of it counts. */
  discard(): void {
    this.#void = true;
  }
}
