import { Coins } from 'lucide-react';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { openDialog } from '../stores/window.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { levelOf, type Standing, standings, takenOf } from './standing.ts';
import { useTreeBudget } from './tree-budget.ts';
import './budget.css';

/** How much of its budget a tree has taken, quietly; only where there is a tree, or somebody has set a limit. */
export function BudgetMeter({ head }: { readonly head: Head }) {
  const isTree = head.relationship !== null || head.children.length > 0 || head.budget !== null;
  return isTree ? <TreeMeter sessionId={head.id} /> : null;
}

function TreeMeter({ sessionId }: { readonly sessionId: SessionId }) {
  const tree = useTreeBudget(sessionId);
  if (!tree) return null;
  const first = standings(tree.budget, tree)[0];
  const level = first ? levelOf(first) : 'fine';
  const said = first ? saidOf(first) : words().noLimit;
  return (
    <button
      type="button"
      className={`meter budget-meter budget-${level}`}
      aria-label={words().budgetMeter(said)}
      title={words().budgetMeter(said)}
      onClick={() => openDialog({ kind: 'budget', sessionId })}
    >
      <Icon of={Coins} />
      {first && level !== 'fine' && <BudgetBar standing={first} />}
      <span className="meter-more">
        {first ? words().budgetPart(first.used, first.max) : takenOf('children', tree)}
      </span>
    </button>
  );
}

function saidOf({ limit, share, used, max }: Standing): string {
  const part = `${words().budgetLimit(limit)} ${words().budgetPart(used, max)}`;
  const level = levelOf({ share });
  if (level === 'fine') return part;
  return `${part}, ${level === 'near' ? words().budgetNearly : words().budgetReached}`;
}

export function BudgetBar({ standing }: { readonly standing: Standing }) {
  return (
    <span className={`usage-bar budget-bar budget-${levelOf(standing)}`} aria-hidden>
      <span style={{ width: `${Math.min(1, standing.share) * 100}%` }} />
    </span>
  );
}
