import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head, Undoable } from '../../protocol/head.ts';
import type { TurnId } from '../../protocol/ids.ts';
import { UNDOABLE_MAX } from '../../protocol/limits.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import type { Change } from './change.ts';
import { WINDOW_ITEMS } from './limits.ts';
import { descendantsOf, spawnedBy } from './lineage.ts';
import { occupied } from './open-turn.ts';
import { onPath } from './path.ts';
import type { SessionStore, StoredTurn, TurnWrite } from './ports.ts';

export type RollbackCommand = Extract<Command, { type: 'rollback' | 'clear' }>;

/** What goes: turns with all branches below them, and the sessions that they spawned, children before their parents. */
export type Doomed = {
  readonly command: RollbackCommand;
  readonly first: TurnId;
  /** Where the path ends then; null: before the first turn. */
  readonly leaf: TurnId | null;
  readonly turns: readonly TurnId[];
  readonly sessions: readonly Head[];
};

/** What the command would take, or why it is refused. */
export function doomedBy(head: Head, command: RollbackCommand, store: SessionStore): Result<Doomed, Refusal> {
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  if (head.kind !== 'main') return refuse({ code: 'not-for-kind', kind: head.kind });
  const taken = occupied(head);
  if (taken) return refuse(taken);
  if (head.turn === null) return refuse({ code: 'nothing-to-roll-back' });
  if (command.type === 'clear') {
    const roots = store.roots(head.id);
    const first = roots.find((root) => store.turn(head.id, root)?.active);
    if (!first) return refuse({ code: 'nothing-to-roll-back' });
    return ok(doomed(head, command, store, first, null, roots));
  }
  const wanted = store.turn(head.id, command.turnId);
  if (!wanted?.active) return refuse({ code: 'unknown-turn' });
  return ok(doomed(head, command, store, command.turnId, wanted.turn.parent, [command.turnId]));
}

function doomed(
  head: Head,
  command: RollbackCommand,
  store: SessionStore,
  first: TurnId,
  leaf: TurnId | null,
  roots: readonly TurnId[],
): Doomed {
  const turns = roots.flatMap((root) => store.turnsBelow(head.id, root));
  return { command, first, leaf, turns, sessions: spawnedBy(store, head.id, new Set(turns)) };
}

/** Which of the sessions are still at work, this one included. */
export const busyIn = (head: Head, gone: Doomed): readonly Head[] =>
  [...gone.sessions, head].filter((one) => isActive(one.turn));

/** The change of the session itself. What it has spent stays counted, and no file is touched. */
export function rollBack(head: Head, gone: Doomed, store: SessionStore, at: number): Result<Change, Refusal> {
  const { command, first, leaf, turns, sessions } = gone;
  if (head.turn === null) return refuse({ code: 'nothing-to-roll-back' });
  const by = command.rollbackId;
  const writes: readonly TurnWrite[] = [{ type: 'undo', turns, by }];
  const path = store.preview(head.id, [...writes, { type: 'activate', leaf }], WINDOW_ITEMS);
  if (!path.ok) return path;
  const undoable: Undoable = {
    ...{ id: by, kind: command.type === 'clear' ? 'cleared' : 'rolled-back', at },
    ...{ first, last: head.turn.id, turns: turns.length, sessions: sessions.length },
  };
  const all = [...head.undoable, undoable];
  const kept = all.slice(-UNDOABLE_MAX);
  const forgotten = all.slice(0, all.length - kept.length).map(({ id }): TurnWrite => ({ type: 'forget', by: id }));
  const also = { rollback: null, undoable: kept, updatedAt: at };
  return ok(onPath(head, path.value, [...writes, ...forgotten], also));
}

/** What was taken back is gone for good. */
export const forgetting = (head: Head, old: readonly Undoable[]): Change => ({
  events: [{ type: 'undoable-set', undoable: head.undoable.filter((one) => !old.includes(one)) }],
  turns: old.map(({ id }) => ({ type: 'forget', by: id })),
});

/**
 * Has again what was taken back, with its sessions, and what was taken back later of all that it goes on from. What was
 * said since stays, as a branch beside it.
 */
export function undoRollback(
  head: Head,
  command: Extract<Command, { type: 'undo-rollback' }>,
  store: SessionStore,
  at: number,
): Result<{ readonly change: Change; readonly sessions: readonly Head[] }, Refusal> {
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  if (head.rollback !== null) return refuse({ code: 'rolling-back' });
  const undoable = head.undoable.find(({ id }) => id === command.rollbackId);
  if (!undoable) return refuse({ code: 'nothing-to-undo' });
  if (isActive(head.turn)) return refuse({ code: 'busy' });
  const back = backWith(head, undoable, store);
  const writes = back.map(({ id }): TurnWrite => ({ type: 'redo', by: id }));
  const path = store.preview(head.id, [...writes, { type: 'activate', leaf: undoable.last }], WINDOW_ITEMS);
  if (!path.ok) return path;
  const also = { undoable: head.undoable.filter((one) => !back.includes(one)), updatedAt: at };
  const sessions = descendantsOf(store, head.id, 'children-first').filter((one) =>
    back.some((undone) => undone.at === one.deletedAt),
  );
  return ok({ change: onPath(head, path.value, writes, also), sessions });
}

/** A turn cannot be had without those before it: what took those back is undone as well. */
function backWith(head: Head, undoable: Undoable, store: SessionStore): readonly Undoable[] {
  const ids = new Set([undoable.id]);
  for (let id: TurnId | null = undoable.first; id !== null; ) {
    const stored: StoredTurn | undefined = store.turn(head.id, id);
    if (!stored || stored.undone === null) break;
    ids.add(stored.undone);
    id = stored.turn.parent;
  }
  return head.undoable.filter(({ id }) => ids.has(id));
}
