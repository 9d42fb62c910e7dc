import type { RequestId, RollbackId, SessionId, TurnId } from '../../../protocol/ids.ts';
import type { PermissionAnswer } from '../../../protocol/permission.ts';
import { ulidOf } from '../../support/arbitraries.ts';
import type { Place } from './budgets.ts';
import { cancelAll, heldIn, lastTurn, type ModelSession } from './tree.ts';

/** Ids of nothing. */
export const NOWHERE = ulidOf(2 ** 40);
export const RESUMED = 'Continue where you left off.';

/** A rollback that waits for what still runs in it. `first` null: it takes all turns. */
export type Waiting = {
  readonly session: ModelSession;
  readonly first: TurnId | null;
  readonly id: RollbackId;
  readonly until: number;
};

/** What the runner is to be asked. `mode`: what the agent is to be told first. */
export type Order = {
  readonly session: SessionId;
  readonly turn: TurnId;
  readonly prompt: string;
  readonly mode: string | null;
};

/** All sessions of a host as a simple model has them: without rows, events or windows; and what its runner was asked. */
export class World {
  readonly sessions = new Map<SessionId, ModelSession>();
  /** Where each child stands that there ever was. */
  readonly places = new Map<SessionId, Place>();
  now: number;
  started: Order[] = [];
  stopped: TurnId[] = [];
  terminated: TurnId[] = [];
  /** What the agent is told of its questions, and of what was chosen. */
  answered: (readonly [SessionId, RequestId, PermissionAnswer])[] = [];
  chosen: (readonly [SessionId, option: string, value: string])[] = [];
  waiting: Waiting[] = [];
  /** A rule says yes to the question that is always the same. */
  ruled = false;

  constructor(now: number) {
    this.now = now;
  }

  /** The sessions that turns spawned below one, at any depth. */
  below(session: ModelSession): readonly ModelSession[] {
    return this.childrenOf(session).flatMap((child) => [child, ...this.below(child)]);
  }

  /** The same, children before their parents. */
  depthFirst(session: ModelSession): readonly ModelSession[] {
    return this.childrenOf(session).flatMap((child) => [...this.depthFirst(child), child]);
  }

  /** The sessions that it hangs on, nearest first. */
  above(session: ModelSession): readonly ModelSession[] {
    const parent = session.kind === 'child' && session.parent !== null ? this.sessions.get(session.parent) : undefined;
    return parent ? [parent, ...this.above(parent)] : [];
  }

  /** What comes out of the bin has its place in the tree again. */
  liftAbove(session: ModelSession): void {
    for (const one of this.above(session)) {
      if (one.deletedAt === null) return;
      one.deletedAt = null;
    }
  }

  childrenOf(session: ModelSession): readonly ModelSession[] {
    return [...this.sessions.values()].filter((one) => one.parent === session.id && one.kind === 'child');
  }

  asidesOf(session: ModelSession): readonly ModelSession[] {
    return [...this.sessions.values()].filter((one) => one.parent === session.id && one.kind === 'side');
  }

  goTo(session: ModelSession, leaf: TurnId | null): void {
    Object.assign(session, { leaf, path: session.path + 1, requests: [], forms: [], unread: false });
  }

  open(session: ModelSession, id: TurnId, prompt: string | null): void {
    const turn = {
      id,
      parent: session.leaf,
      prompt,
      words: [],
      phase: 'waiting',
      cleared: false,
      undone: null,
      agentSession: null,
    } as const;
    session.turns.set(id, { ...turn });
    Object.assign(session, { leaf: id, unread: false });
    for (const one of [session, ...this.above(session)]) one.archived = false;
    this.started.push({ session: session.id, turn: id, prompt: prompt ?? RESUMED, mode: heldIn(session) });
  }

  halt(session: ModelSession): void {
    const turn = lastTurn(session);
    if (!turn || turn.phase === 'stopping') return;
    turn.phase = 'stopping';
    cancelAll(session, 'stop');
    session.forms = [];
    this.stopped.push(turn.id);
  }

  /** A prompt whose turn was opened meanwhile in another way is not sent twice. */
  takeNext(session: ModelSession): void {
    const waiting = session.queue.filter((queued) => !session.turns.has(queued.id));
    const [next, ...rest] = waiting;
    session.queue = rest;
    session.steering = false;
    if (rest.length === 0) session.held = null;
    if (next) this.open(session, next.id, next.text);
  }
}

export function closed(session: ModelSession): string | undefined {
  if (session.deletedAt !== null) return 'session-deleted';
  return session.rollback === null ? undefined : 'rolling-back';
}

/** Only main sessions are forked and taken back. */
export function notHere(session: ModelSession): string | undefined {
  if (session.deletedAt !== null) return 'session-deleted';
  if (session.kind !== 'main') return 'not-for-kind';
  return session.rollback === null ? undefined : 'rolling-back';
}
