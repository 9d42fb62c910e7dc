import type { SessionId } from '../../protocol/ids.ts';
import type { Slot } from './lock-line.ts';

/** One wait of a turn for its children. */
export type Wait = {
  /**
   * The children have answered: resolves when the turn has its slot again and may go on; false when it ended first.
   * While the turn has other waits open it is not going on yet, so this resolves with the last of them.
   */
  resume(): Promise<boolean>;
};

type WaitsPorts = {
  readonly slot: Slot;
  /** How many may hold the slots of its line. */
  readonly capacity: number;
  /** Aborted when the turn is to stop. */
  readonly stopping: AbortSignal;
  /** All children that it now waits for. */
  readonly tell: (children: readonly SessionId[]) => void;
};

/**
 * What a running turn waits for. It holds no slot meanwhile, so turns that wait for each other's children cannot block
 * each other, whatever the agents and folders; then it is let in before those who stand in the line.
 */
export class Waits {
  readonly #ports: WaitsPorts;
  readonly #open = new Map<Wait, readonly SessionId[]>();
  #back: PromiseWithResolvers<boolean> | undefined;
  #over = false;

  constructor(ports: WaitsPorts) {
    this.#ports = ports;
    ports.stopping.addEventListener('abort', () => this.#giveUp(), { once: true });
  }

  begin(children: readonly SessionId[]): Wait {
    if (!this.#back) this.#ports.slot.giveUp();
    this.#back ??= Promise.withResolvers();
    const back = this.#back;
    if (this.#over) back.resolve(false);
    const wait: Wait = {
      resume: () => {
        if (this.#open.delete(wait)) void this.#next(back);
        return back.promise;
      },
    };
    this.#open.set(wait, children);
    this.#tell();
    return wait;
  }

  /** The turn is over. */
  close(): void {
    this.#giveUp();
    this.#ports.slot.release();
  }

  async #next(back: PromiseWithResolvers<boolean>): Promise<void> {
    const { slot, capacity, stopping } = this.#ports;
    if (this.#open.size > 0) return this.#tell();
    const has = await slot.retake(capacity, stopping);
    if (this.#open.size > 0) return slot.giveUp(); // it began to wait again before it was let in
    this.#back = undefined;
    if (has) this.#tell();
    back.resolve(has);
  }

  #giveUp(): void {
    this.#over = true;
    this.#back?.resolve(false);
  }

  #tell(): void {
    if (!this.#over) this.#ports.tell([...new Set([...this.#open.values()].flat())]);
  }
}
