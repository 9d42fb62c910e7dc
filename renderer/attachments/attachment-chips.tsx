import { X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useRef } from 'react';
import type { Attaching } from '../stores/attached.ts';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { FileWords, OpenButton } from './attachment-list.tsx';
import './attachments.css';

type Props = {
  readonly files: readonly Attaching[];
  /** Has the focus when the last of them is gone. */
  readonly area: RefObject<HTMLElement | null>;
  onRemove(key: string): void;
};

/** The files beside what is being written. Each can be opened, and taken off by its button, by Backspace or Delete. */
export function AttachmentChips({ files, area, onRemove }: Props) {
  const list = useRef<HTMLUListElement>(null);
  if (files.length === 0) return null;
  const remove = (key: string, place: number) => {
    const beside = list.current?.children[place === files.length - 1 ? place - 1 : place + 1];
    const next = beside?.querySelector('button') ?? area.current;
    onRemove(key);
    next?.focus();
  };
  return (
    <ul ref={list} className="file-chips" aria-label={words().draftFiles}>
      {files.map((file, place) => (
        <Chip key={file.key} file={file} onRemove={() => remove(file.key, place)} />
      ))}
    </ul>
  );
}

function Chip({ file, onRemove }: { readonly file: Attaching; onRemove(): void }) {
  const { name, attachment } = file;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Backspace' && event.key !== 'Delete') return;
    event.preventDefault();
    onRemove();
  };
  return (
    <li className="file-chip" onKeyDown={onKeyDown}>
      {attachment ? <OpenButton attachment={attachment} picture={false} /> : <OnItsWay file={file} />}
      <IconButton
        small
        icon={X}
        className="file-chip-remove"
        label={attachment ? words().removeAttachment(name) : words().cancelAttaching(name)}
        onClick={onRemove}
      />
    </li>
  );
}

function OnItsWay({ file: { name, bytes, sent } }: { readonly file: Attaching }) {
  return (
    <span className="attached-file">
      <span className="thumb" />
      <FileWords name={name} size={words().fileSize(bytes)} />
      <progress aria-label={words().attaching(name)} max={Math.max(1, bytes)} value={sent} />
    </span>
  );
}
