import { ShieldAlert } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';

type Props = {
  /** How long it would hold. */
  readonly until: string;
  onConfirm(): void;
  onClose(): void;
};

/** Nobody lets an agent do everything without having read what that means. */
export function AllowAllDialog({ until, onConfirm, onClose }: Props) {
  const confirm = () => {
    onConfirm();
    onClose();
  };
  return (
    <Dialog brief title={words().allowAllTitle} onClose={onClose}>
      <div className="dialog-body">
        <div className="allow-all">
          <Icon of={ShieldAlert} />
          <div>
            <p>{words().allowAllText}</p>
            <p>{until}</p>
          </div>
        </div>
      </div>
      <div className="dialog-foot">
        <span className="grow" />
        <Button autoFocus onClick={onClose}>
          {words().cancel}
        </Button>
        <Button look="danger" onClick={confirm}>
          {words().allowAllYes}
        </Button>
      </div>
    </Dialog>
  );
}
