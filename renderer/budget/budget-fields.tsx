import { useId } from 'react';
import type { TreeBudget } from '../../protocol/budget.ts';
import { SelectField } from '../ui/select-field.tsx';
import { words } from '../words/words.ts';
import { BudgetBar } from './budget-meter.tsx';
import { type BudgetDraft, LIMITS, type Limit, type ReadDraft, readDraft } from './draft.ts';
import { costIn, levelOf, type Standing, standings, takenOf } from './standing.ts';
import './budget.css';

type Taken = Pick<TreeBudget, 'use' | 'deepest'>;
type Props = {
  readonly draft: BudgetDraft;
  /** What the tree has taken; null: of trees that are not there yet. */
  readonly taken: Taken | null;
  onChange(draft: BudgetDraft): void;
};

const CURRENCIES = ['USD', 'EUR', 'GBP', 'CNY', 'JPY'] as const;

/** A line for each thing that can be limited: what it may be, and how much of it was taken. */
export function BudgetFields({ draft, taken, onChange }: Props) {
  const read = readDraft(draft);
  return (
    <div className="budget-fields">
      {LIMITS.map((limit) => (
        <LimitField key={limit} {...{ limit, draft, read, taken, onChange }} />
      ))}
    </div>
  );
}

type FieldProps = Props & { readonly limit: Limit; readonly read: ReadDraft };

function LimitField({ limit, draft, read, taken, onChange }: FieldProps) {
  const id = useId();
  const wrong = read.wrong.includes(limit);
  const standing = taken && standings(read.budget, taken).find((one) => one.limit === limit);
  const note = wrong ? words().budgetWrong(limit) : noteOf(limit, read, taken, standing ?? undefined);
  return (
    <div className="budget-line">
      <label className="field-label" htmlFor={id}>
        {words().budgetLimit(limit)}
      </label>
      <div className="budget-value">
        <input
          id={id}
          className="field"
          value={draft[limit]}
          placeholder={words().noLimit}
          inputMode={limit === 'tokens' ? 'text' : 'decimal'}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={wrong}
          aria-describedby={`${id}-unit ${id}-note`}
          onChange={(event) => onChange({ ...draft, [limit]: event.currentTarget.value })}
        />
        {limit === 'cost' && <Currency draft={draft} taken={taken} onChange={onChange} />}
        <span id={`${id}-unit`} className="field-help">
          {words().budgetUnit(limit)}
        </span>
      </div>
      {taken && (
        <div className="budget-taken">
          {standing ? <BudgetBar standing={standing} /> : <span className="usage-bar budget-bar" aria-hidden />}
          <span>{words().budgetSoFar(takenOf(limit, taken))}</span>
        </div>
      )}
      <p id={`${id}-note`} className={`field-help budget-note${wrong ? ' budget-wrong' : ''}`} aria-live="polite">
        {note}
      </p>
    </div>
  );
}

/** What a person should know of a limit before it holds. */
function noteOf(limit: Limit, { budget }: ReadDraft, taken: Taken | null, standing: Standing | undefined): string {
  if (!taken || !standing || limit === 'depth') return '';
  if (levelOf(standing) === 'over') return limit === 'children' ? words().budgetGrown : words().budgetOverNow;
  const { use } = taken;
  const currency = budget.cost?.currency;
  if (limit === 'cost' && currency !== undefined && !costIn(use, currency)) return words().costUnreported(currency);
  return limit === 'tokens' && use.tokens === 0 ? words().tokensUnreported : '';
}

function Currency({ draft, taken, onChange }: Props) {
  const reported = (taken?.use.cost ?? []).map(({ currency }) => currency);
  const all = [...new Set([...reported, draft.currency, ...CURRENCIES])];
  return (
    <SelectField
      label={words().currency}
      unseenLabel
      value={draft.currency}
      options={all.map((value) => ({ value, text: value }))}
      onChange={(currency) => onChange({ ...draft, currency })}
    />
  );
}
