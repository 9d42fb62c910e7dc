import { expect, test } from 'vitest';
import type { FieldKind, FormField, FormValue } from '../../protocol/form.ts';
import { checkForm } from '../../protocol/form-check.ts';
import { FORM_VALUE_CHARS_MAX, PATTERN_TEXT_CHARS_MAX } from '../../protocol/limits.ts';

const field = (kind: FieldKind, required = false): FormField => ({
  ...{ key: 'x', label: 'X', help: null, required },
  ...kind,
});
const TEXT = { kind: 'text', format: null, minChars: null, maxChars: null, pattern: null, initial: null } as const;
const NUMBER = { kind: 'number', whole: false, min: null, max: null, initial: null } as const;
const OFFERS = ['a', 'b', 'c'].map((value) => ({ value, name: value, help: null }));
const ONE = { kind: 'one-of', offers: OFFERS, initial: null } as const;
const MANY = { kind: 'many-of', offers: OFFERS, minPicked: null, maxPicked: null, initial: [] } as const;

const problem = (kind: FieldKind, value: FormValue, required = false) =>
  checkForm([field(kind, required)], { x: value }).get('x');

/** Of each kind: a value, and what is wrong with it. */
const TABLE: readonly (readonly [kind: FieldKind, value: FormValue, code: string | undefined])[] = [
  [TEXT, 'words', undefined],
  [TEXT, 7, 'unknown'],
  [TEXT, 'x'.repeat(FORM_VALUE_CHARS_MAX + 1), 'too-long'],
  [{ ...TEXT, minChars: 2 }, '😀', 'too-short'],
  [{ ...TEXT, maxChars: 1 }, '😀', undefined],
  [{ ...TEXT, maxChars: 1 }, 'ab', 'too-long'],
  [{ ...TEXT, pattern: '^[a-z]+(-[a-z]+)*$' }, 'one-two', undefined],
  [{ ...TEXT, pattern: '^[a-z]+(-[a-z]+)*$' }, 'one--two', 'other-pattern'],
  [{ ...TEXT, pattern: '.' }, 'x'.repeat(PATTERN_TEXT_CHARS_MAX + 1), 'too-long'],
  [{ ...TEXT, pattern: '(?=a)a' }, 'a', 'other-pattern'],
  [{ ...TEXT, format: 'email' }, 'ada@example.com', undefined],
  [{ ...TEXT, format: 'email' }, 'ada', 'other-format'],
  [{ ...TEXT, format: 'uri' }, 'https://example.com/a?b', undefined],
  [{ ...TEXT, format: 'uri' }, 'example.com', 'other-format'],
  [{ ...TEXT, format: 'date' }, '2024-02-29', undefined],
  [{ ...TEXT, format: 'date' }, '2023-02-29', 'other-format'],
  [{ ...TEXT, format: 'date-time' }, '2024-02-29T23:59:59.5+01:00', undefined],
  [{ ...TEXT, format: 'date-time' }, '2024-02-29T24:00:00Z', 'other-format'],
  [{ ...TEXT, format: 'date-time' }, '2024-02-29T10:00', 'other-format'],
  [NUMBER, 1.5, undefined],
  [NUMBER, '1.5', 'no-number'],
  [NUMBER, Number.POSITIVE_INFINITY, 'no-number'],
  [{ ...NUMBER, whole: true }, 1.5, 'no-whole-number'],
  [{ ...NUMBER, min: 0 }, 0, undefined],
  [{ ...NUMBER, min: 0 }, -1, 'too-small'],
  [{ ...NUMBER, max: 9 }, 10, 'too-great'],
  [{ kind: 'yes-no', initial: false }, false, undefined],
  [{ kind: 'yes-no', initial: false }, 'yes', 'unknown'],
  [ONE, 'b', undefined],
  [ONE, 'd', 'not-among'],
  [ONE, ['b'], 'not-among'],
  [MANY, [], undefined],
  [MANY, ['a', 'c'], undefined],
  [MANY, 'a', 'unknown'],
  [MANY, ['a', 'd'], 'not-among'],
  [MANY, ['a', 'a'], 'not-among'],
  [{ ...MANY, minPicked: 2 }, ['a'], 'too-few'],
  [{ ...MANY, maxPicked: 1 }, ['a', 'b'], 'too-many'],
];

test.each(TABLE)('[S4.4] a value fits its field or says why not: %j %j', (kind, value, code) => {
  expect(problem(kind, value)?.code).toBe(code);
});

test('[S4.4] what must be filled in is missing when it is not there or empty; all else may be left out', () => {
  const fields = [TEXT, NUMBER, ONE, MANY].map((kind, n) => ({ ...field(kind, true), key: `k${n}` }));
  expect([...checkForm(fields, { k0: '', k3: [] })]).toEqual(
    ['k0', 'k1', 'k2'].map((key) => [key, { code: 'missing' }]),
  );
  expect(
    checkForm(
      fields.map((one) => ({ ...one, required: false })),
      {},
    ).size,
  ).toBe(0);
});

test('[S4.4] a value of no field does not fit, be it one that every object has', () => {
  expect([...checkForm([], { y: 1 })]).toEqual([['y', { code: 'unknown' }]]);
  expect([...checkForm([{ ...field(TEXT, true), key: 'constructor' }], {})]).toEqual([
    ['constructor', { code: 'missing' }],
  ]);
});
