import { type FormEvent, useRef, useState } from 'react';
import type { TreeBudget } from '../../protocol/budget.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { useCommand } from '../keys/handlers.ts';
import { send } from '../stores/commands.ts';
import { closeDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyOf } from '../ui/key.tsx';
import { words } from '../words/words.ts';
import { BudgetFields } from './budget-fields.tsx';
import { draftOf, readDraft } from './draft.ts';
import { useTreeBudget } from './tree-budget.ts';

/** What the tree of a session may take, beside what it has; whichever of its sessions is asked about. */
export function BudgetDialog({ sessionId }: { readonly sessionId: SessionId }) {
  const tree = useTreeBudget(sessionId);
  return (
    <Dialog brief title={words().budget} onClose={closeDialog}>
      {tree ? (
        <BudgetForm tree={tree} />
      ) : (
        <div className="dialog-body" aria-busy>
          <p>{words().loading}</p>
        </div>
      )}
    </Dialog>
  );
}

/** What is typed stays while the use goes on. */
function BudgetForm({ tree }: { readonly tree: TreeBudget }) {
  const [draft, setDraft] = useState(() => draftOf(tree.budget));
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { budget, wrong } = readDraft(draft);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (wrong.length > 0) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const answer = await send({ type: 'set-budget', sessionId: tree.root, budget });
    if (answer.ok) closeDialog();
    else setProblem(answer.refusal);
  };
  useCommand('dialog.accept', 'dialog', { run: () => form.current?.requestSubmit() });
  return (
    <form ref={form} className="dialog-form" onSubmit={(event) => void submit(event)}>
      <div className="dialog-body">
        <div>
          <p className="budget-of">{words().budgetOf(tree.title || words().untitled)}</p>
          <p className="budget-help">{words().budgetHelp}</p>
        </div>
        <BudgetFields draft={draft} taken={tree} onChange={setDraft} />
        {problem && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
      </div>
      <div className="dialog-foot">
        <span className="grow" />
        <Button onClick={closeDialog}>{words().cancel}</Button>
        <Button look="primary" type="submit">
          {words().save}
          <KeyOf command="dialog.accept" />
        </Button>
      </div>
    </form>
  );
}
