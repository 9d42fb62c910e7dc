import type { RequestId, RollbackId, SessionId, TurnId } from '../../../protocol/ids.ts';
import {
  type End,
  isBusy,
  lastTurn,
  type ModelSession,
  type ModelTurn,
  newestLeaf,
  newSession,
  pathOf,
  rootsOf,
  turnsBelow,
} from './tree.ts';

const QUEUE_MAX = 20;
const STOPPING_MS = 2_000;
export const RESUMED = 'Continue where you left off.';

type Waiting = {
  readonly session: ModelSession;
  readonly first: TurnId | null;
  readonly id: RollbackId;
  readonly until: number;
};

/** What the runner is to be asked. */
export type Order = { readonly session: SessionId; readonly turn: TurnId; readonly prompt: string };

/** What sessions are and what may be asked of them, without rows, events or windows. Answers are `ok` or a refusal's code. */
export class Model {
  readonly sessions = new Map<SessionId, ModelSession>();
  now: number;
  started: Order[] = [];
  stopped: TurnId[] = [];
  terminated: TurnId[] = [];
  #waiting: Waiting[] = [];

  constructor(now: number) {
    this.now = now;
  }

  create(id: SessionId, of: { kind: 'child' | 'side'; parent: SessionId; turn: TurnId | null } | null): string {
    if (this.sessions.has(id)) return 'ok';
    const parent = of && this.sessions.get(of.parent);
    if (of) {
      if (!parent || parent.deletedAt !== null) return 'unknown-parent';
      if (parent.rollback !== null) return 'rolling-back';
      if (parent.kind === 'side') return 'not-for-kind';
      const turn = of.turn === null ? null : parent.turns.get(of.turn);
      if (turn === undefined || (turn !== null && turn.undone !== null)) return 'unknown-turn';
    }
    const own = { id, kind: of?.kind ?? 'main', parent: of?.parent ?? null, spawnedBy: of?.turn ?? null } as const;
    this.sessions.set(id, newSession(own));
    return 'ok';
  }

  prompt(session: ModelSession, id: TurnId, text: string): string {
    const no = this.#closed(session) ?? wrong(text);
    if (no) return no;
    if (session.turns.has(id)) return 'ok';
    if (isBusy(session)) return 'busy';
    this.#open(session, id, text);
    return 'ok';
  }

  resume(session: ModelSession, id: TurnId): string {
    const no = this.#closed(session);
    if (no) return no;
    if (session.turns.has(id)) return 'ok';
    if (isBusy(session)) return 'busy';
    if (!endedBadly(session)) return 'nothing-to-resume';
    this.#open(session, id, null);
    return 'ok';
  }

  retry(session: ModelSession, id: TurnId): string {
    const no = this.#closed(session);
    if (no) return no;
    if (session.turns.has(id)) return 'ok';
    const text = pathOf(session).findLast((turn) => turn.prompt !== null)?.prompt;
    return text ? this.prompt(session, id, text) : 'nothing-to-retry';
  }

  queue(session: ModelSession, id: TurnId, text: string): string {
    const no = this.#closed(session) ?? wrong(text);
    if (no) return no;
    if (session.turns.has(id) || isQueued(session, id)) return 'ok';
    if (!isBusy(session) && session.queue.length === 0) return this.prompt(session, id, text);
    if (session.queue.length >= QUEUE_MAX) return 'queue-full';
    session.queue = [...session.queue, { id, text }];
    return 'ok';
  }

  steer(session: ModelSession, id: TurnId, text: string): string {
    const no = this.#closed(session) ?? wrong(text);
    if (no) return no;
    if (session.turns.has(id)) return 'ok';
    const queue = [{ id, text }, ...session.queue.filter((queued) => queued.id !== id)];
    if (queue.length > QUEUE_MAX) return 'queue-full';
    session.queue = queue;
    if (!isBusy(session)) {
      this.#takeNext(session);
    } else {
      session.steering = true;
      this.#stop(session);
    }
    return 'ok';
  }

  editQueued(session: ModelSession, id: TurnId, text: string): string {
    const no = this.#closed(session) ?? wrong(text) ?? notQueued(session, id);
    if (no) return no;
    session.queue = session.queue.map((queued) => (queued.id === id ? { id, text } : queued));
    return 'ok';
  }

  moveQueued(session: ModelSession, id: TurnId, before: TurnId | null): string {
    const no = this.#closed(session) ?? notQueued(session, id);
    if (no || id === before) return no ?? 'ok';
    const others = session.queue.filter((queued) => queued.id !== id);
    const place = before === null ? others.length : others.findIndex((queued) => queued.id === before);
    if (place < 0) return 'not-queued';
    session.queue = [
      ...others.slice(0, place),
      ...session.queue.filter((one) => one.id === id),
      ...others.slice(place),
    ];
    return 'ok';
  }

