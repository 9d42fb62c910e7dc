import type { RequestId, TurnId } from '../../../protocol/ids.ts';
import { FORMS_MAX } from '../../../protocol/limits.ts';
import { finish, spawnedBy } from './branching.ts';
import { cancelAll, decide, type End, isBusy, lastTurn, type ModelSession, type ModelTurn } from './tree.ts';
import type { World } from './world.ts';

// What happens without being asked for: agents speak, time passes, the host is killed.

/** The agent of a turn has said something; `name`: under a name of its own, which keeps it where it began. */
export function said(session: ModelSession, id: TurnId, word: string, name: string | null): void {
  const turn = session.turns.get((name === null ? undefined : session.named.get(name)) ?? id);
  if (!session.turns.has(id) || !turn) return;
  if (name !== null) session.named.set(name, turn.id);
  turn.words = [...turn.words, word];
}

/** `same`: the question that is the same each time, so that a rule can answer it. */
export function asked(world: World, session: ModelSession, id: TurnId, request: RequestId, same: boolean): void {
  if (session.leaf !== id || !isBusy(session)) return;
  if (lastTurn(session)?.phase === 'stopping') {
    decide(session, request, 'cancelled', 'stop');
    return;
  }
  const by = session.policy === 'all' ? 'policy' : same && world.ruled ? 'rule' : undefined;
  if (by) {
    decide(session, request, 'once', by);
    world.answered.push([session.id, request, { kind: 'selected', optionId: 'yes' }]);
    return;
  }
  Object.assign(session, { requests: [...session.requests, request], unread: true });
  if (same && session.kind !== 'side') session.rememberable.add(request);
}

/** What was chosen stays wanted until it holds, or is no longer on offer. Null: there is nothing to choose. */
export function offered(session: ModelSession, id: TurnId, value: string | null): void {
  if (session.leaf !== id) return;
  const wanted = session.option?.wanted ?? null;
  session.option = value === null ? null : { value, wanted: wanted === value ? null : wanted };
}

export function formAsked(session: ModelSession, id: TurnId, form: RequestId): void {
  const open = session.leaf === id && isBusy(session) && lastTurn(session)?.phase !== 'stopping';
  if (open && session.forms.length < FORMS_MAX)
    Object.assign(session, { forms: [...session.forms, form], unread: true });
}

export function formClosed(session: ModelSession, form: RequestId): void {
  session.forms = session.forms.filter((open) => open !== form);
}

export function withdrawn(session: ModelSession, request: RequestId): void {
  decide(session, request, 'cancelled', 'agent');
}

export function ended(world: World, session: ModelSession, id: TurnId, how: End): void {
  const turn = lastTurn(session);
  if (turn?.id !== id || !isBusy(session)) return;
  end(world, session, turn, how);
  for (const waiting of [...world.waiting]) {
    if (![...spawnedBy(world, waiting.session, waiting.first), waiting.session].some(isBusy)) finish(world, waiting);
  }
}

/** What does not stop in time is left as it was. */
export function passTime(world: World, ms: number): void {
  world.now += ms;
  for (const { session, first } of world.waiting.filter((waiting) => waiting.until <= world.now)) {
    for (const one of [...spawnedBy(world, session, first), session]) one.rollback = null;
    world.waiting = world.waiting.filter((waiting) => waiting.session !== session);
  }
}

/** Whatever was put away longer ago than anybody can have it back is gone. */
export function forgetOld(world: World): void {
  for (const session of [...world.sessions.values()]) {
    if (session.deletedAt !== null) world.sessions.delete(session.id);
    session.undoable = [];
    for (const turn of [...session.turns.values()]) if (turn.undone !== null) session.turns.delete(turn.id);
    if (!isBusy(session)) session.named.clear();
  }
}

/** The host was killed and started again. */
export function restart(world: World): void {
  world.waiting = [];
  world.started = [];
  world.stopped = [];
  world.terminated = [];
  world.answered = [];
  world.chosen = [];
  for (const session of [...world.sessions.values()]) {
    if (session.kind === 'side') world.sessions.delete(session.id);
    const turn = lastTurn(session);
    if (turn && isBusy(session)) end(world, session, turn, 'interrupted');
    session.rollback = null;
    session.named.clear();
  }
}

/** Whoever is above it and has waited for nothing else has finished then. */
function end(world: World, session: ModelSession, turn: ModelTurn, end: End): void {
  turn.phase = end;
  cancelAll(session, end === 'interrupted' ? 'host-ended' : end === 'stopped' ? 'stop' : 'turn-ended');
  session.forms = [];
  if (end !== 'stopped') session.unread = true;
  goOn(world, session, end);
  for (const above of world.above(session)) {
    if ([above, ...world.below(above)].some((one) => one.deletedAt === null && isBusy(one))) return;
    const { phase, cleared } = lastTurn(above) ?? { phase: null, cleared: false };
    if ((phase === 'completed' || phase === 'cut-short') && !cleared && above.rollback === null) above.unread = true;
  }
}

/** With what waits, or not. */
function goOn(world: World, session: ModelSession, end: End): void {
  if (session.queue.length === 0) return;
  const undoing = session.rollback !== null;
  const good = (end === 'completed' || end === 'cut-short') && !undoing;
  if (session.steering && end !== 'interrupted' && !undoing) world.takeNext(session);
  else if (good && session.held === null) world.takeNext(session);
  else if (!good) Object.assign(session, { held: undoing ? 'stopped' : end, steering: false });
}
