import { useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { toast } from '../stores/toasts.ts';
import { useSummary } from '../stores/tree.ts';
import { closeDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ActivityGlyph } from '../ui/glyph.tsx';
import type { ManyAction } from '../words/en-tree.ts';
import { words } from '../words/words.ts';
import { doToAll, type Failed } from './many.ts';
import './many-dialog.css';

type Props = {
  readonly action: ManyAction;
  /** In the order in which it is done to them. */
  readonly ids: readonly SessionId[];
};

type Stage =
  | { readonly kind: 'asking' }
  | { readonly kind: 'working'; readonly done: number }
  | { readonly kind: 'failed'; readonly failed: readonly Failed[] };

/** Says how many it will be done to before it is, and of each that refused, why. */
export function ManyDialog({ action, ids }: Props) {
  const [stage, setStage] = useState<Stage>({ kind: 'asking' });
  const start = async () => {
    setStage({ kind: 'working', done: 0 });
    const failed = await doToAll(action, ids, (done) => setStage({ kind: 'working', done }));
    if (failed.length > 0) return setStage({ kind: 'failed', failed });
    closeDialog();
    toast({ text: words().manyDone({ action, n: ids.length }), tone: 'info' });
  };
  return (
    <Dialog title={words().manyTitle({ action, n: ids.length })} onClose={closeDialog}>
      <div className="many" aria-busy={stage.kind === 'working'}>
        {stage.kind === 'failed' ? (
          <Failures action={action} all={ids.length} failed={stage.failed} />
        ) : (
          <>
            <p>{words().manyHelp(action)}</p>
            <Titles ids={ids} />
          </>
        )}
        <div className="row many-end">
          {stage.kind === 'working' && <span role="status">{words().manyWorking(stage.done, ids.length)}</span>}
          <Button onClick={closeDialog}>{stage.kind === 'failed' ? words().close : words().cancel}</Button>
          {stage.kind !== 'failed' && (
            <Button look="danger" disabled={stage.kind === 'working'} onClick={() => void start()}>
              {words().manyNow({ action, n: ids.length })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Titles({ ids }: { readonly ids: readonly SessionId[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <ul className="many-list" tabIndex={0}>
      {ids.map((id) => (
        <Line key={id} id={id} />
      ))}
    </ul>
  );
}

type FailuresProps = { readonly action: ManyAction; readonly all: number; readonly failed: readonly Failed[] };

function Failures({ action, all, failed }: FailuresProps) {
  return (
    <>
      <p role="alert">{words().manyFailed({ action, n: all, done: all - failed.length })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <ul className="many-list" tabIndex={0}>
        {failed.map(({ id, why }) => (
          <Line key={id} id={id} why={why} />
        ))}
      </ul>
    </>
  );
}

function Line({ id, why }: { readonly id: SessionId; readonly why?: string }) {
  const summary = useSummary(id);
  if (!summary) return null;
  return (
    <li className="many-line">
      <ActivityGlyph activity={summary.activity} />
      <span className="many-words">
        <span className="cut">{summary.title || words().untitled}</span>
        {why !== undefined && <span className="many-why">{why}</span>}
      </span>
      <span className="many-agent">@{summary.agentId}</span>
    </li>
  );
}