  unqueue(session: ModelSession, id: TurnId): string {
    const no = this.#closed(session) ?? notQueued(session, id);
    if (no) return no;
    session.queue = session.queue.filter((queued) => queued.id !== id);
    if (session.queue.length === 0) Object.assign(session, { held: null, steering: false });
    return 'ok';
  }

  release(session: ModelSession): string {
    const no = this.#closed(session);
    if (no || session.held === null) return no ?? 'ok';
    session.held = null;
    if (!isBusy(session)) this.#takeNext(session);
    return 'ok';
  }

  stop(session: ModelSession): string {
    if (session.deletedAt !== null) return 'session-deleted';
    if (!isBusy(session)) return 'nothing-running';
    session.steering = false;
    this.#stop(session);
    return 'ok';
  }

  /** Also what is being stopped already; then nothing is changed by it. */
  terminate(session: ModelSession): string {
    const turn = lastTurn(session);
    const stopping = turn?.phase === 'stopping' && session.deletedAt === null;
    const answer = stopping ? 'ok' : this.stop(session);
    if (answer === 'ok' && turn) this.terminated.push(turn.id);
    if (answer === 'ok' && !stopping) this.stopped.pop();
    return answer;
  }

  edit(session: ModelSession, id: TurnId, of: TurnId, text: string): string {
    const no = this.#closed(session) ?? (session.kind === 'side' ? 'not-for-kind' : undefined) ?? wrong(text);
    if (no) return no;
    if (session.turns.has(id)) return 'ok';
    const edited = session.turns.get(of);
    if (!edited || edited.undone !== null) return 'unknown-turn';
    if (isBusy(session)) return 'busy';
    this.#goTo(session, edited.parent);
    this.#open(session, id, text);
    return 'ok';
  }

  switchBranch(session: ModelSession, id: TurnId): string {
    const no = this.#closed(session);
    if (no) return no;
    const turn = session.turns.get(id);
    if (!turn || turn.undone !== null) return 'unknown-turn';
    if (pathOf(session).includes(turn)) return 'ok';
    if (isBusy(session)) return 'busy';
    this.#goTo(session, newestLeaf(session, id));
    return 'ok';
  }

