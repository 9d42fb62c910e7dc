import { Square } from 'lucide-react';
import { useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { ActiveTurn } from '../../protocol/turn.ts';
import { sendOrSay, stop } from '../stores/commands.ts';
import { Icon } from '../ui/icon.tsx';
import { useSecond } from '../ui/now.ts';
import { words } from '../words/words.ts';

/** An agent that has not stopped by then does not listen. */
const FORCE_AFTER_MS = 5_000;

type Props = { readonly sessionId: SessionId; readonly turn: ActiveTurn };

export function StopButton({ sessionId, turn }: Props) {
  if (turn.phase.kind === 'stopping') return <ForceButton key={turn.id} sessionId={sessionId} />;
  return <PlainStop sessionId={sessionId} />;
}

/** Counts from when this window first saw the turn stopping: nobody says when that began. */
function ForceButton({ sessionId }: Pick<Props, 'sessionId'>) {
  const now = useSecond();
  const [since] = useState(Date.now);
  if (now - since <= FORCE_AFTER_MS) return <PlainStop sessionId={sessionId} />;
  return (
    <button
      type="button"
      className="btn btn-danger btn-small"
      onClick={() => void sendOrSay({ type: 'terminate', sessionId })}
    >
      {words().forceStop}
    </button>
  );
}

function PlainStop({ sessionId }: Pick<Props, 'sessionId'>) {
  return (
    <button
      type="button"
      className="send send-stop"
      aria-label={words().stop}
      title={words().stop}
      onClick={() => void stop(sessionId)}
    >
      <Icon of={Square} size={12} />
    </button>
  );
}
