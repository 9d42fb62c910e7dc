import { activityOf, isBusy } from '../../protocol/activity.ts';
import type { Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { isFetching } from '../../protocol/origin.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { type Summary, summaryOf } from '../../protocol/summary.ts';
import { isActive } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log/log.ts';
import type { SessionActor } from './actor.ts';
import type { AppFeed } from './app-feed.ts';
import type { Part } from './family.ts';
import { DISK_RETRY_MS, IDLE_MS_MAX, WINDOW_ITEMS } from './limits.ts';
import { Outbox } from './outbox.ts';
import type { DiskTrouble, SessionCommit, SessionStore, StoredSession } from './ports.ts';

export type LivePorts = {
  readonly store: SessionStore;
  readonly feed: AppFeed;
  readonly clock: Clock;
  readonly log: Logger;
  openActor(stored: StoredSession): SessionActor;
};

export type Live = {
  readonly actor: SessionActor;
  readonly outbox: Outbox;
  seenIdle: boolean;
  summary: Summary;
  /** It, or something below it, was at work. */
  busy: boolean;
};

/** The sessions that somebody asked for lately. Their rows bring back any other, so it holds none that is idle. */
export class LiveSessions {
  readonly #ports: LivePorts;
  readonly #live = new Map<SessionId, Live>();
  /** Whose parents may have to know, with their parents. */
  readonly #changedChildren = new Map<SessionId, SessionId>();
  /** How many changes are being made of which not all are made yet. */
  #applying = 0;
  #sweeping: (() => void) | undefined;
  #retrying: (() => void) | undefined;

  constructor(ports: LivePorts) {
    this.#ports = ports;
  }

  find(id: SessionId): Live | undefined {
    const known = this.#live.get(id);
    if (known) {
      known.seenIdle = false;
      return known;
    }
    const stored = this.#ports.store.read(id, WINDOW_ITEMS);
    if (!stored) return undefined;
    const actor = this.#ports.openActor(stored);
    const { head } = actor;
    const [summary, busy] = [summaryOf(head), isBusy(head)];
    const live = { actor, outbox: new Outbox(actor), seenIdle: false, summary, busy };
    this.#live.set(id, live);
    this.#sweepLater();
    return live;
  }

  /** Those that are held now. */
  all(): readonly Live[] {
    return [...this.#live.values()];
  }

  /** Sessions with a turn that waits or runs: none of them is ever let go of. */
  active(): readonly Head[] {
    return this.all().flatMap(({ actor }) => (isActive(actor.head.turn) ? [actor.head] : []));
  }

  /** Changes of several sessions, and new sessions: all of it in one transaction, then each is told. */
  commit(parts: readonly Part[], added: readonly SessionCommit[] = []): Result<void, Refusal> {
    const trouble = parts.map(({ actor }) => this.find(actor.head.id)?.outbox.trouble).find((one) => one !== undefined);
    if (trouble) return refuse(trouble);
    const prepared = parts.map(({ actor, change }) => actor.prepare(change));
    const recorded = this.#ports.store.commitAll([...added, ...prepared]);
    if (!recorded.ok) return recorded;
    this.#applying += 1;
    for (const one of prepared) one.apply();
    this.#applying -= 1;
    this.#tellParents();
    return ok(undefined);
  }

  /** Tells the lists, when there is something for them in it. */
  changed(head: Head): void {
    const live = this.#live.get(head.id);
    const [summary, busy] = [summaryOf(head), isBusy(head)];
    const wasBusy = live?.busy;
    const isSame = live && JSON.stringify(live.summary) === JSON.stringify(summary);
    if (live) Object.assign(live, { summary, busy });
    if (!isSame) this.#ports.feed.sessionChanged(summary);
    // One that was stopped looks the same when the last one below it has ended.
    if (busy === wasBusy || head.relationship?.kind !== 'subagent') return;
    this.#changedChildren.set(head.id, head.relationship.parent);
    this.#tellParents();
  }

  /** Up to the root each session knows which of its children do something. Not in the middle of a change to several. */
  #tellParents(): void {
    for (const [child, parent] of this.#applying > 0 ? [] : this.#changedChildren) {
      this.#changedChildren.delete(child);
      this.#tellParent(parent, child);
    }
  }

  #tellParent(id: SessionId, child: SessionId): void {
    const [actor, busy] = [this.find(id)?.actor, isBusy(this.find(child)?.actor.head)];
    if (!actor || actor.head.busyBelow.includes(child) === busy) return;
    const others = actor.head.busyBelow.filter((other) => other !== child);
    const busyBelow = busy ? [...others, child] : others;
    const events: readonly SessionEvent[] = [
      { type: 'busy-below-set', children: busyBelow },
      // What works shows its questions where it hangs: that does not stay put away.
      ...(busy && actor.head.archivedAt !== null ? [{ type: 'archived', at: null } as const] : []),
      // It is finished only now, and nobody has seen that yet.
      ...(activityOf({ ...actor.head, busyBelow }).kind === 'finished'
        ? [{ type: 'marked', unread: true } as const]
        : []),
    ];
    const told = this.commit([{ actor, change: { events } }]);
    if (!told.ok) this.#ports.log.warn('a session was not told what its child does', { parent: id, child });
  }

  /** The session is gone for good; those who follow it hear nothing more. Its rows stay when the disk refuses. */
  purge(id: SessionId): Result<void, DiskTrouble> {
    const parent = this.find(id)?.actor.head.relationship?.parent;
    const purged = this.#ports.store.purge(id);
    if (!purged.ok) return purged;
    this.#live.delete(id);
    this.#ports.feed.sessionPurged(id);
    if (parent) this.#unlink(parent, id);
    if (parent) this.#tellParent(parent, id);
    return purged;
  }

  /** A link to nowhere does no harm: whoever follows it is told that the session is gone. */
  #unlink(parent: SessionId, child: SessionId): void {
    const actor = this.find(parent)?.actor;
    if (!actor?.head.children.some(({ session }) => session === child)) return;
    const unlinked = this.commit([{ actor, change: { events: [{ type: 'child-unlinked', session: child }] } }]);
    if (!unlinked.ok) this.#ports.log.warn('a link to a purged session stays', { parent, child });
  }

  close(): void {
    this.#sweeping?.();
    this.#retrying?.();
    this.#live.clear();
  }

  /** Tries again until the disk takes what waits, and shows in every window that it does not. */
  diskFailed(trouble: DiskTrouble): void {
    if (this.#retrying) return;
    if (this.#ports.feed.app.disk.kind === 'fine') {
      this.#ports.log.error('the disk takes nothing; agents are being held back', trouble);
      this.#ports.feed.appChanged({ disk: { kind: 'failing', message: trouble.message } });
    }
    this.#retrying = this.#ports.clock.after(DISK_RETRY_MS, () => {
      this.#retrying = undefined;
      const left = this.all()
        .map((live) => live.outbox.retry())
        .find((still) => still !== undefined);
      if (left) {
        this.diskFailed(left);
        return;
      }
      this.#ports.log.info('the disk takes writes again');
      this.#ports.feed.appChanged({ disk: { kind: 'fine' } });
    });
  }

  /** Forgets sessions that were idle and unfollowed at two sweeps in a row. */
  #sweepLater(): void {
    this.#sweeping ??= this.#ports.clock.after(IDLE_MS_MAX, () => {
      this.#sweeping = undefined;
      for (const [id, live] of this.#live) {
        const { actor, outbox, seenIdle } = live;
        const { head, ring } = actor;
        const idle =
          ring.followers === 0 &&
          !isActive(head.turn) &&
          head.rollback === null &&
          !outbox.trouble &&
          !isFetching(head);
        if (idle && seenIdle) this.#live.delete(id);
        else live.seenIdle = idle;
      }
      if (this.#live.size > 0) this.#sweepLater();
    });
  }
}
