import type { Head } from '../../protocol/head.ts';
import type { NoticeItem } from '../../protocol/item.ts';
import type { Outcome } from '../../protocol/turn.ts';
import { SignInPanel } from '../sign-in/sign-in-panel.tsx';
import { resume, retry, sendOrSay } from '../stores/commands.ts';
import { useAttempt } from '../stores/sign-ins.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import { Limited } from './now.tsx';

/** What neither person nor agent said. */
export function Notice({ item, head }: { readonly item: NoticeItem; readonly head: Head }) {
  const { notice } = item;
  if (notice.code === 'ended')
    return <Ended outcome={notice.outcome} isLast={item.turn === head.turn?.id} head={head} />;
  if (notice.code === 'from-agent') return <p className={`notice notice-${notice.level}`}>{notice.text}</p>;
  return <p className="notice">{words().notice(notice)}</p>;
}

type EndedProps = {
  readonly outcome: Exclude<Outcome, { kind: 'completed' }>;
  /** Only the last turn can be taken up again. */
  readonly isLast: boolean;
  readonly head: Head;
};

const SHAPES = { 'cut-short': 'stop', stopped: 'stop', interrupted: 'stale', failed: 'fail' } as const;

function Ended({ outcome, isLast, head }: EndedProps) {
  const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
  const wantsSignIn = failure?.code === 'agent-sign-in' && isLast;
  const resumable = outcome.kind !== 'cut-short';
  return (
    <article className={`ended ended-${outcome.kind}`} aria-label={words().outcome(outcome)}>
      <Glyph shape={SHAPES[outcome.kind]} label={null} />
      <div className="grow">
        <p className="ended-what">{failure ? words().failure(failure) : words().outcome(outcome)}</p>
        {failure && !wantsSignIn && failure.message !== '' && <p className="ended-message">{failure.message}</p>}
        {failure && isLast && head.limit && <Limited until={head.limit.until} />}
        {wantsSignIn && head.turn && (
          <SignInPanel agentId={head.agentId} place={head.turn.id} onRetry={() => void retry(head.id)} />
        )}
        {failure && !wantsSignIn && failure.detail !== '' && (
          <details>
            <summary>{words().lastWords}</summary>
            <div className="well-of-copy">
              <pre className="well">{failure.detail}</pre>
              <CopyButton text={() => failure.detail} />
            </div>
          </details>
        )}
      </div>
      {isLast && resumable && <Actions head={head} />}
    </article>
  );
}

/** What can be done about a turn that did not come to its end. */
function Actions({ head }: { readonly head: Head }) {
  const cleared = head.turn?.phase.kind === 'ended' && head.turn.phase.cleared;
  const attempt = useAttempt(head.agentId, head.turn?.id ?? '');
  const signedIn = attempt?.kind === 'ended' && attempt.end.kind === 'done'; // there, a retry is offered already
  return (
    <div className="row">
      {!signedIn && !head.native && (
        <>
          <Button small onClick={() => void resume(head.id)}>
            {words().resume}
          </Button>
          <Button small onClick={() => void retry(head.id)}>
            {words().retry}
          </Button>
        </>
      )}
      {!cleared && (
        <Button small look="ghost" onClick={() => void sendOrSay({ type: 'clear-error', sessionId: head.id })}>
          {words().dismiss}
        </Button>
      )}
    </div>
  );
}
