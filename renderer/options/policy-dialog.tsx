import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';

type Props = {
  readonly title: string;
  /** What the button says that lets it be so. */
  readonly yes: string;
  /** What that means, in paragraphs. */
  readonly children: ReactNode;
  onConfirm(): void;
  onClose(): void;
};

/** What is to be allowed is read before it is; the answer at hand is no. */
export function PolicyDialog({ title, yes, children, onConfirm, onClose }: Props) {
  const confirm = () => {
    onConfirm();
    onClose();
  };
  return (
    <Dialog brief title={title} onClose={onClose}>
      <div className="dialog-body">
        <div className="allow-all">
          <Icon of={ShieldAlert} />
          <div>{children}</div>
        </div>
      </div>
      <div className="dialog-foot">
        <span className="grow" />
        <Button autoFocus onClick={onClose}>
          {words().cancel}
        </Button>
        <Button look="danger" onClick={confirm}>
          {yes}
        </Button>
      </div>
    </Dialog>
  );
}
