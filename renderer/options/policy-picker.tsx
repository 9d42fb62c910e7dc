import { Shield, ShieldAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Offer } from '../../protocol/option.ts';
import { type PermissionPolicy, POLICIES } from '../../protocol/permission.ts';
import { words } from '../words/words.ts';
import { AllowAllDialog } from './allow-all-dialog.tsx';
import { ChoiceMenu } from './choice-menu.tsx';
import { cutTitle, type Inheriting, isWider, type Needed, neededFor } from './inheriting.ts';
import { WiderDialog } from './wider-dialog.tsx';

type Props = {
  readonly policy: PermissionPolicy;
  /** Absent: there is nothing to inherit from. */
  readonly inheriting?: Inheriting | undefined;
  onChange(policy: PermissionPolicy): void;
};

/** Chosen, but not before it was confirmed. */
type Confirming = { readonly policy: PermissionPolicy; readonly needed: Needed; choose(): void };

const INHERIT = 'inherit';

/** What is allowed without a question. Anything but asking is marked, by form and by colour. */
export function PolicyPicker({ policy, inheriting, onChange }: Props) {
  const [confirming, setConfirming] = useState<Confirming | null>(null);
  const wanted = useRef<Confirming | null>(null);
  const choose = (value: string) => {
    const inherits = value === INHERIT && inheriting;
    const chosen = inherits ? inheriting.policy : POLICIES.find((known) => known === value);
    if (!chosen) return;
    const go = () => (inherits ? inheriting.onInherit() : onChange(chosen));
    const needed = neededFor(chosen, policy, inheriting?.policy);
    wanted.current = needed && { policy: chosen, needed, choose: go };
    if (!needed) go();
  };
  // Not before: the menu would take the focus away from what is asked.
  const confirm = () => {
    setConfirming(wanted.current);
    wanted.current = null;
  };
  return (
    <>
      <ChoiceMenu
        label={words().policyName}
        help=""
        value={inheriting?.held ? INHERIT : policy}
        offers={[...(inheriting ? [inheritOffer(inheriting)] : []), ...POLICIES.map(offerOf)]}
        icon={policy === 'ask' ? Shield : ShieldAlert}
        marked={policy !== 'ask'}
        wide={inheriting?.held === true}
        onChange={choose}
        onClosed={confirm}
      />
      {confirming && <Confirmation of={confirming} inheriting={inheriting} onClose={() => setConfirming(null)} />}
    </>
  );
}

type ConfirmationProps = {
  readonly of: Confirming;
  readonly inheriting: Inheriting | undefined;
  onClose(): void;
};

function Confirmation({ of: { policy, needed, choose }, inheriting, onClose }: ConfirmationProps) {
  if (needed === 'wider' && inheriting) {
    return <WiderDialog policy={policy} parent={inheriting} onClose={onClose} onConfirm={choose} />;
  }
  const wider = inheriting && isWider(policy, inheriting.policy);
  const until = wider
    ? words().allowAllWider(inheriting.parent, words().policy(inheriting.policy))
    : words().allowAllHere;
  return <AllowAllDialog until={until} onClose={onClose} onConfirm={choose} />;
}

const offerOf = (policy: PermissionPolicy): Offer => ({
  value: policy,
  name: words().policy(policy),
  description: words().policyHelp(policy),
  group: '',
});

const inheritOffer = ({ parent, policy }: Inheriting): Offer => ({
  value: INHERIT,
  name: words().policyInherited(cutTitle(parent), words().policy(policy)),
  description: words().policyInheritedHelp,
  group: '',
});
