import { Trash2 } from 'lucide-react';
import { type Aside, closeAside } from '../stores/asides.ts';
import { headOf, useView } from '../stores/views.ts';
import { Transcript } from '../transcript/transcript.tsx';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { useLookedAt } from './looked-at.ts';
import { QuestionDock } from './question-dock.tsx';

type Props = {
  readonly aside: Aside;
  /** It is over: the host does not know it any more. */
  readonly gone: boolean;
  readonly agent: string;
};

/** What was said aside, and what the agent asks there. When it is gone its last known state stays until it is closed. */
export function AsideView({ aside, gone, agent }: Props) {
  const view = useView(aside.id);
  useLookedAt(gone ? null : headOf(view));
  return (
    <>
      <p className="aside-note" role={gone ? 'status' : undefined}>
        <span className="grow">{gone ? words().asideGone : words().asidesNotKept}</span>
        <IconButton small icon={Trash2} label={words().closeAside} onClick={() => void closeAside(aside, gone)} />
      </p>
      {view.kind === 'waiting' ? (
        <p className="aside-empty" aria-busy={!gone}>
          {gone ? '' : words().loading}
        </p>
      ) : (
        <>
          <Transcript view={view} agent={agent} label={words().asideTranscript} />
          {!gone && <QuestionDock head={view.state.head} items={view.state.window.items} agent={agent} />}
        </>
      )}
    </>
  );
}
