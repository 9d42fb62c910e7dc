import type { SessionEvent } from '../../protocol/event.ts';
import type { TurnId } from '../../protocol/ids.ts';
import type { SessionActor } from './actor.ts';
import type { DiskTrouble } from './ports.ts';
import type { Report } from './runner-ports.ts';

type Waiting = { readonly turnId: TurnId; readonly report: Report; recorded(): void };
/** The events are made once: what an agent's update meant does not depend on how often it was tried to save it. */
type Unsaved = {
  readonly turnId: TurnId;
  readonly events: readonly SessionEvent[];
  readonly report: Report;
  readonly trouble: DiskTrouble;
  recorded(): void;
};

/**
 * What an agent did while the disk took nothing, in order. It stays small because whoever reports waits for its
 * promise before it reads more from the agent.
 */
export class Outbox {
  readonly #actor: SessionActor;
  #unsaved: Unsaved | undefined;
  #waiting: Waiting[] = [];

  constructor(actor: SessionActor) {
    this.#actor = actor;
  }

  /** Why nothing is being recorded; undefined while all is well. */
  get trouble(): DiskTrouble | undefined {
    return this.#unsaved?.trouble;
  }

  /** Records at once, or answers a promise that resolves when it is recorded. */
  report(turnId: TurnId, report: Report): Promise<void> | undefined {
    if (this.#unsaved) return new Promise((recorded) => this.#waiting.push({ turnId, report, recorded }));
    const events = this.#actor.eventsOf(turnId, report);
    const saved = this.#actor.record(turnId, events, report);
    if (saved.ok) return undefined;
    return new Promise((recorded) => {
      this.#unsaved = { turnId, events, report, recorded, trouble: saved.refusal };
    });
  }

  /** Tries what is left; answers the trouble that remains. */
  retry(): DiskTrouble | undefined {
    while (this.#unsaved) {
      const { turnId, events, report, recorded } = this.#unsaved;
      const saved = this.#actor.record(turnId, events, report);
      if (!saved.ok) return saved.refusal;
      recorded();
      const next = this.#waiting.shift();
      const { trouble } = this.#unsaved;
      this.#unsaved = next && { ...next, trouble, events: this.#actor.eventsOf(next.turnId, next.report) };
    }
    return undefined;
  }
}