  /** `first` null: all of it. */
  rollback(session: ModelSession, id: RollbackId, first: TurnId | null): string {
    if (session.rollback === id || session.undoable.some((undoable) => undoable.id === id)) return 'ok';
    const no = this.#notHere(session);
    if (no) return no;
    const path = pathOf(session);
    if (path.length === 0) return 'nothing-to-roll-back';
    if (first !== null && !path.some((turn) => turn.id === first)) return 'unknown-turn';
    const waiting = { session, first, id, until: this.now + STOPPING_MS };
    const going = [...this.#spawnedBy(session, first), session];
    if (!going.some(isBusy)) {
      this.#finish(waiting);
      return 'ok';
    }
    for (const one of going) {
      one.rollback = id;
      if (isBusy(one)) this.#stop(one);
    }
    this.#waiting.push(waiting);
    return 'ok';
  }

  /** What was taken back within it before has to come back with it: a turn does not hang in the air. */
  undo(session: ModelSession, id: RollbackId): string {
    const no = this.#closed(session);
    if (no) return no;
    const undoable = session.undoable.find((one) => one.id === id);
    if (!undoable) return 'nothing-to-undo';
    if (isBusy(session)) return 'busy';
    const ids = new Set([id, ...pathOf(session, undoable.last).map((turn) => turn.undone)]);
    const back = session.undoable.filter((one) => ids.has(one.id));
    for (const turn of session.turns.values()) if (ids.has(turn.undone)) turn.undone = null;
    for (const one of this.below(session)) if (back.some(({ at }) => at === one.deletedAt)) one.deletedAt = null;
    session.undoable = session.undoable.filter((one) => !back.includes(one));
    this.#goTo(session, undoable.last);
    return 'ok';
  }

  fork(session: ModelSession, id: SessionId, through: TurnId): string {
    if (this.sessions.has(id)) return 'ok';
    const no = this.#notHere(session);
    if (no) return no;
    if (!pathOf(session).some((turn) => turn.id === through)) return 'unknown-turn';
    if (session.leaf === through && isBusy(session)) return 'busy';
    const fork = newSession({ id, kind: 'main', parent: null, spawnedBy: null });
    for (const turn of pathOf(session, through)) fork.turns.set(turn.id, { ...turn });
    fork.leaf = through;
    fork.policy = session.policy;
    this.sessions.set(id, fork);
    return 'ok';
  }

  delete(session: ModelSession): string {
    if (session.kind === 'side') {
      this.sessions.delete(session.id);
      return 'ok';
    }
    const no = this.#closed(session);
    if (no) return no;
    if (isBusy(session)) return 'busy';
    const below = this.below(session).filter((one) => one.deletedAt === null);
    if (below.some(isBusy)) return 'children-busy';
    for (const one of [...below, session]) {
      one.deletedAt = this.now;
      for (const aside of this.#asidesOf(one)) this.sessions.delete(aside.id);
    }
    return 'ok';
  }

  restore(session: ModelSession, children: boolean): string {
    const at = session.deletedAt;
    if (at === null) return 'ok';
    if (children) for (const one of this.below(session)) if (one.deletedAt === at) one.deletedAt = null;
    session.deletedAt = null;
    return 'ok';
  }

  clearError(session: ModelSession): string {
    const no = this.#closed(session);
    if (no) return no;
    if (isBusy(session)) return 'busy';
    const turn = endedBadly(session);
    if (!turn) return 'nothing-to-clear';
    turn.cleared = true;
    return 'ok';
  }

  archive(session: ModelSession, archived: boolean): string {
    const no = this.#closed(session);
    if (no || archived === session.archived) return no ?? 'ok';
    if (archived && isBusy(session)) return 'busy';
    session.archived = archived;
    return 'ok';
  }

  answer(session: ModelSession, request: RequestId): string {
    const no = this.#closed(session);
    if (no) return no;
    if (!session.requests.includes(request)) return 'already-answered';
    session.requests = session.requests.filter((open) => open !== request);
    return 'ok';
  }

  /** Sets something that is nobody's business but the session's own. */
  set(session: ModelSession, what: Partial<Pick<ModelSession, 'pinned' | 'unread' | 'policy'>>): string {
    const no = session.deletedAt !== null ? 'session-deleted' : undefined;
    if (no) return no;
    if (what.policy && session.rollback !== null) return 'rolling-back';
    Object.assign(session, what);
    return 'ok';
  }

  /** The agent of a turn has said something; `name`: under a name of its own, which keeps it where it began. */
  said(session: ModelSession, id: TurnId, word: string, name: string | null): void {
    const turn = session.turns.get((name === null ? undefined : session.named.get(name)) ?? id);
    if (!session.turns.has(id) || !turn) return;
    if (name !== null) session.named.set(name, turn.id);
    turn.words = [...turn.words, word];
  }

  asked(session: ModelSession, id: TurnId, request: RequestId): void {
    const open = session.leaf === id && isBusy(session) && lastTurn(session)?.phase !== 'stopping';
    if (open && session.policy !== 'all')
      Object.assign(session, { requests: [...session.requests, request], unread: true });
  }

  withdrawn(session: ModelSession, request: RequestId): void {
    session.requests = session.requests.filter((open) => open !== request);
  }

  ended(session: ModelSession, id: TurnId, end: End): void {
    const turn = lastTurn(session);
    if (turn?.id !== id || !isBusy(session)) return;
    this.#end(session, turn, end);
    for (const waiting of [...this.#waiting]) {
      if (![...this.#spawnedBy(waiting.session, waiting.first), waiting.session].some(isBusy)) this.#finish(waiting);
    }
  }

  /** What does not stop in time is left as it was. */
  passTime(ms: number): void {
    this.now += ms;
    for (const { session, first, until } of this.#waiting.filter((waiting) => waiting.until <= this.now)) {
      for (const one of [...this.#spawnedBy(session, first), session]) one.rollback = null;
      this.#waiting = this.#waiting.filter((waiting) => waiting.session !== session);
      if (until > this.now) throw new Error('Too early');
    }
  }

  /** Whatever was put away longer ago than anybody can have it back is gone. */
  forgetOld(): void {
    for (const session of [...this.sessions.values()]) {
      if (session.deletedAt !== null) this.sessions.delete(session.id);
      session.undoable = [];
      for (const turn of [...session.turns.values()]) if (turn.undone !== null) session.turns.delete(turn.id);
      if (!isBusy(session)) session.named.clear();
    }
  }

  /** The host was killed and started again. */
  restart(): void {
    this.#waiting = [];
    this.started = [];
    this.stopped = [];
    this.terminated = [];
    for (const session of [...this.sessions.values()]) {
      if (session.kind === 'side') this.sessions.delete(session.id);
      const turn = lastTurn(session);
      if (turn && isBusy(session)) this.#end(session, turn, 'interrupted');
      session.rollback = null;
      session.named.clear();
    }
  }

  /** The sessions that turns spawned below one, at any depth. */
  below(session: ModelSession): readonly ModelSession[] {
    return this.childrenOf(session).flatMap((child) => [child, ...this.below(child)]);
  }

  childrenOf(session: ModelSession): readonly ModelSession[] {
    return [...this.sessions.values()].filter((one) => one.parent === session.id && one.kind === 'child');
  }

  #asidesOf(session: ModelSession): readonly ModelSession[] {
    return [...this.sessions.values()].filter((one) => one.parent === session.id && one.kind === 'side');
  }

  #doomed(session: ModelSession, first: TurnId | null): readonly TurnId[] {
    return (first === null ? rootsOf(session) : [first]).flatMap((turn) => turnsBelow(session, turn));
  }

  #spawnedBy(session: ModelSession, first: TurnId | null): readonly ModelSession[] {
    const turns: readonly (TurnId | null)[] = this.#doomed(session, first);
    const children = this.childrenOf(session).filter((child) => turns.includes(child.spawnedBy));
    return children.flatMap((child) => [child, ...this.below(child)]).filter((one) => one.deletedAt === null);
  }

  #finish({ session, first, id }: Waiting): void {
    const [turns, sessions] = [this.#doomed(session, first), this.#spawnedBy(session, first)];
    const last = session.leaf;
    if (last === null) throw new Error('There was something to take back');
    for (const one of sessions) Object.assign(one, { deletedAt: this.now, rollback: null });
    for (const turn of turns) Object.assign(session.turns.get(turn) ?? {}, { undone: id });
    const undoable = { id, at: this.now, last, turns: turns.length, sessions: sessions.length };
    session.undoable = [...session.undoable, undoable];
    session.rollback = null;
    this.#goTo(session, first === null ? null : (session.turns.get(first)?.parent ?? null));
    this.#waiting = this.#waiting.filter((waiting) => waiting.session !== session);
  }

  #goTo(session: ModelSession, leaf: TurnId | null): void {
    Object.assign(session, { leaf, requests: [], unread: false });
  }

  #open(session: ModelSession, id: TurnId, prompt: string | null): void {
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
    Object.assign(session, { leaf: id, unread: false, archived: false });
    this.started.push({ session: session.id, turn: id, prompt: prompt ?? RESUMED });
  }

  #stop(session: ModelSession): void {
    const turn = lastTurn(session);
    if (!turn || turn.phase === 'stopping') return;
    turn.phase = 'stopping';
    session.requests = [];
    this.stopped.push(turn.id);
  }

  #end(session: ModelSession, turn: ModelTurn, end: End): void {
    turn.phase = end;
    session.requests = [];
    if (end !== 'stopped') session.unread = true;
    if (session.queue.length === 0) return;
    const undoing = session.rollback !== null;
    const good = (end === 'completed' || end === 'cut-short') && !undoing;
    if (session.steering && end !== 'interrupted' && !undoing) this.#takeNext(session);
    else if (good && session.held === null) this.#takeNext(session);
    else if (!good) Object.assign(session, { held: undoing ? 'stopped' : end, steering: false });
  }

