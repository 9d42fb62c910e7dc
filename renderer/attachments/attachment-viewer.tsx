import { useEffect, useState } from 'react';
import { type Attachment, isImage } from '../../protocol/attachment.ts';
import { closeDialog } from '../stores/window.ts';
import { Dialog } from '../ui/dialog.tsx';
import { words } from '../words/words.ts';
import { type Content, useContent } from './contents.ts';
import { isReadable } from './thumbnail.tsx';
import './attachments.css';

/** What is drawn of a text at once: longer ones would hold up the window. */
const SHOWN_CHARS_MAX = 200_000;

/** One attached file, over the window. */
export function AttachmentViewer({ attachment }: { readonly attachment: Attachment }) {
  const content = useContent(attachment);
  const { name, bytes } = attachment;
  return (
    <Dialog wide title={name} onClose={closeDialog}>
      <section className="file-view" aria-busy={content.kind === 'waiting'} aria-label={name}>
        <Shown attachment={attachment} content={content} />
      </section>
      <p className="file-view-foot">
        {attachment.mime} · {words().fileSize(bytes)}
      </p>
    </Dialog>
  );
}

function Shown({ attachment, content }: { readonly attachment: Attachment; readonly content: Content }) {
  if (content.kind === 'waiting') return null;
  if (content.kind === 'gone') return <p className="file-view-none">{words().attachmentGone}</p>;
  if (isImage(attachment)) return <img src={content.url} alt={attachment.name} />;
  if (isReadable(attachment)) return <ShownText blob={content.blob} />;
  return <p className="file-view-none">{words().notShown}</p>;
}

function ShownText({ blob }: { readonly blob: Blob }) {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let shown = true;
    void blob.text().then((read) => {
      if (shown) setText(read);
    });
    return () => {
      shown = false;
    };
  }, [blob]);
  if (text === null) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach it.
    <div className="file-view-text" tabIndex={0}>
      <pre>{text.slice(0, SHOWN_CHARS_MAX).toWellFormed()}</pre>
      {text.length > SHOWN_CHARS_MAX && <p className="file-view-more">{words().onlyBeginning}</p>}
    </div>
  );
}
