import type { Summary } from '../../protocol/summary.ts';
import { compact, costOf } from '../usage/figures.ts';
import { words } from '../words/words.ts';

type Props = { readonly summary: Pick<Summary, 'tokens' | 'cost' | 'lines'> };

/** What a session took, and what it changed. What is not known, or nothing, has no place. */
export function Figures({ summary: { tokens, cost, lines } }: Props) {
  const price = costOf({ cost });
  return (
    <span className="tree-figures">
      {tokens !== null && (
        <span className="tree-tokens" title={words().usageTokens}>
          {compact(tokens)}
          <span className="unseen"> {words().usageTokens}</span>
        </span>
      )}
      {price !== undefined && (
        <span className="tree-cost" title={words().usageCost}>
          {price}
        </span>
      )}
      <Lines lines={lines} />
    </span>
  );
}

function Lines({ lines: { added, removed } }: Pick<Summary, 'lines'>) {
  if (added + removed === 0) return null;
  const spoken = words().linesOf(words().number(added), words().number(removed));
  return (
    <span className="tree-lines" title={spoken}>
      <span className="unseen">{spoken}</span>
      {added > 0 && (
        <span className="tree-added" aria-hidden>
          +{compact(added)}
        </span>
      )}
      {removed > 0 && (
        <span className="tree-removed" aria-hidden>
          −{compact(removed)}
        </span>
      )}
    </span>
  );
}
