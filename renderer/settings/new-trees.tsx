import { type FormEvent, useRef, useState } from 'react';
import { DEFAULT_PREFERENCES } from '../../protocol/preferences.ts';
import { BudgetFields } from '../budget/budget-fields.tsx';
import { draftOf, readDraft } from '../budget/draft.ts';
import { changePreferences } from '../stores/preferences.ts';
import { useSessions } from '../stores/sessions.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { Choices } from './choices.tsx';

/** What trees may take that are not there yet. */
export function NewTrees() {
  const budget = useSessions((state) => state.app?.preferences.budget) ?? DEFAULT_PREFERENCES.budget;
  const [draft, setDraft] = useState(() => draftOf(budget));
  const form = useRef<HTMLFormElement>(null);
  const read = readDraft(draft);
  const same = read.wrong.length === 0 && JSON.stringify(read.budget) === JSON.stringify(budget);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read.wrong.length === 0) void changePreferences({ budget: read.budget });
    else form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  return (
    <form ref={form} className="budget-new" onSubmit={submit}>
      <Choices name="new-trees" legend={words().newTreesTitle} help={words().newTreesHelp}>
        <BudgetFields draft={draft} taken={null} onChange={setDraft} />
        <div className="row">
          <Button type="submit" disabled={same}>
            {words().save}
          </Button>
        </div>
      </Choices>
    </form>
  );
}
