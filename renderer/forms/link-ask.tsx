import { ExternalLink } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { piecesOf } from './address.ts';
import type { Answering } from './form-dock.tsx';

/** The whole address, so that a person can see where they are sent; nothing is opened before they click. */
export function LinkAsk({ url, answering }: { readonly url: string; readonly answering: Answering }) {
  const { before, host, after } = piecesOf(url);
  return (
    <>
      <div className="form-address">
        <code>
          {before}
          <b>{host}</b>
          {after}
        </code>
        <CopyButton text={() => url} />
      </div>
      <p className="form-note">{words().linkHelp}</p>
      <div className="ask-actions">
        <a className="btn btn-primary" href={url} target="_blank" rel="noopener noreferrer">
          <Icon of={ExternalLink} />
          {words().opensHost(host)}
        </a>
        <Button onClick={() => answering.answer({ kind: 'sent', values: {} })}>{words().linkDone}</Button>
        <Button look="ghost" onClick={() => answering.answer({ kind: 'cancelled' })}>
          {words().cancel}
        </Button>
      </div>
    </>
  );
}
