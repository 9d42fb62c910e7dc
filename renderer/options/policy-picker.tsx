import { Shield, ShieldAlert } from 'lucide-react';
import type { Offer } from '../../protocol/option.ts';
import { type PermissionPolicy, POLICIES } from '../../protocol/permission.ts';
import { words } from '../words/words.ts';
import { ChoiceMenu } from './choice-menu.tsx';

type Props = { readonly policy: PermissionPolicy; onChange(policy: PermissionPolicy): void };

/** What is allowed without a question. Anything but asking is marked, by form and by colour. */
export function PolicyPicker({ policy, onChange }: Props) {
  const choose = (value: string) => {
    const chosen = POLICIES.find((known) => known === value);
    if (chosen) onChange(chosen);
  };
  return (
    <ChoiceMenu
      label={words().policyName}
      help=""
      value={policy}
      offers={POLICIES.map(offerOf)}
      icon={policy === 'ask' ? Shield : ShieldAlert}
      marked={policy !== 'ask'}
      onChange={choose}
    />
  );
}

function offerOf(policy: PermissionPolicy): Offer {
  const said = words();
  const texts = {
    ask: [said.policyAsk, said.policyAskHelp],
    edits: [said.policyEdits, said.policyEditsHelp],
    all: [said.policyAll, said.policyAllHelp],
  } as const satisfies Record<PermissionPolicy, readonly [string, string]>;
  const [name, description] = texts[policy];
  return { value: policy, name, description, group: '' };
}
