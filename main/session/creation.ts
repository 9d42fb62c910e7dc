import type { Command, Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { AgentId } from '../../protocol/ids.ts';
import { CHILDREN_MAX, SIDE_SESSIONS_MAX } from '../../protocol/limits.ts';
import type { AgentOption } from '../../protocol/option.ts';
import type { PermissionPolicy } from '../../protocol/permission.ts';
import type { Child, Relationship } from '../../protocol/relationship.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import type { SessionActor } from './actor.ts';
import { newHead } from './decide.ts';
import type { FamilyPorts, Part } from './family.ts';
import { heldByNew } from './inheritance.ts';
import { occupied } from './open-turn.ts';
import { chosenFrom } from './options.ts';
import type { AgentSession, SessionCommit } from './ports.ts';
import { type BudgetPorts, type Settled, settledBySpawn } from './tree-budget.ts';

export type CreateCommand = Extract<Command, { type: 'create' }>;

export type CreationPorts = FamilyPorts &
  BudgetPorts & {
    agentExists(id: AgentId): boolean;
    folderExists(folder: string): boolean;
    /** What the agent let a person choose when it was last used. */
    offersOf(id: AgentId): readonly AgentOption[];
    /** What sessions allow for which nothing is said. */
    defaultPolicy(): PermissionPolicy;
  };

/** A new session, and what its parent is told in the same step. */
export type Creation = { readonly added: SessionCommit & { readonly head: Head }; readonly parts: readonly Part[] };

/** `unasked`: it is there already, so what its tree may take does not stand in its way. */
type Spawning = 'asked' | 'unasked';

export function creationOf(
  command: CreateCommand,
  ports: CreationPorts,
  spawning: Spawning = 'asked',
): Result<Creation, Refusal> {
  const { agentId, folder } = command;
  if (!ports.agentExists(agentId)) return refuse({ code: 'unknown-agent', agentId });
  if (!ports.folderExists(folder)) return refuse({ code: 'folder-missing', folder });
  const options = chosenFrom(ports.offersOf(agentId), command.options ?? {});
  if (!options.ok) return options;
  const family = command.relationship ? join(command, command.relationship, ports, spawning) : ok(ALONE);
  if (!family.ok) return family;
  const parent = command.relationship && ports.actor(command.relationship.parent)?.head;
  const { policy, inherited } = heldByNew(command, ports.defaultPolicy(), parent);
  // Nothing runs yet that could announce any: those that the agent last had here are likely to come again.
  const commands = ports.store.commandsIn(folder, agentId);
  const fresh = newHead({ ...command, policy }, ports.now());
  const head = { ...fresh, policyInherited: inherited, options: options.value, commands };
  const { parts, agentSession } = family.value;
  const commit = { durable: true, head, agentSession, turns: [], items: [] };
  return ok({ added: { id: head.id, commit, head }, parts });
}

type Family = { readonly parts: readonly Part[]; readonly agentSession: AgentSession | null };
const ALONE: Family = { parts: [], agentSession: null };

/** The head names the children of the path that is shown: one of another turn is found when its path is. */
function join(
  command: CreateCommand,
  relationship: Relationship,
  ports: CreationPorts,
  spawning: Spawning,
): Result<Family, Refusal> {
  const parent = ports.actor(relationship.parent);
  if (!parent || parent.head.deletedAt !== null) return refuse({ code: 'unknown-parent' });
  const { head } = parent;
  const taken = occupied(head);
  if (taken) return refuse(taken);
  if (head.kind === 'side') return refuse({ code: 'not-for-kind', kind: head.kind });
  // What is being stopped spawns nothing more: it would run on after all else has stopped.
  const stopping = head.turn?.phase.kind === 'stopping' && head.turn.id === relationship.turn;
  if (stopping && relationship.kind === 'subagent') return refuse({ code: 'asker-stopping' });
  const turn = relationship.turn === null ? null : ports.store.turn(head.id, relationship.turn);
  if (turn === undefined || (turn !== null && turn.undone !== null)) return refuse({ code: 'unknown-turn' });
  if (relationship.kind === 'btw') return aside(parent, command, ports);

  if (head.children.length >= CHILDREN_MAX) return refuse({ code: 'too-many-children', maxChildren: CHILDREN_MAX });
  const settled = settledFor(head, ports, spawning);
  if (!settled.ok) return settled;
  const child = turn?.active ? { session: command.sessionId, turn: turn.turn.id, item: relationship.item } : null;
  return ok({ parts: announced(parent, child, settled.value, ports), agentSession: null });
}

function settledFor(parent: Head, ports: CreationPorts, spawning: Spawning): Result<Settled | null, Refusal> {
  const settled = settledBySpawn(parent, ports);
  return settled.ok || spawning === 'asked' ? settled : ok(null);
}

/** What the parent is told, and the session at the top, which may be the same one. */
function announced(parent: SessionActor, child: Child | null, settled: Settled | null, ports: CreationPorts) {
  const linked: readonly SessionEvent[] = child ? [{ type: 'child-linked', child }] : [];
  const set: readonly SessionEvent[] = settled ? [{ type: 'budget-set', budget: settled.budget }] : [];
  const top = settled && settled.top !== parent.head.id ? ports.actor(settled.top) : undefined;
  const parts: readonly Part[] = [
    { actor: parent, change: { events: top ? linked : [...linked, ...set] } },
    ...(top ? [{ actor: top, change: { events: set } }] : []),
  ];
  return parts.filter(({ change }) => change.events.length > 0);
}

/**
 * An aside of the same agent that begins at the end goes on in a copy of the parent's conversation, unless that is being
 * written in just now. From further up the copy would know too much.
 */
function aside(parent: SessionActor, command: CreateCommand, ports: CreationPorts): Result<Family, Refusal> {
  if (ports.store.asideCount() >= SIDE_SESSIONS_MAX) {
    return refuse({ code: 'too-many-asides', maxAsides: SIDE_SESSIONS_MAX });
  }
  const { head, agentSession } = parent;
  const atEnd = command.relationship?.turn === head.turn?.id;
  const copied = agentSession && atEnd && !isActive(head.turn) && head.agentId === command.agentId;
  return ok({ parts: [], agentSession: copied ? { id: agentSession.id, fork: true } : null });
}
