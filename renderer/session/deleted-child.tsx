import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { restoreSession } from '../stores/commands.ts';
import { select } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { TopBar } from './top-bar.tsx';

/** What is shown of a session that lies in the bin, but is known to the one that it belongs to. */
export function DeletedChild({ head, parent }: { readonly head: Head; readonly parent: SessionId }) {
  return (
    <>
      <TopBar title={null} />
      <main className="lone">
        <h1>{words().childDeletedTitle}</h1>
        <p>{head.title.text}</p>
        <p>{words().childDeletedHelp}</p>
        <div className="row">
          <Button look="primary" onClick={() => void restoreSession(head.id)}>
            {words().restoreChild}
          </Button>
          <Button onClick={() => select(parent)}>{words().openParent}</Button>
        </div>
      </main>
    </>
  );
}
