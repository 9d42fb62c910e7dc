import { Shield, ShieldAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Offer } from '../../protocol/option.ts';
import { type PermissionPolicy, POLICIES } from '../../protocol/permission.ts';
import { words } from '../words/words.ts';
import { AllowAllDialog } from './allow-all-dialog.tsx';
import { ChoiceMenu } from './choice-menu.tsx';

type Props = { readonly policy: PermissionPolicy; onChange(policy: PermissionPolicy): void };

/** What is allowed without a question. Anything but asking is marked, by form and by colour. */
export function PolicyPicker({ policy, onChange }: Props) {
  const [confirming, setConfirming] = useState(false);
  const wantsAll = useRef(false);
  const choose = (value: string) => {
    const chosen = POLICIES.find((known) => known === value);
    wantsAll.current = chosen === 'all' && policy !== 'all';
    if (chosen && !wantsAll.current) onChange(chosen);
  };
  // Not before: the menu would take the focus away from what is asked.
  const confirm = () => {
    setConfirming(wantsAll.current);
    wantsAll.current = false;
  };
  return (
    <>
      <ChoiceMenu
        label={words().policyName}
        help=""
        value={policy}
        offers={POLICIES.map(offerOf)}
        icon={policy === 'ask' ? Shield : ShieldAlert}
        marked={policy !== 'ask'}
        onChange={choose}
        onClosed={confirm}
      />
      {confirming && (
        <AllowAllDialog
          until={words().allowAllHere}
          onClose={() => setConfirming(false)}
          onConfirm={() => onChange('all')}
        />
      )}
    </>
  );
}

const offerOf = (policy: PermissionPolicy): Offer => ({
  value: policy,
  name: words().policy(policy),
  description: words().policyHelp(policy),
  group: '',
});
