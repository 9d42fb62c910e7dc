import { z } from 'zod';
import type { SessionId } from './ids.ts';
import { type Money, microsOf } from './usage.ts';

/**
 * What a tree of sessions may take, as its person allows it; null: as much as it likes. It stands with the session at the
 * root and counts all that ever belonged to the tree, also what was deleted or taken back since.
 */
export const Budget = z.object({
  /** Sessions below the root. */
  children: z.int().min(0).max(100_000).nullable(),
  /** Levels below the root. */
  depth: z.int().min(0).max(1_000).nullable(),
  /** Of all sessions together, the root too, as far as their agents report them. */
  tokens: z.int().min(0).nullable(),
  cost: z.object({ amount: z.number().min(0), currency: z.string().min(1).max(8) }).nullable(),
  /** In which at least one session of the tree had a turn. Milliseconds. */
  timeMs: z.int().min(0).nullable(),
});
export type Budget = Readonly<z.infer<typeof Budget>>;

/** Enough for what a person can still follow; it stops a tree that grows by mistake. */
export const DEFAULT_BUDGET: Budget = { children: 100, depth: 8, tokens: null, cost: null, timeMs: null };

/** What a tree has taken so far. */
export type TreeUse = {
  readonly children: number;
  readonly tokens: number;
  readonly cost: readonly Money[];
  readonly timeMs: number;
};

/** What a person is shown of a tree. */
export type TreeBudget = {
  /** The session that the budget stands with, and is set in; and what it is called. */
  readonly root: SessionId;
  readonly title: string;
  readonly budget: Budget;
  /** False: nothing was said of it yet, and this is what trees begin with. */
  readonly own: boolean;
  readonly use: TreeUse;
  /** Levels below the root, as far as there ever were sessions. */
  readonly deepest: number;
  /** A turn runs in it now, so that its time goes on. */
  readonly running: boolean;
};

/** The first limit that stands in the way; `used` is what counts against it now. */
export type OverBudget =
  | { readonly limit: 'children' | 'depth' | 'tokens' | 'timeMs'; readonly max: number; readonly used: number }
  | { readonly limit: 'cost'; readonly max: Money; readonly used: Money };

/** Why no prompt may be sent in the tree any more, if so: what it has taken has reached a limit. */
export function promptOver(budget: Budget, use: TreeUse): OverBudget | undefined {
  return (
    spentOver('tokens', budget.tokens, use.tokens) ??
    costOver(budget, use) ??
    spentOver('timeMs', budget.timeMs, use.timeMs)
  );
}

/** Why no session may be spawned at this depth (1: directly below the root), if so. */
export function spawnOver(budget: Budget, use: TreeUse, depth: number): OverBudget | undefined {
  if (budget.depth !== null && depth > budget.depth) return { limit: 'depth', max: budget.depth, used: depth - 1 };
  return spentOver('children', budget.children, use.children) ?? promptOver(budget, use);
}

function spentOver(limit: 'children' | 'tokens' | 'timeMs', max: number | null, used: number): OverBudget | undefined {
  return max !== null && used >= max ? { limit, max, used } : undefined;
}

/** Amounts of other currencies are nobody's measure for this one. */
function costOver({ cost: max }: Budget, { cost }: TreeUse): OverBudget | undefined {
  const used = max && cost.find(({ currency }) => currency === max.currency);
  return used && microsOf(used.amount) >= microsOf(max.amount) ? { limit: 'cost', max, used } : undefined;
}
