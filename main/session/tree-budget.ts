import { type Budget, promptOver, spawnOver, type TreeBudget, type TreeUse } from '../../protocol/budget.ts';
import type { Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import { plus, type TurnUsage } from '../../protocol/usage.ts';
import { lineOf } from './lineage.ts';
import type { SessionStore, TreePlace } from './ports.ts';

export type BudgetPorts = {
  readonly store: Pick<SessionStore, 'head' | 'trees' | 'usage'>;
  now(): number;
  /** Sessions whose turn is active; asides, too. */
  active(): readonly Head[];
  /** What a tree may take for which nothing was said yet. */
  defaultBudget(): Budget;
};

/**
 * A session's tree. `top`: the session that its budget is set in; the highest that is left when the root is gone. `given`:
 * the budget, if anybody has said one.
 */
type Tree = TreePlace & { readonly top: Head; readonly given: Budget | null };

/**
 * What a tree may take; null: nothing was said of it. A session without children is a tree only once somebody has given it
 * a budget.
 */
function budgetOf({ given, root }: Tree, ports: BudgetPorts): Budget | null {
  return given ?? (ports.store.trees.membersOf(root).children > 0 ? ports.defaultBudget() : null);
}

/** Why no prompt may be sent in the session; undefined when one may. `ended`: what happens to it in the same step. */
export function promptRefused(
  head: Head,
  ports: BudgetPorts,
  ended: readonly SessionEvent[] = [],
): Refusal | undefined {
  const tree = treeOf(head, ports);
  const budget = budgetOf(tree, ports);
  if (budget === null || isFree(budget)) return undefined;
  const over = promptOver(budget, withEnded(usedBy(tree, ports), head, ended, ports));
  return over && { code: 'over-budget', over, root: tree.top.id };
}

/** What spawning a child means for the budget of a tree: the first one settles it, for the session at the top. */
export type Settled = { readonly top: SessionId; readonly budget: Budget };

/** Refused when the tree may not grow below this parent; null: nothing is to be settled. */
export function settledBySpawn(parent: Head, ports: BudgetPorts): Result<Settled | null, Refusal> {
  const tree = treeOf(parent, ports);
  const budget = tree.given ?? ports.defaultBudget();
  const over = spawnOver(budget, usedBy(tree, ports), tree.depth + 1);
  if (over) return refuse({ code: 'over-budget', over, root: tree.top.id });
  return ok(tree.given ? null : { top: tree.top.id, budget });
}

/** The budget stands with one session of a tree, and is set there. */
export function setBudget(head: Head, budget: Budget, top: SessionId): Result<readonly SessionEvent[], Refusal> {
  if (top !== head.id) return refuse({ code: 'budget-of-root', root: top });
  const same = JSON.stringify(head.budget) === JSON.stringify(budget);
  return ok(same ? [] : [{ type: 'budget-set', budget }]);
}

/** The session that the budget of this one stands with. */
export const topOf = (head: Head, ports: BudgetPorts): SessionId => treeOf(head, ports).top.id;

/** All of it, for a window. */
export function treeBudgetOf(head: Head, ports: BudgetPorts): TreeBudget {
  const tree = treeOf(head, ports);
  const { deepest } = ports.store.trees.membersOf(tree.root);
  return {
    ...{ root: tree.top.id, title: tree.top.title.text, own: tree.given !== null, deepest },
    budget: budgetOf(tree, ports) ?? ports.defaultBudget(),
    use: usedBy(tree, ports),
    running: runningSince(tree, ports) !== null,
  };
}

/** Rows say where a child was born; the parents are asked only when the root itself lies in the bin, or is gone. */
function treeOf(head: Head, ports: BudgetPorts): Tree {
  const place = placeOf(head, ports);
  const root = place.root === head.id ? head : ports.store.head(place.root);
  const top = root && root.deletedAt === null ? root : (lineOf(ports.store, head.id).at(-1) ?? head);
  return { ...place, top, given: top.budget ?? root?.budget ?? null };
}

/** An aside is where its parent is. */
function placeOf({ id, relationship }: Head, { store }: BudgetPorts): TreePlace {
  return store.trees.placeOf(relationship?.kind === 'btw' ? relationship.parent : id);
}

/** Nothing that is used stands against it: nobody need count. */
const isFree = ({ tokens, cost, timeMs }: Budget): boolean => tokens === null && cost === null && timeMs === null;

const usedBy = (tree: Tree, ports: BudgetPorts): TreeUse =>
  ports.store.trees.use(tree.root, ports.now(), runningSince(tree, ports));

/** When the oldest of the turns was opened that run in the tree now, in line or not; null: none does. */
function runningSince(tree: Tree, ports: BudgetPorts): number | null {
  const opened = ports
    .active()
    .filter(({ turn }) => isActive(turn) && turn.phase.kind !== 'waiting')
    .filter((head) => placeOf(head, ports).root === tree.root)
    .map(({ turn }) => turn?.at ?? 0);
  return opened.length === 0 ? null : Math.min(...opened);
}

/** What a turn has used by its end is not in the rows before that end is. */
function withEnded(use: TreeUse, { id }: Head, events: readonly SessionEvent[], { store }: BudgetPorts): TreeUse {
  const used = events.find((event) => event.type === 'turn-used');
  if (used?.type !== 'turn-used') return use;
  const before = store.usage.turn(id, used.turn);
  const less = (before?.cost ?? []).map((money) => ({ ...money, amount: -money.amount }));
  const cost = [...less, ...used.usage.cost].reduce(plus, use.cost);
  return { ...use, tokens: use.tokens + totalOf(used.usage) - totalOf(before), cost };
}

const totalOf = (usage: TurnUsage | undefined): number => usage?.tokens.total ?? 0;
