import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import { type Result, refuse } from '../../protocol/result.ts';
import { type ActiveTurn, isActive } from '../../protocol/turn.ts';
import type { SessionActor } from './actor.ts';
import type { FamilyPorts, Part } from './family.ts';
import { busyBelow, descendantsOf } from './lineage.ts';
import type { TurnRunner } from './runner-ports.ts';
import { stopSession } from './stop-turn.ts';

export type StopCommand = Extract<Command, { type: 'stop' | 'terminate' }>;

export type StopPorts = FamilyPorts & {
  readonly runner: Pick<TurnRunner, 'stop' | 'terminate'>;
  /** All parts or none. */
  commit(parts: readonly Part[]): Result<void, Refusal>;
};

type Running = { readonly actor: SessionActor; readonly turn: ActiveTurn };

/**
 * Stops what runs in a session and in all below it, or ends it by force. It is recorded of all of them in one step, so
 * that none begins anything because another one has ended; their agents are told deepest first. What runs nothing is
 * passed over.
 */
export function stopTree(head: Head, type: StopCommand['type'], ports: StopPorts): Result<void, Refusal> {
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  const running = runningIn(head, ports);
  if (running.length === 0) {
    const busy = busyBelow(ports.store, head.id).length > 0;
    return refuse(busy ? { code: 'native-unstoppable', parent: null } : { code: 'nothing-running' });
  }
  const at = ports.now();
  const parts = running.map(({ actor, turn }) => ({ actor, change: { events: stopSession(actor.head, turn, at) } }));
  const recorded = ports.commit(parts.filter(({ change }) => change.events.length > 0));
  if (!recorded.ok) return recorded;
  for (const { actor, turn } of running) {
    if (type === 'terminate' && !actor.head.native) ports.runner.terminate(turn.id);
    else if (turn.phase.kind !== 'stopping') ports.runner.stop(turn.id);
  }
  return recorded;
}

/** Children before their parents, as they are before anything is stopped; without those that their agent lets nobody stop. */
function runningIn(head: Head, ports: StopPorts): readonly Running[] {
  const below = descendantsOf(ports.store, head.id, 'children-first').filter((one) => one.deletedAt === null);
  return [...below, head].flatMap(({ id }) => {
    const actor = ports.actor(id);
    const turn = actor?.head.turn ?? null;
    return actor && isActive(turn) && actor.head.native?.canStop !== false ? [{ actor, turn }] : [];
  });
}
