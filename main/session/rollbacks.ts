import type { Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head, Rollback } from '../../protocol/head.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { ok, type Result } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import type { Change } from './change.ts';
import { binned, type FamilyPorts, type Part, partsOf } from './family.ts';
import { DISK_RETRY_MS, ROLLBACK_STOP_MS } from './limits.ts';
import { busyIn, type Doomed, doomedBy, type RollbackCommand, rollBack } from './rollback.ts';
import { stopTurn } from './stop-turn.ts';

export type RollbackPorts = FamilyPorts & {
  readonly clock: Clock;
  /** All parts or none. */
  commit(parts: readonly Part[]): Result<void, Refusal>;
  stop(turn: TurnId): void;
  /** The runner may forget what these sessions hold. */
  release(session: SessionId): void;
};

/** One that waits for agents to stop. `stopping`: who was at work when it began. */
type Waiting = { readonly command: RollbackCommand; readonly stopping: readonly Head[]; cancel: () => void };

/**
 * Takes turns back in three phases: what goes is marked, so that nothing begins in it; what runs in it is stopped, for
 * some seconds at most; then all of it goes in one transaction. If something does not stop, the marks are taken off again
 * and the conversation says what did not stop and what did. A crash before the last phase leaves all as it was.
 */
export class Rollbacks {
  readonly #ports: RollbackPorts;
  readonly #waiting = new Map<SessionId, Waiting>();

  constructor(ports: RollbackPorts) {
    this.#ports = ports;
  }

  /** Recorded when the answer is ok: done at once when nothing runs, else under way. */
  begin(head: Head, command: RollbackCommand): Result<void, Refusal> {
    if (head.undoable.some(({ id }) => id === command.rollbackId)) return ok(undefined);
    if (head.rollback?.id === command.rollbackId) return ok(undefined);
    const gone = doomedBy(head, command, this.#ports.store);
    if (!gone.ok) return gone;
    const stopping = busyIn(head, gone.value);
    return stopping.length === 0 ? this.#finish(head, gone.value) : this.#stop(head, gone.value, stopping);
  }

  /** To be called when a turn has ended: perhaps it was the last one that was waited for. */
  check(): void {
    for (const id of this.#waiting.keys()) this.#goOn(id);
  }

  close(): void {
    for (const waiting of this.#waiting.values()) waiting.cancel();
    this.#waiting.clear();
  }

  #stop(head: Head, gone: Doomed, stopping: readonly Head[]): Result<void, Refusal> {
    const { command } = gone;
    const mark = (one: Head): Change => ({
      events: [
        rollbackSet({ id: command.rollbackId, turn: one.id === head.id ? gone.first : null }),
        ...(isActive(one.turn) && one.turn.phase.kind !== 'stopping'
          ? stopTurn(one, one.turn, this.#ports.clock.now())
          : []),
      ],
    });
    const marked = this.#ports.commit(partsOf([...gone.sessions, head], mark, this.#ports));
    if (!marked.ok) return marked;
    const cancel = this.#ports.clock.after(ROLLBACK_STOP_MS, () => this.#giveUp(head.id));
    this.#waiting.set(head.id, { command, stopping, cancel });
    for (const { turn } of stopping) if (turn) this.#ports.stop(turn.id);
    return ok(undefined);
  }

  #goOn(id: SessionId): void {
    const waiting = this.#waiting.get(id);
    const head = this.#ports.actor(id)?.head;
    if (!waiting || !head) return;
    const gone = doomedBy({ ...head, rollback: null }, waiting.command, this.#ports.store);
    if (!gone.ok || busyIn(head, gone.value).length > 0) return;
    waiting.cancel();
    const finished = this.#finish(head, gone.value);
    if (finished.ok) this.#waiting.delete(id);
    else waiting.cancel = this.#ports.clock.after(DISK_RETRY_MS, () => this.#goOn(id));
  }

  /** The whole change is one transaction: the sessions that were spawned, children first, then the turns. */
  #finish(head: Head, gone: Doomed): Result<void, Refusal> {
    const at = this.#ports.now();
    const change = rollBack(head, gone, this.#ports.store, at);
    if (!change.ok) return change;
    const parts = [
      ...partsOf(gone.sessions, () => binned(at), this.#ports),
      ...partsOf([head], () => change.value, this.#ports),
    ];
    const recorded = this.#ports.commit(parts);
    if (recorded.ok) for (const { id } of [...gone.sessions, head]) this.#ports.release(id);
    return recorded;
  }

  #giveUp(id: SessionId): void {
    const waiting = this.#waiting.get(id);
    const actor = this.#ports.actor(id);
    if (!waiting || !actor) return;
    const gone = doomedBy({ ...actor.head, rollback: null }, waiting.command, this.#ports.store);
    const sessions = gone.ok ? gone.value.sessions : [];
    const isStuck = (one: Head) => isActive(this.#ports.actor(one.id)?.head.turn ?? null);
    const notice = actor.notice({
      code: 'not-rolled-back',
      stuck: waiting.stopping.filter(isStuck).map((one) => one.title.text),
      stopped: waiting.stopping.filter((one) => !isStuck(one)).map((one) => one.title.text),
    });
    const unmark = (one: Head): Change => ({ events: [rollbackSet(null), ...(one.id === id ? notice : [])] });
    const recorded = this.#ports.commit(partsOf([...sessions, actor.head], unmark, this.#ports));
    if (recorded.ok) this.#waiting.delete(id);
    else waiting.cancel = this.#ports.clock.after(DISK_RETRY_MS, () => this.#giveUp(id));
  }
}

const rollbackSet = (rollback: Rollback | null): SessionEvent => ({ type: 'rollback-set', rollback });
