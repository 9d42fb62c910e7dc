import { GitBranch, Undo2 } from 'lucide-react';
import type { Head } from '../../protocol/head.ts';
import { isActive } from '../../protocol/turn.ts';
import { sendOrSay } from '../stores/commands.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { switchBranch } from './actions.ts';

/** Where the path ends and something else goes on: branches that lead further, and turns that were taken back. */
export function Continuations({ head }: { readonly head: Head }) {
  const after = (head.turn?.index ?? -1) + 1;
  const further = head.forks.find((fork) => fork.index === after);
  const undoable = head.undoable.findLast((one) => one.last !== head.turn?.id);
  const idle = !isActive(head.turn) && head.rollback === null;
  const [first] = further?.turns ?? [];
  return (
    <>
      {further && first && (
        <p className="branch-line">
          <Icon of={GitBranch} size={14} />
          {words().continuations(further.turns.length)}
          <Button small look="ghost" disabled={!idle} onClick={() => void switchBranch(head.id, first)}>
            {words().showContinuation}
          </Button>
        </p>
      )}
      {undoable && (
        <p className="branch-line">
          <Icon of={Undo2} size={14} />
          {words().rolledBack(undoable.turns)}
          <Button
            small
            look="ghost"
            disabled={!idle}
            onClick={() => void sendOrSay({ type: 'undo-rollback', sessionId: head.id, rollbackId: undoable.id })}
          >
            {words().undo}
          </Button>
        </p>
      )}
    </>
  );
}
