import type { SessionId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { BIN_MS, PURGE_EVERY_MS } from './limits.ts';
import type { LiveSessions } from './live.ts';
import type { AttachmentIndex, SessionStore } from './ports.ts';
import { forgetting } from './rollback.ts';

type Ports = {
  readonly store: SessionStore;
  readonly live: LiveSessions;
  readonly clock: Clock;
  readonly attachments: AttachmentIndex;
  /** Ends the session's turn, if one is active, as an agent's end is recorded. */
  interrupt(id: SessionId): void;
};

/** What is done without anybody asking: after a crash, and once a day. */
export class Housekeeping {
  readonly #ports: Ports;
  #next: (() => void) | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Marks what a crash cut off, then begins to look through the bin. To be ended with `close`. */
  start(): void {
    const unfinished = this.#ports.store.unfinished();
    for (const id of unfinished) this.#recover(id);
    for (const id of unfinished) this.#forgetBusy(id);
    this.#purgeOld();
  }

  close(): void {
    this.#next?.();
  }

  /** A rollback that was not done has not happened. */
  #recover(id: SessionId): void {
    this.#ports.interrupt(id);
    const actor = this.#ports.live.find(id)?.actor;
    if (!actor || actor.head.rollback === null) return;
    this.#ports.live.commit([{ actor, change: { events: [{ type: 'rollback-set', rollback: null }] } }]);
  }

  /** A child may have ended when its parent was not told any more. */
  #forgetBusy(id: SessionId): void {
    const actor = this.#ports.live.find(id)?.actor;
    if (!actor || actor.head.busyBelow.length === 0) return;
    this.#ports.live.commit([{ actor, change: { events: [{ type: 'busy-below-set', children: [] }] } }]);
  }

  /** What has waited in the bin for thirty days is gone, so is what was taken back as long ago, and files that nobody names. */
  #purgeOld(): void {
    const { store, live, clock, attachments } = this.#ports;
    const before = clock.now() - BIN_MS;
    for (const id of store.deletedBefore(before)) live.purge(id);
    for (const id of store.withUndone()) {
      const actor = live.find(id)?.actor;
      const old = actor?.head.undoable.filter((undoable) => undoable.at < before) ?? [];
      if (actor && old.length > 0) live.commit([{ actor, change: forgetting(actor.head, old) }]);
    }
    // Without any session the rows may be elsewhere, as after their file was moved away: nothing says what is named.
    if (!store.isEmpty()) attachments.sweep(() => store.attachmentIds());
    this.#next = clock.after(PURGE_EVERY_MS, () => this.#purgeOld());
  }
}
