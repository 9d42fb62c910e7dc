import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { useLayer } from '../keys/use-layer.ts';
import { useWindow } from '../stores/window.ts';
import { words } from '../words/words.ts';
import { IconButton } from './button.tsx';
import { Toaster } from './toaster.tsx';

type Props = {
  readonly title: string;
  readonly wide?: boolean;
  /** It only asks something in between: toasts stay where they are. */
  readonly brief?: boolean;
  readonly children: ReactNode;
  onClose(): void;
};

/** A layer over the window that holds the focus until it is closed. */
export function Dialog({ title, wide = false, brief = false, children, onClose }: Props) {
  const [opener] = useState(() => document.activeElement);
  const covered = useWindow((state) => state.palette);
  useLayer('dialog', 'dialog', onClose);
  const returnFocus = (event: Event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content
          className={`dialog${wide ? ' dialog-wide' : ''}`}
          data-scope="dialog"
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          onEscapeKeyDown={leaveToLayers}
        >
          <div className="dialog-head">
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label={words().close} />
            </Radix.Close>
          </div>
          {children}
          {!covered && !brief && <Toaster />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Radix has layers of its own, which know nothing of the others. */
export const leaveToLayers = (event: Event) => event.preventDefault();
