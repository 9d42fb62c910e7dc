import type { RollbackId, SessionId, TurnId } from '../../../protocol/ids.ts';
import { wrong } from './asking.ts';
import { heldIn, isBusy, type ModelSession, newestLeaf, newSession, pathOf, rootsOf, turnsBelow } from './tree.ts';
import { closed, notHere, type Waiting, type World } from './world.ts';

const STOPPING_MS = 2_000;

// What may be asked of the tree of turns. Answers are `ok` or a refusal's code.

export function edit(world: World, session: ModelSession, id: TurnId, of: TurnId, text: string): string {
  const no = closed(session) ?? (session.kind === 'side' ? 'not-for-kind' : undefined) ?? wrong(text);
  if (no) return no;
  if (session.turns.has(id)) return 'ok';
  const edited = session.turns.get(of);
  if (!edited || edited.undone !== null) return 'unknown-turn';
  if (isBusy(session)) return 'busy';
  world.goTo(session, edited.parent);
  world.open(session, id, text);
  return 'ok';
}

export function switchBranch(world: World, session: ModelSession, id: TurnId): string {
  const no = closed(session);
  if (no) return no;
  const turn = session.turns.get(id);
  if (!turn || turn.undone !== null) return 'unknown-turn';
  if (pathOf(session).includes(turn)) return 'ok';
  if (isBusy(session)) return 'busy';
  world.goTo(session, newestLeaf(session, id));
  return 'ok';
}

/** `first` null: all of it. */
export function rollback(world: World, session: ModelSession, id: RollbackId, first: TurnId | null): string {
  if (session.rollback === id || session.undoable.some((undoable) => undoable.id === id)) return 'ok';
  const no = notHere(session);
  if (no) return no;
  const path = pathOf(session);
  if (path.length === 0) return 'nothing-to-roll-back';
  if (first !== null && !path.some((turn) => turn.id === first)) return 'unknown-turn';
  const waiting = { session, first, id, until: world.now + STOPPING_MS };
  const going = [...spawnedBy(world, session, first), session];
  if (!going.some(isBusy)) {
    finish(world, waiting);
    return 'ok';
  }
  for (const one of going) {
    one.rollback = id;
    if (isBusy(one)) world.halt(one);
  }
  world.waiting.push(waiting);
  return 'ok';
}

/** What was taken back within it before has to come back with it: a turn does not hang in the air. */
export function undo(world: World, session: ModelSession, id: RollbackId): string {
  const no = closed(session);
  if (no) return no;
  const undoable = session.undoable.find((one) => one.id === id);
  if (!undoable) return 'nothing-to-undo';
  if (isBusy(session)) return 'busy';
  const ids = new Set([id, ...pathOf(session, undoable.last).map((turn) => turn.undone)]);
  const back = session.undoable.filter((one) => ids.has(one.id));
  for (const turn of session.turns.values()) if (ids.has(turn.undone)) turn.undone = null;
  for (const one of world.below(session).filter((one) => back.some(({ at }) => at === one.deletedAt))) {
    one.deletedAt = null;
    world.liftAbove(one);
  }
  session.undoable = session.undoable.filter((one) => !back.includes(one));
  world.goTo(session, undoable.last);
  return 'ok';
}

export function fork(world: World, session: ModelSession, id: SessionId, through: TurnId): string {
  if (world.sessions.has(id)) return 'ok';
  const no = notHere(session);
  if (no) return no;
  if (!pathOf(session).some((turn) => turn.id === through)) return 'unknown-turn';
  if (session.leaf === through && isBusy(session)) return 'busy';
  const fork = newSession({ id, kind: 'main', parent: null, spawnedBy: null });
  for (const turn of pathOf(session, through)) fork.turns.set(turn.id, { ...turn });
  fork.leaf = through;
  fork.policy = session.policy;
  fork.option = session.option && { value: session.option.value, wanted: heldIn(session) };
  fork.title = session.title && nextTitle(world, session.title);
  world.sessions.set(id, fork);
  return 'ok';
}

/** Nothing but a fork of the same session ever has such a name. */
function nextTitle(world: World, title: string): string {
  const base = title.replace(/ \(\d+\)$/, '');
  const taken = [...world.sessions.values()].map((session) => session.title);
  for (let number = 2; ; number += 1) if (!taken.includes(`${base} (${number})`)) return `${base} (${number})`;
}

export function finish(world: World, { session, first, id }: Waiting): void {
  const [turns, sessions] = [doomed(session, first), spawnedBy(world, session, first)];
  const last = session.leaf;
  if (last === null) throw new Error('There was something to take back');
  for (const one of sessions) Object.assign(one, { deletedAt: world.now, rollback: null });
  for (const turn of turns) Object.assign(session.turns.get(turn) ?? {}, { undone: id });
  const undoable = { id, at: world.now, last, turns: turns.length, sessions: sessions.length };
  session.undoable = [...session.undoable, undoable];
  session.rollback = null;
  world.goTo(session, first === null ? null : (session.turns.get(first)?.parent ?? null));
  world.waiting = world.waiting.filter((waiting) => waiting.session !== session);
}

export function spawnedBy(world: World, session: ModelSession, first: TurnId | null): readonly ModelSession[] {
  const turns: readonly (TurnId | null)[] = doomed(session, first);
  const children = world.childrenOf(session).filter((child) => turns.includes(child.spawnedBy));
  return children.flatMap((child) => [child, ...world.below(child)]).filter((one) => one.deletedAt === null);
}

function doomed(session: ModelSession, first: TurnId | null): readonly TurnId[] {
  return (first === null ? rootsOf(session) : [first]).flatMap((turn) => turnsBelow(session, turn));
}
