import type { SessionId, TurnId } from '../../../protocol/ids.ts';
import type { PermissionPolicy } from '../../../protocol/permission.ts';
import { placeOf, tooMany } from './budgets.ts';
import { isBusy, lastTurn, type ModelSession, newSession } from './tree.ts';
import { closed, type World } from './world.ts';

// What may be asked of a session and of those below it. Answers are `ok` or a refusal's code.

type Belonging = { readonly kind: 'child' | 'side'; readonly parent: SessionId; readonly turn: TurnId | null };

/** `of` null: a main session. */
export function create(world: World, id: SessionId, of: Belonging | null): string {
  if (world.sessions.has(id)) return 'ok';
  const no = of && wrongParent(world.sessions.get(of.parent), of);
  if (no) return no;
  const parent = of?.kind === 'child' ? world.sessions.get(of.parent) : undefined;
  const over = parent && tooMany(world, parent);
  if (over) return over;
  if (parent) {
    const { root, depth } = placeOf(world, parent);
    world.places.set(id, { root, depth: depth + 1 });
  }
  const own = { id, kind: of?.kind ?? 'main', parent: of?.parent ?? null, spawnedBy: of?.turn ?? null } as const;
  // What is usual is to ask: a parent that allows more passes on nothing.
  const inherited = of !== null && world.sessions.get(of.parent)?.policy === 'ask';
  world.sessions.set(id, { ...newSession(own), inherited });
  return 'ok';
}

/** `policy` null: whatever the parent allows. */
export function allow(world: World, session: ModelSession, policy: PermissionPolicy | null): string {
  const no = closed(session);
  if (no) return no;
  if (policy === null && session.parent === null) return 'not-for-kind';
  const parent = session.parent === null ? undefined : world.sessions.get(session.parent);
  if (policy === null && (!parent || parent.deletedAt !== null)) return 'unknown-parent';
  pass(world, session, policy ?? parent?.policy ?? 'ask');
  session.inherited = policy === null;
  return 'ok';
}

function pass(world: World, session: ModelSession, policy: PermissionPolicy): void {
  session.policy = policy;
  for (const one of world.sessions.values()) if (one.parent === session.id && one.inherited) pass(world, one, policy);
}

function wrongParent(parent: ModelSession | undefined, { kind, turn }: Belonging): string | undefined {
  if (!parent || parent.deletedAt !== null) return 'unknown-parent';
  if (parent.rollback !== null) return 'rolling-back';
  if (parent.kind === 'side') return 'not-for-kind';
  const stopping = kind === 'child' && lastTurn(parent)?.phase === 'stopping' && parent.leaf === turn;
  if (stopping) return 'asker-stopping';
  return turn === null || parent.turns.get(turn)?.undone === null ? undefined : 'unknown-turn';
}

export function bin(world: World, session: ModelSession): string {
  if (session.kind === 'side') {
    world.sessions.delete(session.id);
    return 'ok';
  }
  const no = closed(session);
  if (no) return no;
  if (isBusy(session)) return 'busy';
  const below = world.below(session).filter((one) => one.deletedAt === null);
  if (below.some(isBusy)) return 'children-busy';
  for (const one of [...below, session]) {
    one.deletedAt = world.now;
    for (const aside of world.asidesOf(one)) world.sessions.delete(aside.id);
  }
  return 'ok';
}

export function restore(world: World, session: ModelSession, children: boolean): string {
  const at = session.deletedAt;
  if (at === null) return 'ok';
  const above = world.above(session);
  const living = above.find((one) => one.deletedAt === null);
  if (living && living.rollback !== null) return 'rolling-back';
  world.liftAbove(session);
  if (children) for (const one of world.below(session)) if (one.deletedAt === at) one.deletedAt = null;
  session.deletedAt = null;
  return 'ok';
}
