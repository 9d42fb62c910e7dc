import {
  ATTENTION_MAX,
  type Attention,
  type AttentionKind,
  attentionFor,
  happened,
  isBusy,
  wantOf,
} from '../../protocol/attention.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';

export type AttentionPorts = {
  /** The session that it belongs to; null for a main session, and for one that is not there. */
  parentOf(session: SessionId): SessionId | null;
  /** Whether somebody has the session before their eyes. */
  isLookedAt(session: SessionId): boolean;
  /** Which sessions want a person, newest first. */
  changed(wanted: readonly Attention[]): void;
  /** Something happened, now, that a person who looks elsewhere may want to be told of. */
  alert(attention: Attention): void;
};

/**
 * Which sessions want a person, and when that is worth a word: once for everything that really happens, never for what
 * they look at, and nothing is finished while its children work.
 */
export class AttentionDesk {
  readonly #ports: AttentionPorts;
  /** The sessions at work, as they last were. */
  readonly #busy = new Map<SessionId, Summary>();
  readonly #wanted = new Map<SessionId, Attention>();
  /** They have finished, but children of theirs have not. */
  readonly #unfinished = new Map<SessionId, Summary>();
  /** Whose limit was told of since they began to work: an agent may meet it many times in one turn. */
  readonly #limited = new Set<SessionId>();

  /** `unread`: the sessions that nobody has looked at since they ended, in an earlier life of the host. */
  constructor(ports: AttentionPorts, unread: readonly Summary[]) {
    this.#ports = ports;
    for (const summary of unread) this.#want(summary);
  }

  get wanted(): readonly Attention[] {
    return [...this.#wanted.values()].toSorted((one, other) => other.at - one.at).slice(0, ATTENTION_MAX);
  }

  sessionChanged(summary: Summary): void {
    const before = this.#busy.get(summary.id)?.activity ?? null;
    const busy = isBusy(summary.activity);
    if (busy) this.#busy.set(summary.id, summary);
    else this.#busy.delete(summary.id);
    if (this.#want(summary)) this.#ports.changed(this.wanted);
    const kind = happened(before, summary);
    if (kind) this.#tell(summary, kind);
    if (wantOf(summary) !== 'finished') this.#unfinished.delete(summary.id);
    if (!busy) {
      this.#limited.delete(summary.id);
      this.#finishParents();
    }
  }

  sessionPurged(session: SessionId): void {
    this.#busy.delete(session);
    this.#unfinished.delete(session);
    this.#limited.delete(session);
    if (this.#wanted.delete(session)) this.#ports.changed(this.wanted);
    this.#finishParents();
  }

  /** Whether that changed what is wanted. */
  #want(summary: Summary): boolean {
    const before = this.#wanted.get(summary.id);
    const kind = wantOf(summary);
    if (kind === null) return this.#wanted.delete(summary.id);
    if (before?.kind === kind && before.title === summary.title) return false;
    this.#wanted.set(summary.id, attentionFor(summary, kind));
    return true;
  }

  #tell(summary: Summary, kind: AttentionKind): void {
    if (kind === 'limited' && this.#limited.has(summary.id)) return;
    if (kind === 'limited') this.#limited.add(summary.id);
    if (kind === 'finished' && this.#isBusyBelow(summary.id)) {
      this.#unfinished.set(summary.id, summary);
      return;
    }
    if (!this.#ports.isLookedAt(summary.id)) this.#ports.alert(attentionFor(summary, kind));
  }

  /** Tells of those whose last child has come to its end. */
  #finishParents(): void {
    for (const summary of [...this.#unfinished.values()]) {
      if (this.#isBusyBelow(summary.id)) continue;
      this.#unfinished.delete(summary.id);
      this.#tell(summary, 'finished');
    }
  }

  #isBusyBelow(session: SessionId): boolean {
    return [...this.#busy.values()].some((busy) => {
      for (let above = busy.parent; above !== null; above = this.#ports.parentOf(above)) {
        if (above === session) return true;
      }
      return false;
    });
  }
}
