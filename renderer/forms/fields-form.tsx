import { type FormEvent, useId, useMemo, useState } from 'react';
import type { FormAsk, FormRequest } from '../../protocol/form.ts';
import { checkForm } from '../../protocol/form-check.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { setFormValue, useFormDrafts } from '../stores/form-drafts.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { firstDraft, valuesOf } from './draft.ts';
import { FormControl } from './form-control.tsx';
import type { Answering } from './form-dock.tsx';

type Props = {
  readonly session: SessionId;
  readonly form: FormRequest;
  readonly ask: Extract<FormAsk, { kind: 'fields' }>;
  readonly answering: Answering;
};

/** The fields, each with what is wrong with it once somebody has tried to send them. */
export function FieldsForm({ session, form, ask, answering }: Props) {
  const name = useId();
  const drafted = useFormDrafts(({ drafts }) => drafts.get(form.id)?.draft);
  const draft = useMemo(() => drafted ?? firstDraft(ask), [drafted, ask]);
  const [tried, setTried] = useState(false);
  const problems = useMemo(
    () => (tried ? checkForm(ask.fields, valuesOf(ask.fields, draft)) : null),
    [tried, ask.fields, draft],
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const values = valuesOf(ask.fields, draft);
    const found = checkForm(ask.fields, values);
    const wrong = ask.fields.findIndex((field) => found.has(field.key));
    if (wrong >= 0) document.getElementById(`${name}-${wrong}`)?.focus();
    else answering.answer({ kind: 'sent', values });
  };
  return (
    <form className="form-fields" noValidate onSubmit={submit}>
      {ask.fields.map((field, place) => (
        <FormControl
          key={field.key}
          id={`${name}-${place}`}
          field={field}
          value={draft[field.key] ?? null}
          problem={problems?.get(field.key) ?? null}
          onChange={(value) => setFormValue(session, form, field.key, value)}
        />
      ))}
      <div className="ask-actions">
        <Button look="primary" type="submit">
          {words().send}
        </Button>
        <Button onClick={() => answering.answer({ kind: 'declined' })}>{words().decline}</Button>
      </div>
    </form>
  );
}
