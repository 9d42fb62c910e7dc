import type { FormAsk, FormField, FormValue, FormValues } from '../../protocol/form.ts';

/** What a person has filled in so far: texts as typed, null where nothing is chosen yet. */
export type DraftValue = string | boolean | readonly string[] | null;
export type Draft = Readonly<Record<string, DraftValue>>;

/** What the agent proposes, before anybody has changed it. */
export function firstDraft(ask: FormAsk): Draft {
  return ask.kind === 'link' ? {} : Object.fromEntries(ask.fields.map((field) => [field.key, firstOf(field)]));
}

function firstOf(field: FormField): DraftValue {
  if (field.kind === 'number') return field.initial === null ? '' : String(field.initial);
  if (field.kind !== 'text') return field.initial;
  return field.format === 'date-time' ? localTime(field.initial ?? '') : (field.initial ?? '');
}

/** The values of an answer. What was left empty is not in it; a text that is no number stays one, to be found wrong. */
export function valuesOf(fields: readonly FormField[], draft: Draft): FormValues {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = answerOf(field, draft[field.key] ?? null);
      return value === undefined ? [] : [[field.key, value] as const];
    }),
  );
}

function answerOf(field: FormField, drafted: DraftValue): FormValue | undefined {
  if (drafted === null) return undefined;
  if (typeof drafted === 'object') return drafted.length === 0 && !field.required ? undefined : drafted;
  if (typeof drafted === 'boolean' || field.kind === 'one-of') return drafted;
  if (drafted.trim() === '' && (field.kind === 'number' || drafted === '')) return undefined;
  if (field.kind === 'number') return Number.isNaN(Number(drafted)) ? drafted : Number(drafted);
  return field.kind === 'text' && field.format === 'date-time' ? worldTime(drafted) : drafted;
}

/** As a control for dates and times has it: in the time of this place, without a zone. Empty for what is no time. */
function localTime(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

function worldTime(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? local : date.toISOString();
}
