import { useState } from 'react';
import { type PermissionPolicy, POLICIES } from '../../protocol/permission.ts';
import { AllowAllDialog } from '../options/allow-all-dialog.tsx';
import { changePreferences } from '../stores/preferences.ts';
import { useSessions } from '../stores/sessions.ts';
import { Tabs } from '../ui/tabs.tsx';
import { words } from '../words/words.ts';
import { Choices } from './choices.tsx';
import { Decisions } from './decisions.tsx';
import { Rules } from './rules.tsx';
import './permissions.css';

const PARTS = ['rules', 'decisions'] as const;
type Part = (typeof PARTS)[number];

/** What is allowed without a question, from the general to the single case, and how all questions were decided. */
export function Permissions() {
  const [part, setPart] = useState<Part>('rules');
  return (
    <>
      <h2 className="settings-title">{words().permissions}</h2>
      <DefaultPolicy />
      <Tabs<Part>
        className="permission-parts"
        label={words().permissions}
        tabs={PARTS.map((one) => [one, words()[one]] as const)}
        shown={part}
        onShow={setPart}
      >
        {part === 'rules' ? <Rules /> : <Decisions />}
      </Tabs>
    </>
  );
}

function DefaultPolicy() {
  const usual = useSessions(({ app }) => app?.preferences.policy ?? 'ask');
  const [confirming, setConfirming] = useState(false);
  const choose = (policy: PermissionPolicy) => {
    if (policy === 'all') setConfirming(true);
    else void changePreferences({ policy });
  };
  return (
    <Choices name="default-policy" legend={words().defaultPolicy} help={words().defaultPolicyHelp}>
      {POLICIES.map((policy) => (
        <label key={policy} className="choice policy-choice">
          <input
            type="radio"
            name="default-policy"
            aria-labelledby={`policy-${policy}`}
            aria-describedby={`policy-${policy}-help`}
            checked={usual === policy}
            onChange={() => choose(policy)}
          />
          <span id={`policy-${policy}`}>{words().policy(policy)}</span>
          <span id={`policy-${policy}-help`} className="policy-help">
            {words().policyHelp(policy)}
          </span>
        </label>
      ))}
      {confirming && (
        <AllowAllDialog
          until={words().allowAllByDefault}
          onClose={() => setConfirming(false)}
          onConfirm={() => void changePreferences({ policy: 'all' })}
        />
      )}
    </Choices>
  );
}
