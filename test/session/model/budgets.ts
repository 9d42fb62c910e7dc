import { type Budget, DEFAULT_BUDGET } from '../../../protocol/budget.ts';
import type { SessionId } from '../../../protocol/ids.ts';
import type { ModelSession } from './tree.ts';
import type { World } from './world.ts';

// Of what trees may take the model knows who may be spawned: all else takes an agent that reports it.

export type Place = { readonly root: SessionId; readonly depth: number };

/** A child stands where it was born, an aside where its parent does. */
export function placeOf(world: World, { id, kind, parent }: ModelSession): Place {
  const around = kind === 'side' && parent !== null ? world.sessions.get(parent) : undefined;
  return around ? placeOf(world, around) : (world.places.get(id) ?? { root: id, depth: 0 });
}

/** How many children there ever were in the tree of a root. */
export const bornBelow = (world: World, root: SessionId): number =>
  [...world.places.values()].filter((place) => place.root === root).length;

/** The session that the budget is set in: the root, or the highest above this one that is not in the bin. */
export function topOf(world: World, session: ModelSession): ModelSession {
  const root = world.sessions.get(placeOf(world, session).root);
  if (root?.deletedAt === null) return root;
  const above = session.parent === null ? undefined : world.sessions.get(session.parent);
  return above?.deletedAt === null ? topOf(world, above) : session;
}

export function setBudget(world: World, session: ModelSession, budget: Budget): string {
  if (session.deletedAt !== null) return 'session-deleted';
  if (topOf(world, session) !== session) return 'budget-of-root';
  session.budget = budget;
  return 'ok';
}

/** Why no child may be spawned below a session, if so; else the budget of its tree is settled. */
export function tooMany(world: World, parent: ModelSession): string | undefined {
  const [top, place] = [topOf(world, parent), placeOf(world, parent)];
  const given = top.budget ?? world.sessions.get(place.root)?.budget ?? null;
  const { children, depth } = given ?? DEFAULT_BUDGET;
  const born = bornBelow(world, place.root);
  if (depth !== null && place.depth >= depth) return 'over-budget';
  if (children !== null && born >= children) return 'over-budget';
  top.budget = given ?? DEFAULT_BUDGET;
  return undefined;
}
