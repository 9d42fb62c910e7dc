import type { Head } from '../../protocol/head.ts';
import { sendOrSay, stop } from '../stores/commands.ts';
import { Button } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import './take-over.css';

/** How far the history of a session has been fetched that was begun elsewhere, while that is of any use to know. */
export function FetchDock({ head, agent }: { readonly head: Head; readonly agent: string }) {
  const { origin } = head;
  if (origin?.state.kind === 'fetching') {
    return (
      <div className="fetching">
        <div className="fetching-line" role="status">
          <Glyph shape="run" label={null} />
          <p className="grow">{words().fetchingHistory(agent, origin.turns)}</p>
          <Button small onClick={() => void stop(head.id)}>
            {words().stopFetching}
          </Button>
        </div>
      </div>
    );
  }
  if (origin?.state.kind !== 'incomplete' || (head.turn?.id ?? null) !== origin.last) return null;
  const { failure } = origin.state;
  return (
    <div className="fetching">
      <section className="fetching-line" aria-label={words().historyIncomplete}>
        <Glyph shape={failure ? 'fail' : 'stale'} label={null} />
        <div className="grow">
          <p>{origin.turns === 0 ? words().historyMissing : words().historyIncomplete}</p>
          {failure && <p className="fetching-said">{failure.message}</p>}
        </div>
        <Button small onClick={() => void sendOrSay({ type: 'fetch-again', sessionId: head.id })}>
          {words().fetchAgain}
        </Button>
      </section>
    </div>
  );
}
