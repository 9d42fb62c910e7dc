import { Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { ActiveTurn } from '../../protocol/turn.ts';
import { sendOrSay, stop } from '../stores/commands.ts';
import { Icon } from '../ui/icon.tsx';
import { useSecond } from '../ui/now.ts';
import { words } from '../words/words.ts';

/** An agent that has not stopped by then does not listen. */
const FORCE_AFTER_MS = 2_000;

/** Stops the turn, and by force when that did not help. It stays one button, so that it keeps the focus. */
export function StopButton({ sessionId, turn }: { readonly sessionId: SessionId; readonly turn: ActiveTurn }) {
  const deaf = useDeaf(turn);
  return (
    <button
      type="button"
      className={deaf ? 'btn btn-danger btn-small' : 'send send-stop'}
      aria-label={deaf ? words().forceStop : words().stop}
      title={deaf ? words().forceStop : words().stop}
      onClick={() => void (deaf ? sendOrSay({ type: 'terminate', sessionId }) : stop(sessionId))}
    >
      {deaf ? words().forceStop : <Icon of={Square} size={12} />}
    </button>
  );
}

/** Counts from when this window first saw the turn stopping: nobody says when that began. */
function useDeaf({ id, phase }: ActiveTurn): boolean {
  const now = useSecond();
  const [seen, setSeen] = useState<{ readonly turn: TurnId; readonly at: number } | null>(null);
  const stopping = phase.kind === 'stopping';
  useEffect(() => {
    if (stopping) setSeen({ turn: id, at: Date.now() });
  }, [stopping, id]);
  return stopping && seen?.turn === id && now - seen.at > FORCE_AFTER_MS;
}
