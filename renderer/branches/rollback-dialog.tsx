import { isDefinedError, safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { RollbackPreview } from '../../protocol/stream.ts';
import { host } from '../stores/link.ts';
import { closeDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ActivityGlyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import { rollBack, worksIn } from './actions.ts';

type Props = { readonly sessionId: SessionId; readonly turnId: TurnId | null };
type Asked = { readonly preview: RollbackPreview } | { readonly why: string } | null;

/** Says what goes before it goes. `turnId` null: the whole conversation. */
export function RollbackDialog({ sessionId, turnId }: Props) {
  const asked = usePreview(sessionId, turnId);
  const confirm = (preview: RollbackPreview) => {
    closeDialog();
    void rollBack(sessionId, turnId, preview);
  };
  const title = turnId ? words().rollBackTitle : words().clearTitle;
  return (
    <Dialog title={title} onClose={closeDialog}>
      <div className="rollback" aria-busy={asked === null}>
        {asked === null && <p>{words().loading}</p>}
        {asked && 'why' in asked && (
          <p role="alert" className="problem">
            {asked.why}
          </p>
        )}
        {asked && 'preview' in asked && <Taken preview={asked.preview} works={worksIn(sessionId, asked.preview)} />}
        <div className="row rollback-end">
          <Button onClick={closeDialog}>{words().cancel}</Button>
          <Button
            look="danger"
            disabled={!asked || 'why' in asked}
            onClick={() => asked && 'preview' in asked && confirm(asked.preview)}
          >
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

function usePreview(sessionId: SessionId, turnId: TurnId | null): Asked {
  const [asked, setAsked] = useState<Asked>(null);
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      const { error, data } = await safe(host().sessions.rollbackPreview({ sessionId, turnId }));
      if (!error) return { preview: data };
      return { why: isDefinedError(error) ? words().refusal(error.data) : words().hostBroke };
    };
    void ask().then((answer) => wanted && setAsked(answer));
    return () => {
      wanted = false;
    };
  }, [sessionId, turnId]);
  return asked;
}
