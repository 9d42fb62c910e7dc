import type { Decided } from '../../protocol/permission.ts';
import { revokeRule, tellDecided, useRuleIds } from '../stores/permissions.ts';
import { words } from '../words/words.ts';

/** Who let the tool do what it did. Where a rule did, or was made then, it can be taken back here. */
export function DecidedLine({ decided }: { readonly decided: Decided }) {
  const held = useRuleIds();
  const rule = decided.made ?? (decided.by.kind === 'rule' ? decided.by.rule : undefined);
  return (
    <p className="card-decided">
      {tellDecided(decided)}
      {rule !== undefined && held.includes(rule) && (
        <>
          <span aria-hidden>·</span>
          <button type="button" className="card-revoke" onClick={() => void revokeRule(rule)}>
            {words().revoke}
          </button>
        </>
      )}
    </p>
  );
}
