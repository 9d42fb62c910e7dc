import type { PermissionPolicy } from '../../protocol/permission.ts';
import { words } from '../words/words.ts';
import type { Inheriting } from './inheriting.ts';
import { PolicyDialog } from './policy-dialog.tsx';

type Props = {
  readonly policy: PermissionPolicy;
  readonly parent: Inheriting;
  onConfirm(): void;
  onClose(): void;
};

/** A parent's agent could have done by its child what it must ask for itself: nobody opens that way unaware. */
export function WiderDialog({ policy, parent, onConfirm, onClose }: Props) {
  return (
    <PolicyDialog title={words().widerTitle} yes={words().policy(policy)} onConfirm={onConfirm} onClose={onClose}>
      <p>{words().widerText(parent.parent, words().policy(parent.policy))}</p>
      <p>
        {words().policyHelp(policy)} {words().allowAllHere}
      </p>
    </PolicyDialog>
  );
}
