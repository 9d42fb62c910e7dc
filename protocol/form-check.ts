import type { FormField, FormValue, FormValues, TextFormat, TextKind } from './form.ts';
import { FORM_VALUE_CHARS_MAX, PATTERN_TEXT_CHARS_MAX } from './limits.ts';
import { matches, parsePattern } from './pattern.ts';
import { assertNever } from './result.ts';

/** What is wrong with the value of one field. */
export type FieldProblem =
  | { readonly code: 'missing' }
  | { readonly code: 'unknown' } // the form has no such field, or it takes another kind of value
  | { readonly code: 'too-short'; readonly minChars: number }
  | { readonly code: 'too-long'; readonly maxChars: number }
  | { readonly code: 'other-pattern'; readonly pattern: string }
  | { readonly code: 'other-format'; readonly format: TextFormat }
  | { readonly code: 'no-number' }
  | { readonly code: 'no-whole-number' }
  | { readonly code: 'too-small'; readonly min: number }
  | { readonly code: 'too-great'; readonly max: number }
  | { readonly code: 'not-among' } // what the agent offers
  | { readonly code: 'too-few'; readonly minPicked: number }
  | { readonly code: 'too-many'; readonly maxPicked: number };

export type FormProblems = ReadonlyMap<string, FieldProblem>;

/** What is wrong with the values of a form, by the key of the field; empty when it may be sent. */
export function checkForm(fields: readonly FormField[], values: FormValues): FormProblems {
  const problems = new Map<string, FieldProblem>();
  const keys = new Set(fields.map((field) => field.key));
  for (const key of Object.keys(values)) if (!keys.has(key)) problems.set(key, { code: 'unknown' });
  for (const field of fields) {
    const value = Object.hasOwn(values, field.key) ? values[field.key] : undefined;
    const problem = value === undefined ? absent(field) : wrong(field, value);
    if (problem) problems.set(field.key, problem);
  }
  return problems;
}

const absent = (field: FormField): FieldProblem | undefined => (field.required ? { code: 'missing' } : undefined);

function wrong(field: FormField, value: FormValue): FieldProblem | undefined {
  switch (field.kind) {
    case 'text':
      if (typeof value !== 'string') return { code: 'unknown' };
      return value === '' && field.required ? { code: 'missing' } : wrongText(field, value);
    case 'number':
      return wrongNumber(field, value);
    case 'yes-no':
      return typeof value === 'boolean' ? undefined : { code: 'unknown' };
    case 'one-of':
      return field.offers.some((offer) => offer.value === value) ? undefined : { code: 'not-among' };
    case 'many-of':
      return wrongPick(field, value);
    default:
      return assertNever(field);
  }
}

function wrongText({ format, minChars, maxChars, pattern }: TextKind, value: string): FieldProblem | undefined {
  const most = pattern === null ? FORM_VALUE_CHARS_MAX : PATTERN_TEXT_CHARS_MAX;
  if (value.length > most) return { code: 'too-long', maxChars: most };
  const chars = [...value].length;
  if (minChars !== null && chars < minChars) return { code: 'too-short', minChars };
  if (maxChars !== null && chars > maxChars) return { code: 'too-long', maxChars };
  if (format !== null && !FORMATS[format](value)) return { code: 'other-format', format };
  if (pattern === null) return undefined;
  const parsed = parsePattern(pattern);
  return parsed && matches(parsed, value) ? undefined : { code: 'other-pattern', pattern };
}

/** What an agent can rely on; more than that only the world can say of an address. */
const FORMATS: { readonly [Format in TextFormat]: (value: string) => boolean } = {
  email: (value) => /^[^\s@]+@[^\s@]+$/.test(value),
  uri: (value) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(value),
  date: isDate,
  // RFC 3339, as JSON Schema wants it: with seconds and an offset.
  'date-time': (value) => {
    const [, date = '', hours = '', rest] =
      /^(\d{4}-\d\d-\d\d)[Tt](\d\d)(:[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:[0-5]\d))$/.exec(value) ?? [];
    return rest !== undefined && isDate(date) && Number(hours) < 24;
  },
};

function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function wrongNumber(
  { whole, min, max }: Extract<FormField, { kind: 'number' }>,
  value: FormValue,
): FieldProblem | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'no-number' };
  if (whole && !Number.isSafeInteger(value)) return { code: 'no-whole-number' };
  if (min !== null && value < min) return { code: 'too-small', min };
  if (max !== null && value > max) return { code: 'too-great', max };
  return undefined;
}

function wrongPick(
  { offers, minPicked, maxPicked }: Extract<FormField, { kind: 'many-of' }>,
  value: FormValue,
): FieldProblem | undefined {
  if (typeof value !== 'object') return { code: 'unknown' };
  const among = value.every((picked) => offers.some((offer) => offer.value === picked));
  if (!among || new Set(value).size < value.length) return { code: 'not-among' };
  if (minPicked !== null && value.length < minPicked) return { code: 'too-few', minPicked };
  if (maxPicked !== null && value.length > maxPicked) return { code: 'too-many', maxPicked };
  return undefined;
}
