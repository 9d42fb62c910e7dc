import { Paperclip } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { attachDropped, bringsFiles } from './dropped.ts';

type Props = { readonly sessionId: SessionId; readonly className: string; readonly children: ReactNode };

/** The main part of a session: files that are dropped anywhere on it go with the next prompt. */
export function DropZone({ sessionId, className, children }: Props) {
  const [over, setOver] = useState(false);
  const onDragOver = (event: DragEvent) => {
    if (!bringsFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  /** It is left for something inside it again and again. */
  const onDragLeave = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!bringsFiles(event.dataTransfer)) return;
    event.preventDefault();
    attachDropped(sessionId, event.dataTransfer);
  };
  return (
    <main className={className} onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}>
      {children}
      {over && (
        <div className="drop-target">
          <p>
            <Icon of={Paperclip} />
            {words().dropFiles}
          </p>
        </div>
      )}
    </main>
  );
}
