import type { Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import type { SessionActor } from './actor.ts';
import type { Change } from './change.ts';
import type { SessionCommand } from './decide.ts';
import { decidePolicy } from './inheritance.ts';
import { busyBelow, descendantsOf } from './lineage.ts';
import { occupied } from './open-turn.ts';
import type { SessionStore } from './ports.ts';
import { undoRollback } from './rollback.ts';

/** Commands that reach the sessions below one as well. */
export type LineageCommand = Extract<
  SessionCommand,
  { type: 'rollback' | 'clear' | 'undo-rollback' | 'delete' | 'restore' | 'set-policy' | 'inherit-policy' }
>;

/** One session's share of a change to several. */
export type Part = { readonly actor: SessionActor; readonly change: Change };

export type FamilyPorts = {
  readonly store: SessionStore;
  actor(id: SessionId): SessionActor | undefined;
  now(): number;
};

/** What deleting, restoring, undoing and a choice of policy mean for a session and for those below it, children before their parents. */
export function decideFamily(
  head: Head,
  command: Exclude<LineageCommand, { type: 'rollback' | 'clear' }>,
  ports: FamilyPorts,
): Result<readonly Part[], Refusal> {
  switch (command.type) {
    case 'delete':
      return putInBin(head, ports);
    case 'restore':
      return takeFromBin(head, command.children, ports);
    case 'set-policy':
    case 'inherit-policy':
      return decidePolicy(head, command, ports);
    case 'undo-rollback': {
      const undone = undoRollback(head, command, ports.store, ports.now());
      if (!undone.ok) return undone;
      const { change, sessions } = undone.value;
      const back = new Map(sessions.flatMap((one) => [one, ...binnedAbove(one, ports)]).map((one) => [one.id, one]));
      return ok([...partsOf([...back.values()], restored, ports), ...partsOf([head], () => change, ports)]);
    }
  }
}

/** A part for each session that has an actor; one without is gone for good. */
export function partsOf(
  heads: readonly Head[],
  change: (head: Head) => Change,
  ports: Pick<FamilyPorts, 'actor'>,
): readonly Part[] {
  return heads.flatMap((head) => {
    const actor = ports.actor(head.id);
    return actor ? [{ actor, change: change(actor.head) }] : [];
  });
}

/** What goes into the bin together shares its time, and comes out of it together. */
export const binned = (at: number): Change => ({
  events: [
    { type: 'rollback-set', rollback: null },
    { type: 'deleted', at },
  ],
});

const restored = (): Change => ({ events: [{ type: 'restored' }] });

function putInBin(head: Head, ports: FamilyPorts): Result<readonly Part[], Refusal> {
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  const taken = occupied(head);
  if (taken) return refuse(taken);
  if (isActive(head.turn)) return refuse({ code: 'busy' });
  const busy = busyBelow(ports.store, head.id);
  if (busy.length > 0) return refuse({ code: 'children-busy', titles: busy.map((one) => one.title.text) });
  const below = descendantsOf(ports.store, head.id, 'children-first').filter((one) => one.deletedAt === null);
  const at = ports.now();
  return ok(partsOf([...below, head], () => binned(at), ports));
}

function takeFromBin(head: Head, children: boolean, ports: FamilyPorts): Result<readonly Part[], Refusal> {
  const { deletedAt } = head;
  if (deletedAt === null) return ok([]);
  const above = binnedAbove(head, ports);
  const place = (above.at(-1) ?? head).relationship;
  const parent = place && ports.actor(place.parent);
  if (parent && parent.head.rollback !== null) return refuse({ code: 'rolling-back' });
  const below = children ? descendantsOf(ports.store, head.id, 'children-first') : [];
  const together = below.filter((one) => one.deletedAt === deletedAt);
  return ok(partsOf([...together, head, ...above], restored, ports));
}

/** What it hangs on that lies in the bin as well: what comes out of it has its place in the tree again. */
function binnedAbove(head: Head, ports: FamilyPorts): readonly Head[] {
  const above: Head[] = [];
  for (let at = head; at.relationship; ) {
    const parent = ports.actor(at.relationship.parent)?.head;
    if (!parent || parent.deletedAt === null || parent.id === head.id || above.includes(parent)) break;
    above.push(parent);
    at = parent;
  }
  return above;
}
