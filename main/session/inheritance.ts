import type { Command, Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import { type PermissionPolicy, stricterOf } from '../../protocol/permission.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { FamilyPorts, Part } from './family.ts';
import { occupied } from './open-turn.ts';

/** What a session allows without a question, and whether that is whatever its parent allows. */
export type Held = { readonly policy: PermissionPolicy; readonly inherited: boolean };

export type PolicyCommand = Extract<Command, { type: 'set-policy' | 'inherit-policy' }>;

/**
 * What a new session allows. One that an agent spawns allows no more than its parent, whatever is wanted for it: only a
 * person may widen it, once it is there. It inherits unless less is usual, or was wanted.
 */
export function heldByNew(
  command: Pick<Extract<Command, { type: 'create' }>, 'policy' | 'relationship'>,
  usual: PermissionPolicy,
  parent: Head | undefined,
): Held {
  const wanted = command.policy ?? usual;
  const isPersons = command.relationship?.kind === 'btw' && command.policy !== undefined;
  if (!parent || isPersons) return { policy: wanted, inherited: false };
  const policy = stricterOf(wanted, parent.policy);
  return { policy, inherited: command.policy === undefined && policy === parent.policy };
}

/** What a person chose for a session, and with it for all below that inherit it; those with a choice of their own keep it. */
export function decidePolicy(head: Head, command: PolicyCommand, ports: FamilyPorts): Result<readonly Part[], Refusal> {
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  const taken = occupied(head);
  if (taken) return refuse(taken);
  const chosen =
    command.type === 'set-policy' ? ok({ policy: command.policy, inherited: false }) : ofParent(head, ports);
  if (!chosen.ok) return chosen;
  const { policy, inherited } = chosen.value;
  const heirs = heirsOf(head, policy, ports, new Set([head.id]));
  if (head.policy === policy && head.policyInherited === inherited) return ok([]);
  return ok(
    [head, ...heirs].flatMap((one) => partOf(one, { policy, inherited: one === head ? inherited : true }, ports)),
  );
}

function ofParent(head: Head, ports: FamilyPorts): Result<Held, Refusal> {
  if (head.relationship === null) return refuse({ code: 'not-for-kind', kind: head.kind });
  const parent = ports.actor(head.relationship.parent)?.head;
  if (!parent || parent.deletedAt !== null) return refuse({ code: 'unknown-parent' });
  return ok({ policy: parent.policy, inherited: true });
}

/** Also those in the bin: they may be taken out of it. */
function heirsOf(head: Head, policy: PermissionPolicy, ports: FamilyPorts, seen: Set<string>): readonly Head[] {
  return ports.store.childrenOf(head.id).flatMap((child) => {
    if (seen.has(child.id) || !child.policyInherited || child.policy === policy) return [];
    seen.add(child.id);
    return [child, ...heirsOf(child, policy, ports, seen)];
  });
}

function partOf({ id }: Head, { policy, inherited }: Held, ports: FamilyPorts): readonly Part[] {
  const actor = ports.actor(id);
  const set: SessionEvent = { type: 'policy-set', policy, inherited };
  return actor ? [{ actor, change: { events: [set] } }] : [];
}
