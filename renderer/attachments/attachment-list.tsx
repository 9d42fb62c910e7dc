import type { Attachment } from '../../protocol/attachment.ts';
import { isImage } from '../../protocol/attachment.ts';
import { openDialog } from '../stores/window.ts';
import { words } from '../words/words.ts';
import { Thumbnail } from './thumbnail.tsx';
import './attachments.css';

/** The files that went with a prompt: pictures as such, all others by name. */
export function AttachmentList({ attachments }: { readonly attachments: readonly Attachment[] }) {
  if (attachments.length === 0) return null;
  return (
    <ul className="attached" aria-label={words().attachments}>
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          <OpenButton attachment={attachment} picture={isImage(attachment)} />
        </li>
      ))}
    </ul>
  );
}

type OpenProps = {
  readonly attachment: Attachment;
  /** Shows the picture alone, and large. */
  readonly picture: boolean;
};

/** Shows a file in a layer over the window. */
export function OpenButton({ attachment, picture }: OpenProps) {
  const { name, bytes } = attachment;
  const size = words().fileSize(bytes);
  return (
    <button
      type="button"
      className={picture ? 'attached-picture' : 'attached-file'}
      aria-label={words().openAttachment(name, size)}
      title={name}
      onClick={() => openDialog({ kind: 'attachment', attachment })}
    >
      <Thumbnail attachment={attachment} />
      {!picture && <FileWords name={name} size={size} />}
    </button>
  );
}

export function FileWords({ name, size }: { readonly name: string; readonly size: string }) {
  return (
    <span className="file-words">
      <span className="cut">{name}</span>
      <span className="file-size">{size}</span>
    </span>
  );
}
