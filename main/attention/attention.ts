import {
  ATTENTION_MAX,
  type Attention,
  type AttentionKind,
  attentionFor,
  byNeed,
  happened,
  isBusy,
  PATH_STEPS_MAX,
  type Step,
  wantOf,
} from '../../protocol/attention.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';

export type AttentionPorts = {
  /** What it is called and the session that it belongs to; undefined when it is not there. */
  session(id: SessionId): Pick<Summary, 'title' | 'parent'> | undefined;
  /** Whether somebody has the session before their eyes. */
  isLookedAt(session: SessionId): boolean;
  /** Which sessions want a person, newest first. */
  changed(wanted: readonly Attention[]): void;
  /** Something happened, now, that a person who looks elsewhere may want to be told of. */
  alert(attention: Attention): void;
};

/**
 * Which sessions want a person, and when that is worth a word: once for everything that really happens, never for what
 * they look at, and nothing is finished while its children work. A question anywhere in a tree is one thing, of the
 * session that asks it; whoever looks at a session above has it before them.
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
    return byNeed([...this.#wanted.values()])
      .slice(0, ATTENTION_MAX)
      .toSorted((one, other) => other.at - one.at);
  }

  sessionChanged(summary: Summary): void {
    const before = this.#busy.get(summary.id)?.activity ?? null;
    const busy = isBusy(summary.activity);
    if (busy) this.#busy.set(summary.id, summary);
    else this.#busy.delete(summary.id);
    const [wants, renames] = [this.#want(summary), this.#renamed(summary)];
    if (wants || renames) this.#ports.changed(this.wanted);
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
    const now = attentionFor(summary, kind, before?.path ?? this.#pathTo(summary));
    if (before && isSame(before, now)) return false;
    this.#wanted.set(summary.id, now);
    return true;
  }

  /** Whether it stands on the way to something that is wanted, by another name than before. */
  #renamed({ id, title }: Summary): boolean {
    let changed = false;
    for (const [session, wanted] of this.#wanted) {
      if (!wanted.path.some((step) => step.session === id && step.title !== title)) continue;
      const path = wanted.path.map((step) => (step.session === id ? { ...step, title } : step));
      this.#wanted.set(session, { ...wanted, path });
      changed = true;
    }
    return changed;
  }

  #pathTo(summary: Pick<Summary, 'parent'>): readonly Step[] {
    const path: Step[] = [];
    for (let above = summary.parent; above !== null && path.length < PATH_STEPS_MAX; ) {
      const found = this.#ports.session(above);
      if (!found) break;
      path.unshift({ session: above, title: found.title });
      above = found.parent;
    }
    return path;
  }

  #tell(summary: Summary, kind: AttentionKind): void {
    if (kind === 'limited' && this.#limited.has(summary.id)) return;
    if (kind === 'limited') this.#limited.add(summary.id);
    if (kind === 'finished' && this.#isBusyBelow(summary.id)) {
      this.#unfinished.set(summary.id, summary);
      return;
    }
    const attention = attentionFor(summary, kind, this.#pathTo(summary));
    if (!this.#isSeen(attention)) this.#ports.alert(attention);
  }

  #isSeen({ session, kind, aside, path }: Attention): boolean {
    if (this.#ports.isLookedAt(session)) return true;
    return kind === 'waiting' && !aside && path.some((step) => this.#ports.isLookedAt(step.session));
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
      for (let above = busy.parent; above !== null; above = this.#ports.session(above)?.parent ?? null) {
        if (above === session) return true;
      }
      return false;
    });
  }
}

/** Whether nothing that is shown is another; when it last changed is not. */
const isSame = (one: Attention, other: Attention): boolean =>
  one.kind === other.kind &&
  one.title === other.title &&
  one.asks?.count === other.asks?.count &&
  one.asks?.since === other.asks?.since &&
  one.asks?.what === other.asks?.what;
