import { Trash2 } from 'lucide-react';
import { type Aside, closeAside } from '../stores/asides.ts';
import { useView, useViews } from '../stores/views.ts';
import { Transcript } from '../transcript/transcript.tsx';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { PermissionDock } from './permission-dock.tsx';

/** What was said aside, and what the agent asks there. When it is gone its last known state stays until it is closed. */
export function AsideView({ aside, agent }: { readonly aside: Aside; readonly agent: string }) {
  const view = useView(aside.id);
  const gone = useViews((state) => state.gone.includes(aside.id));
  return (
    <>
      <p className="aside-note" role={gone ? 'status' : undefined}>
        <span className="grow">{gone ? words().asideGone : words().asidesNotKept}</span>
        <IconButton small icon={Trash2} label={words().closeAside} onClick={() => void closeAside(aside)} />
      </p>
      {view.kind === 'waiting' ? (
        <p className="aside-empty" aria-busy={!gone}>
          {gone ? '' : words().loading}
        </p>
      ) : (
        <>
          <Transcript view={view} agent={agent} label={words().asideTranscript} />
          {!gone && <PermissionDock head={view.state.head} items={view.state.window.items} agent={agent} />}
        </>
      )}
    </>
  );
}
