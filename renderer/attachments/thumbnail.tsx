import { File, FileText, FileX } from 'lucide-react';
import { type Attachment, isImage } from '../../protocol/attachment.ts';
import { Icon } from '../ui/icon.tsx';
import { useContent } from './contents.ts';

/** What a file looks like, small. It is decoration: its name stands beside it, or is its button's. */
export function Thumbnail({ attachment }: { readonly attachment: Attachment }) {
  return isImage(attachment) ? <Picture attachment={attachment} /> : <Sheet attachment={attachment} />;
}

function Sheet({ attachment }: { readonly attachment: Attachment }) {
  return (
    <span className="thumb">
      <Icon of={isReadable(attachment) ? FileText : File} />
    </span>
  );
}

function Picture({ attachment }: { readonly attachment: Attachment }) {
  const content = useContent(attachment);
  if (content.kind === 'gone') {
    return (
      <span className="thumb">
        <Icon of={FileX} />
      </span>
    );
  }
  return <span className="thumb">{content.kind === 'here' && <img src={content.url} alt="" decoding="async" />}</span>;
}

const READABLE = /^(?:text\/|application\/(?:json|xml|yaml|toml|javascript|x-sh|sql)\b|.*\+(?:json|xml)$)/;
const READABLE_NAME =
  /\.(?:md|txt|log|csv|tsv|json|ya?ml|toml|ini|xml|html?|css|[cm]?[jt]sx?|py|rb|rs|go|java|kt|c|h|cc|cpp|hpp|cs|sh|sql|diff|patch)$/i;

/** Whether a person can expect to read it as words: by its type, or by its name where that says nothing. */
export const isReadable = ({ name, mime }: Pick<Attachment, 'name' | 'mime'>): boolean =>
  READABLE.test(mime) || (!isImage({ mime }) && READABLE_NAME.test(name));
