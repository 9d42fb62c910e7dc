import type { Head } from '../../protocol/head.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { isActive } from '../../protocol/turn.ts';
import { useTurnUsage } from '../stores/usage.ts';
import { detailOf } from './cells.tsx';
import { figuresOf } from './figures.ts';
import './usage.css';

type Props = { readonly sessionId: SessionId; readonly turn: TurnId; readonly version: string | null };

/** What a turn has used, beside its prompt, once it is over. Nothing where nothing was reported. */
export function TurnSpent({ sessionId, turn, version }: Props) {
  const usage = useTurnUsage(sessionId, turn, version);
  const figures = usage ? figuresOf(usage) : '';
  if (!usage || figures === '') return null;
  return (
    <span className="turn-spent cut" title={detailOf(usage)}>
      {figures}
    </span>
  );
}

/** Changes when more becomes known of the last turn; null while it is not over. Of others nothing new is expected. */
export function versionOf({ turn: last, spent }: Head, turn: TurnId): string | null {
  if (last?.id !== turn) return '';
  return isActive(last) ? null : JSON.stringify(spent);
}
