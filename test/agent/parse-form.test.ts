import { expect, test } from 'vitest';
import { parseForm } from '../../main/agent/parse-form.ts';
import { FORM_CHARS_MAX, FORM_FIELDS_MAX, FORM_OFFERS_MAX, FORM_URL_CHARS_MAX } from '../../protocol/limits.ts';

const form = (properties: unknown, more: object = {}) =>
  parseForm({ mode: 'form', message: 'Go on', requestedSchema: { type: 'object', properties, ...more } });
const link = (url: string) => parseForm({ mode: 'url', message: 'Go', elicitationId: 'e', url });
const fieldOf = (property: object) => {
  const parsed = form({ x: property });
  return parsed.ok && parsed.value.ask.kind === 'fields' ? parsed.value.ask.fields[0] : parsed;
};
const faultOf = (parsed: ReturnType<typeof parseForm>) => (parsed.ok ? undefined : parsed.refusal.code);

const OFFERS = [
  { value: 'a', name: 'a', help: null },
  { value: 'b', name: 'b', help: null },
];
const TITLED = [{ const: 'a', title: 'The A', description: 'First' }];
const NAMED = [{ value: 'a', name: 'The A', help: 'First' }];

/** Every shape of property that the protocol has, and the field that it becomes. */
const TABLE: readonly (readonly [property: object, field: object])[] = [
  [
    {
      type: 'string',
      title: 'X',
      description: 'Help',
      minLength: 1,
      maxLength: 9,
      pattern: '^a',
      format: 'uri',
      default: 'u:a',
    },
    {
      ...{ key: 'x', label: 'X', help: 'Help', required: false, kind: 'text' },
      ...{ format: 'uri', minChars: 1, maxChars: 9, pattern: '^a', initial: 'u:a' },
    },
  ],
  [
    { type: 'string', title: null, format: null, default: 7 },
    { label: 'x', help: null, format: null, initial: null },
  ],
  [
    { type: 'integer', minimum: 1, maximum: 9, default: 3 },
    { kind: 'number', whole: true, min: 1, max: 9, initial: 3 },
  ],
  [{ type: 'number' }, { kind: 'number', whole: false, min: null, max: null, initial: null }],
  [
    { type: 'boolean', default: true },
    { kind: 'yes-no', initial: true },
  ],
  [{ type: 'boolean' }, { kind: 'yes-no', initial: false }],
  [
    { type: 'string', enum: ['a', 'b'], default: 'b' },
    { kind: 'one-of', offers: OFFERS, initial: 'b' },
  ],
  [
    { type: 'string', oneOf: TITLED, default: 'z' },
    { kind: 'one-of', offers: NAMED, initial: null },
  ],
  [
    { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, minItems: 1, maxItems: 2, default: ['b', 'z'] },
    { kind: 'many-of', offers: OFFERS, minPicked: 1, maxPicked: 2, initial: ['b'] },
  ],
  [
    { type: 'array', items: { anyOf: TITLED } },
    { kind: 'many-of', offers: NAMED, minPicked: null, initial: [] },
  ],
];

test.each(TABLE)('[S4.4] every kind of field of the protocol is read: %j', (property, field) => {
  expect(fieldOf(property)).toMatchObject(field);
});

test.each([
  [{ type: 'object' }, 'unknown-field'],
  [{}, 'unknown-field'],
  [{ type: 'array', items: { type: 'number' } }, 'unknown-field'],
  [{ type: 'string', oneOf: [{ title: 'No value' }] }, 'unknown-field'],
  [{ type: 'string', enum: ['a'], oneOf: TITLED }, 'unknown-field'],
  [{ type: 'string', format: 'colour' }, 'unknown-rule'],
  [{ type: 'string', pattern: '(' }, 'unknown-rule'],
  [{ type: 'string', enum: [] }, 'malformed'],
  [7, 'malformed'],
])('[S4.4] a field that cannot be shown or checked takes the whole form with it: %j', (property, code) => {
  expect(faultOf(form({ fine: { type: 'boolean' }, x: property }))).toBe(code);
});

test('[S4.4] a form of no shape that the protocol has is malformed', () => {
  const strange = JSON.parse('{"__proto__":{"type":"string"}}') as object;
  const all = [
    parseForm({ mode: 'form', requestedSchema: {} }),
    form({}, { required: ['y'] }),
    form({}, { required: 'x' }),
    form([]),
    form({}, { type: 'array' }),
    form(strange),
    form({ '': { type: 'string' } }),
  ];
  expect(all.map(faultOf)).toEqual(all.map(() => 'malformed'));
  expect(form({ x: { type: 'string' } }, { required: ['x'], title: 'T', description: 'D' })).toMatchObject({
    value: { message: 'Go on', ask: { title: 'T', help: 'D', fields: [{ required: true }] } },
  });
  expect(parseForm({ mode: 'form', message: 'Go on?', requestedSchema: {} }).ok).toBe(true);
});

test('[S4.4] a form is never cut: beyond what a person can read it is refused', () => {
  const boolean = { type: 'boolean' };
  const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, boolean]));
  const offers = (count: number) => ({ x: { type: 'string', enum: Array.from({ length: count }, (_, n) => `o${n}`) } });
  const fits = [fields(FORM_FIELDS_MAX), offers(FORM_OFFERS_MAX)].map((properties) => form(properties).ok);
  const not = [
    fields(FORM_FIELDS_MAX + 1),
    offers(FORM_OFFERS_MAX + 1),
    { x: { ...boolean, title: 'x'.repeat(FORM_CHARS_MAX) } },
  ];
  expect(fits).toEqual([true, true]);
  expect(not.map((properties) => faultOf(form(properties)))).toEqual(['too-long', 'too-long', 'too-long']);
  expect(faultOf(link(`https://example.com/${'x'.repeat(FORM_URL_CHARS_MAX)}`))).toBe('too-long');
});

test('[S4.4] an address is shown as it will be opened, and only a plain web address is', () => {
  expect(link('HTTPS://exämple.com/a b')).toMatchObject({
    value: { ask: { url: 'https://xn--exmple-cua.com/a%20b' } },
  });
  const bad = ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'https://bank.com@evil.com/', 'no', ''];
  expect(bad.map((url) => faultOf(link(url)))).toEqual(bad.map(() => 'bad-link'));
});
