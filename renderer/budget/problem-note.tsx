import { useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Answer } from '../stores/commands.ts';
import { useSummary } from '../stores/tree.ts';
import { openDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import './budget.css';

/** Why something was not sent. `over`: the root of the tree whose budget is in the way. */
export type Problem = { readonly text: string; readonly over: SessionId | null };

export const problemOf = (answer: Answer): Problem | null =>
  answer.ok ? null : { text: answer.refusal, over: answer.over ?? null };

/** Says it where it was to be sent, with the way out of a budget. */
export function ProblemNote({ problem: { text, over } }: { readonly problem: Problem }) {
  return over === null ? (
    <p role="alert" className="problem">
      {text}
    </p>
  ) : (
    <OverNote key={text} text={text} root={over} />
  );
}

/** Once another budget holds it is no longer true. */
function OverNote({ text, root }: { readonly text: string; readonly root: SessionId }) {
  const budget = useSummary(root)?.budget;
  const [before] = useState(budget);
  if (budget !== before && JSON.stringify(budget) !== JSON.stringify(before)) return null;
  return (
    <div role="alert" className="problem over-note">
      <span className="grow">{text}</span>
      <Button small onClick={() => openDialog({ kind: 'budget', sessionId: root })}>
        {words().raiseBudget}
      </Button>
    </div>
  );
}