  /** A prompt whose turn was opened meanwhile in another way is not sent twice. */
  #takeNext(session: ModelSession): void {
    const waiting = session.queue.filter((queued) => !session.turns.has(queued.id));
    const [next, ...rest] = waiting;
    session.queue = rest;
    session.steering = false;
    if (rest.length === 0) session.held = null;
    if (next) this.#open(session, next.id, next.text);
  }

  #closed(session: ModelSession): string | undefined {
    if (session.deletedAt !== null) return 'session-deleted';
    return session.rollback === null ? undefined : 'rolling-back';
  }

  /** Only main sessions are forked and taken back. */
  #notHere(session: ModelSession): string | undefined {
    if (session.deletedAt !== null) return 'session-deleted';
    if (session.kind !== 'main') return 'not-for-kind';
    return session.rollback === null ? undefined : 'rolling-back';
  }
}

const wrong = (text: string) => (text.trim() === '' ? 'empty-prompt' : undefined);
const isQueued = (session: ModelSession, id: TurnId) => session.queue.some((queued) => queued.id === id);
const notQueued = (session: ModelSession, id: TurnId) => (isQueued(session, id) ? undefined : 'not-queued');

function endedBadly(session: ModelSession): ModelTurn | undefined {
  const turn = lastTurn(session);
  const bad = turn?.phase === 'failed' || turn?.phase === 'interrupted' || turn?.phase === 'stopped';
  return bad && !turn.cleared ? turn : undefined;
}
