import { words } from '../words/words.ts';
import { PolicyDialog } from './policy-dialog.tsx';

type Props = {
  /** How long it would hold. */
  readonly until: string;
  onConfirm(): void;
  onClose(): void;
};

/** Nobody lets an agent do everything without having read what that means. */
export function AllowAllDialog({ until, onConfirm, onClose }: Props) {
  return (
    <PolicyDialog title={words().allowAllTitle} yes={words().allowAllYes} onConfirm={onConfirm} onClose={onClose}>
      <p>{words().allowAllText}</p>
      <p>{until}</p>
    </PolicyDialog>
  );
}
