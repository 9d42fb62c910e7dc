import { useEffect, useState } from 'react';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { Result } from '../../protocol/result.ts';
import type { RollbackPreview } from '../../protocol/stream.ts';
import { asked } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import { closeDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ActivityGlyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import { rollBack, worksIn } from './actions.ts';

type Props = { readonly sessionId: SessionId; readonly turnId: TurnId | null };
type Preview = Result<RollbackPreview, string>;

/** Says what goes before it goes. `turnId` null: the whole conversation. */
export function RollbackDialog({ sessionId, turnId }: Props) {
  const preview = usePreview(sessionId, turnId);
  const confirm = (told: RollbackPreview) => {
    closeDialog();
    void rollBack(sessionId, turnId, told);
  };
  const title = turnId ? words().rollBackTitle : words().clearTitle;
  return (
    <Dialog title={title} onClose={closeDialog}>
      <div className="rollback" aria-busy={preview === null}>
        {preview === null && <p>{words().loading}</p>}
        {preview?.ok === false && (
          <p role="alert" className="problem">
            {preview.refusal}
          </p>
        )}
        {preview?.ok && <Taken preview={preview.value} works={worksIn(sessionId, preview.value)} />}
        <div className="row rollback-end">
          <Button onClick={closeDialog}>{words().cancel}</Button>
          <Button look="danger" disabled={!preview?.ok} onClick={() => preview?.ok && confirm(preview.value)}>
            {turnId ? words().rollBackNow : words().clearNow}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Taken({ preview, works }: { readonly preview: RollbackPreview; readonly works: boolean }) {
  const { turns, items, sessions } = preview;
  return (
    <>
      <p>{words().rollBackTakes(turns, items)}</p>
      {sessions.length > 0 && (
        <>
          <p>{words().rollBackSessions(sessions.length)}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
          <ul className="rollback-sessions" tabIndex={0}>
            {sessions.map((session) => (
              <li key={session.id} className="row">
                <ActivityGlyph activity={session.activity} />
                <span className="cut grow">{session.title || words().untitled}</span>
                {session.branch && (
                  <code className="rollback-branch cut" title={session.folder}>
                    {session.branch}
                  </code>
                )}
                <span className="rollback-agent">@{session.agentId}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="rollback-keeps">
        {works && words().rollBackRunning} {words().rollBackFiles} {words().rollBackUndo}
      </p>
    </>
  );
}

/** Null until the host has answered. */
function usePreview(sessionId: SessionId, turnId: TurnId | null): Preview | null {
  const [preview, setPreview] = useState<Preview | null>(null);
  useEffect(() => {
    let wanted = true;
    const ask = () => host().sessions.rollbackPreview({ sessionId, turnId });
    void asked(ask, words().refusal).then((answer) => wanted && setPreview(answer));
    return () => {
      wanted = false;
    };
  }, [sessionId, turnId]);
  return preview;
}
