import type { KeyboardEvent, ReactNode } from 'react';
import type { FormField } from '../../protocol/form.ts';
import type { FieldProblem } from '../../protocol/form-check.ts';
import { assertNever } from '../../protocol/result.ts';
import { words } from '../words/words.ts';
import { Choices, ManyChoices } from './choices.tsx';
import type { DraftValue } from './draft.ts';

/** A text that may be longer than this, or as long as it likes, gets room to grow. */
const LINE_CHARS = 120;

export type ControlProps<Field extends FormField = FormField> = {
  /** Of the control that takes the focus; its help and its problem go by `<id>-help` and `<id>-problem`. */
  readonly id: string;
  readonly field: Field;
  readonly value: DraftValue;
  readonly problem: FieldProblem | null;
  onChange(value: DraftValue): void;
};

export function FormControl({ field, ...rest }: ControlProps) {
  switch (field.kind) {
    case 'text':
    case 'number':
      return <TextControl {...rest} field={field} />;
    case 'yes-no':
      return <YesNo {...rest} field={field} />;
    case 'one-of':
      return <Choices {...rest} field={field} />;
    case 'many-of':
      return <ManyChoices {...rest} field={field} />;
    default:
      return assertNever(field);
  }
}

/** What a control says of itself to those who cannot see what stands around it. */
export const described = ({ id, field, problem }: Pick<ControlProps, 'id' | 'field' | 'problem'>) => {
  const by = [field.help !== null && `${id}-help`, problem !== null && `${id}-problem`].filter(Boolean).join(' ');
  return by === '' ? undefined : by;
};

/** The field's name with whether it may be left out. */
export const Named = ({ field }: { readonly field: FormField }): ReactNode => (
  <>
    {field.label}
    {!field.required && <span className="form-optional"> {words().optional}</span>}
  </>
);

/** What the agent says of the field, and what is wrong with it. */
export function Notes({ id, field, problem }: Pick<ControlProps, 'id' | 'field' | 'problem'>): ReactNode {
  return (
    <>
      {field.help !== null && (
        <p id={`${id}-help`} className="field-help">
          {field.help}
        </p>
      )}
      {problem !== null && (
        <p id={`${id}-problem`} className="form-problem">
          {words().formProblem(problem)}
        </p>
      )}
    </>
  );
}

type Typed = Extract<FormField, { kind: 'text' | 'number' }>;

function TextControl(props: ControlProps<Typed>) {
  const { id, field, value, problem, onChange } = props;
  const shared = {
    id,
    value: typeof value === 'string' ? value : '',
    spellCheck: false,
    autoComplete: 'off',
    'aria-describedby': described(props),
    'aria-invalid': problem !== null,
    'aria-required': field.required,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => onChange(event.currentTarget.value),
  };
  return (
    <div className="field-block">
      <label className="field-label" htmlFor={id}>
        <Named field={field} />
      </label>
      {isLong(field) ? (
        <textarea {...shared} rows={1} className="field-area form-area" onKeyDown={sendOnEnter} />
      ) : (
        <input {...shared} {...inputOf(field)} className="field" />
      )}
      <Notes {...props} />
    </div>
  );
}

const isLong = (field: Typed) =>
  field.kind === 'text' && field.format === null && field.pattern === null && (field.maxChars ?? Infinity) > LINE_CHARS;

/** Dates are picked; all else is typed as text, so that what is wrong with it can be said instead of swallowed. */
function inputOf(field: Typed): {
  readonly type: string;
  readonly inputMode?: 'decimal' | 'email' | 'url';
  readonly step?: number;
} {
  if (field.kind === 'number') return { type: 'text', inputMode: 'decimal' };
  if (field.format === 'date') return { type: 'date' };
  if (field.format === 'date-time') return { type: 'datetime-local', step: 1 };
  if (field.format === 'email') return { type: 'text', inputMode: 'email' };
  return field.format === 'uri' ? { type: 'text', inputMode: 'url' } : { type: 'text' };
}

/** As in the composer: Enter sends, Shift+Enter is a new line. */
function sendOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

function YesNo(props: ControlProps<Extract<FormField, { kind: 'yes-no' }>>) {
  const { id, field, value, onChange } = props;
  return (
    <div className="field-block">
      <label className="form-choice">
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          aria-describedby={described(props)}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{field.label}</span>
      </label>
      <Notes {...props} />
    </div>
  );
}
