import type { RuleLine } from '../../protocol/permission.ts';
import { revokeRule, useRules } from '../stores/permissions.ts';
import { shortened } from '../stores/sessions.ts';
import { Button } from '../ui/button.tsx';
import { moment } from '../words/times.ts';
import { words } from '../words/words.ts';

/** What a person allowed for good, each with its way back. */
export function Rules() {
  const rules = useRules();
  if (rules?.length === 0) return <p className="permission-none">{words().noRules}</p>;
  return (
    <div aria-busy={rules === null}>
      <p className="choices-help permission-help">{words().rulesHelp}</p>
      <ul>
        {rules?.map((rule) => (
          <Rule key={rule.id} rule={rule} />
        ))}
      </ul>
    </div>
  );
}

function Rule({ rule }: { readonly rule: RuleLine }) {
  const subject = words().ruleSubject(rule.subject);
  const Name = rule.subject.kind === 'command' ? 'code' : 'span';
  const { sessionTitle, madeAt, uses, usedAt } = rule;
  const made =
    sessionTitle === null
      ? words().ruleMadeGone(moment(madeAt))
      : words().ruleMade(moment(madeAt), sessionTitle || words().untitled);
  return (
    <li className="permission-row">
      <div className="grow">
        <Name className="permission-subject">{subject}</Name>
        <p className="permission-meta">
          <code>@{rule.agentId}</code> · <code>{shortened(rule.folder)}</code>
        </p>
        <p className="permission-meta">
          {made} · {usedAt === null ? words().ruleUnused : words().ruleUsed(uses, moment(usedAt))}
        </p>
      </div>
      <Button small aria-label={words().revokeRule(subject)} onClick={() => void revokeRule(rule.id)}>
        {words().revoke}
      </Button>
    </li>
  );
}
