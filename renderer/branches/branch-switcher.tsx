import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { Fork } from '../../protocol/head.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { switchBranch } from './actions.ts';

type Props = {
  readonly sessionId: SessionId;
  readonly fork: Fork;
  readonly turn: TurnId;
  readonly disabled: boolean;
};

/** Which of several branches is shown here, and the way to the ones beside it. */
export function BranchSwitcher({ sessionId, fork, turn, disabled }: Props) {
  const place = fork.turns.indexOf(turn);
  if (place < 0 || fork.turns.length < 2) return null;
  const to = (other: TurnId | undefined) => other && void switchBranch(sessionId, other);
  return (
    <span className="branch-switcher">
      <IconButton
        small
        icon={ChevronLeft}
        label={words().previousBranch}
        disabled={disabled || place === 0}
        onClick={() => to(fork.turns[place - 1])}
      />
      <span className="branch-place">
        <span aria-hidden>
          {place + 1}/{fork.turns.length}
        </span>
        <span className="unseen">{words().branchOf(place + 1, fork.turns.length)}</span>
      </span>
      <IconButton
        small
        icon={ChevronRight}
        label={words().nextBranch}
        disabled={disabled || place === fork.turns.length - 1}
        onClick={() => to(fork.turns[place + 1])}
      />
    </span>
  );
}
