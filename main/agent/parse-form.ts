import {
  type FieldKind,
  type FormAsk,
  type FormFault,
  type FormField,
  type FormOffer,
  TEXT_FORMATS,
} from '../../protocol/form.ts';
import {
  FORM_CHARS_MAX,
  FORM_FIELDS_MAX,
  FORM_KEY_CHARS_MAX,
  FORM_OFFERS_MAX,
  FORM_URL_CHARS_MAX,
} from '../../protocol/limits.ts';
import { parsePattern } from '../../protocol/pattern.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { countAt, cut, isShape, numberAt, type Shape, shapeAt, textAt } from './shape.ts';

type ParsedForm = { readonly message: string; readonly ask: FormAsk };
type Field = Result<FormField, FormFault>;
type Kind = Result<FieldKind, FormFault>;

/** Names in faults are for a person and for a log line. */
const NAME_CHARS_MAX = 80;
const MALFORMED: FormFault = { code: 'malformed' };

/** The form of an `elicitation/create` (ACP schema v1, `CreateElicitationRequest`), or why it cannot be shown whole. */
export function parseForm(params: Shape): Result<ParsedForm, FormFault> {
  const message = textAt(params, 'message');
  if (message === undefined) return refuse(MALFORMED);
  const ask = askOf(params);
  if (!ask.ok) return ask;
  const parsed = { message, ask: ask.value };
  return JSON.stringify(parsed).length > FORM_CHARS_MAX ? refuse({ code: 'too-long' }) : ok(parsed);
}

function askOf(params: Shape): Result<FormAsk, FormFault> {
  const mode = params['mode'];
  if (mode === 'form') return fieldsOf(shapeAt(params, 'requestedSchema'));
  if (mode !== 'url') return refuse({ code: 'unknown-form', mode: cut(String(mode), NAME_CHARS_MAX) });
  const link = textAt(params, 'url') ?? '';
  if (link.length > FORM_URL_CHARS_MAX) return refuse({ code: 'too-long' });
  const url = URL.parse(link);
  const safe = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return safe ? ok({ kind: 'link', url: url.href }) : refuse({ code: 'bad-link' });
}

function fieldsOf(schema: Shape): Result<FormAsk, FormFault> {
  const properties = schema['properties'] ?? {};
  const required = schema['required'] ?? [];
  if ((schema['type'] ?? 'object') !== 'object' || !isShape(properties) || !isTexts(required)) return refuse(MALFORMED);
  const entries = Object.entries(properties);
  if (required.some((key) => !Object.hasOwn(properties, key))) return refuse(MALFORMED);
  if (entries.length > FORM_FIELDS_MAX) return refuse({ code: 'too-long' });
  const fields: FormField[] = [];
  for (const [key, property] of entries) {
    const field = fieldOf(key, property, required.includes(key));
    if (!field.ok) return field;
    fields.push(field.value);
  }
  return ok({
    kind: 'fields',
    title: textAt(schema, 'title') ?? null,
    help: textAt(schema, 'description') ?? null,
    fields,
  });
}

function fieldOf(key: string, property: unknown, required: boolean): Field {
  // An object with that key would have a prototype instead of a value.
  if (!isShape(property) || key === '' || key === '__proto__') return refuse(MALFORMED);
  if (key.length > FORM_KEY_CHARS_MAX) return refuse({ code: 'too-long' });
  const kind = kindOf(key, property);
  if (!kind.ok) return kind;
  const [label, help] = [textAt(property, 'title') || key, textAt(property, 'description') || null];
  return ok({ key, label, help, required, ...kind.value });
}

function kindOf(key: string, property: Shape): Kind {
  const type = property['type'];
  if (type === 'string') return textOrOneOf(key, property);
  if (type === 'array') return manyOf(key, property);
  if (type === 'boolean') return ok({ kind: 'yes-no', initial: property['default'] === true });
  if (type !== 'number' && type !== 'integer') return refuse({ code: 'unknown-field', field: nameOf(key) });
  const bound = (name: string) => numberAt(property, name) ?? null;
  return ok({
    ...{ kind: 'number', whole: type === 'integer' },
    ...{ min: bound('minimum'), max: bound('maximum'), initial: bound('default') },
  });
}

function textOrOneOf(key: string, property: Shape): Kind {
  const offers = offersAt(property, 'enum', 'oneOf');
  if (offers === 'wrong') return refuse({ code: 'unknown-field', field: nameOf(key) });
  const initial = textAt(property, 'default') ?? null;
  if (offers) return chosen(offers, { kind: 'one-of', offers, initial: isAmong(offers, initial) ? initial : null });
  const format = TEXT_FORMATS.find((known) => known === property['format']) ?? null;
  const pattern = textAt(property, 'pattern') ?? null;
  const unknown = format === null && (property['format'] ?? null) !== null;
  if (unknown || (pattern !== null && !parsePattern(pattern)))
    return refuse({ code: 'unknown-rule', field: nameOf(key) });
  const [minChars, maxChars] = [countAt(property, 'minLength') ?? null, countAt(property, 'maxLength') ?? null];
  return ok({ kind: 'text', format, minChars, maxChars, pattern, initial });
}

function manyOf(key: string, property: Shape): Kind {
  const items = shapeAt(property, 'items');
  const offers = offersAt(items, 'enum', 'anyOf');
  if (!offers || offers === 'wrong') return refuse({ code: 'unknown-field', field: nameOf(key) });
  const proposed = property['default'];
  const initial = Array.isArray(proposed)
    ? offers.map(({ value }) => value).filter((one) => proposed.includes(one))
    : [];
  const [minPicked, maxPicked] = [countAt(property, 'minItems') ?? null, countAt(property, 'maxItems') ?? null];
  return chosen(offers, { kind: 'many-of', offers, minPicked, maxPicked, initial });
}

/** Few enough to choose from; none at all cannot be answered. */
function chosen(offers: readonly FormOffer[], kind: FieldKind): Kind {
  if (offers.length === 0) return refuse(MALFORMED);
  return offers.length > FORM_OFFERS_MAX ? refuse({ code: 'too-long' }) : ok(kind);
}

/** Values alone, or with names. Undefined: neither; wrong: not of that form. */
function offersAt(shape: Shape, plain: string, named: string): readonly FormOffer[] | undefined | 'wrong' {
  const [values, titled] = [shape[plain] ?? undefined, shape[named] ?? undefined];
  if (values !== undefined && titled === undefined) {
    return isTexts(values) ? values.map((value) => ({ value, name: value, help: null })) : 'wrong';
  }
  if (titled === undefined) return undefined;
  if (values !== undefined || !Array.isArray(titled)) return 'wrong';
  const offers = titled.map(offerOf);
  return offers.every((offer) => offer !== undefined) ? offers : 'wrong';
}

function offerOf(option: unknown): FormOffer | undefined {
  const value = isShape(option) ? textAt(option, 'const') : undefined;
  if (!isShape(option) || value === undefined) return undefined;
  return { value, name: textAt(option, 'title') || value, help: textAt(option, 'description') || null };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
const isAmong = (offers: readonly FormOffer[], value: string | null) => offers.some((offer) => offer.value === value);
const nameOf = (key: string) => cut(key, NAME_CHARS_MAX);
