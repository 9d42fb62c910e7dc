import { beforeEach, expect, test } from 'vitest';
import type { FieldKind, FormAsk, FormField, FormRequest } from '../../../protocol/form.ts';
import { checkForm } from '../../../protocol/form-check.ts';
import { requestIdOf, sessionIdOf } from '../../../protocol/ids.ts';
import type { PermissionRequest } from '../../../protocol/permission.ts';
import { firstDraft, valuesOf } from '../../../renderer/forms/draft.ts';
import { nextForm } from '../../../renderer/forms/next-form.ts';
import { keepOpenForms, setFormValue, useFormDrafts } from '../../../renderer/stores/form-drafts.ts';
import { itemIdNumber, turnIdNumber, ulidOf } from '../../support/arbitraries.ts';

const field = (key: string, kind: FieldKind, required = false): FormField => ({
  ...{ key, label: key, help: null, required },
  ...kind,
});
const TEXT = { kind: 'text', format: null, minChars: null, maxChars: null, pattern: null, initial: null } as const;
const NUMBER = { kind: 'number', whole: false, min: null, max: null, initial: null } as const;
const OFFERS = ['', 'b'].map((value) => ({ value, name: value, help: null }));
const FIELDS = [
  field('text', TEXT),
  field('number', { ...NUMBER, initial: 0 }),
  field('when', { ...TEXT, format: 'date-time', initial: '2026-03-04T05:06:07Z' }),
  field('yes', { kind: 'yes-no', initial: false }),
  field('one', { kind: 'one-of', offers: OFFERS, initial: null }),
  field('many', { kind: 'many-of', offers: OFFERS, minPicked: 1, maxPicked: null, initial: [] }),
];
const ASK: FormAsk = { kind: 'fields', title: null, help: null, fields: FIELDS };
const form = (n: number, at = n): FormRequest => ({
  ...{ id: requestIdOf(ulidOf(n)), turn: turnIdNumber(0), message: 'Go on', ask: ASK, at },
});

beforeEach(() => useFormDrafts.setState({ drafts: new Map() }));

test('[S4.4] what the agent proposes is sent as it was proposed, and what is empty is left out', () => {
  const values = valuesOf(FIELDS, firstDraft(ASK));
  expect(values).toEqual({ number: 0, when: '2026-03-04T05:06:07.000Z', yes: false });
  expect(checkForm(FIELDS, values).size).toBe(0);
});

test('[S4.4] numbers are read from what is typed, a time is told with its zone, an empty offer is a choice', () => {
  const drafted = { text: ' ', number: ' 1.5 ', when: '2026-03-04T05:06', yes: true, one: '', many: ['b'] };
  const when = new Date('2026-03-04T05:06').toISOString();
  expect(valuesOf(FIELDS, drafted)).toEqual({ text: ' ', number: 1.5, when, yes: true, one: '', many: ['b'] });
});

test('[S4.4] what is typed is never swallowed: it is found wrong instead', () => {
  const drafted = { number: '1,5', when: 'soon' };
  const problems = checkForm(FIELDS, valuesOf(FIELDS, drafted));
  expect([...problems].map(([key, { code }]) => [key, code])).toEqual([
    ['number', 'no-number'],
    ['when', 'other-format'],
  ]);
});

test('[S4.4] what is typed into a form is kept while it is open, and no longer', () => {
  const [one, other] = [sessionIdOf(ulidOf(1)), sessionIdOf(ulidOf(2))];
  setFormValue(one, form(1), 'text', 'secret');
  setFormValue(other, form(2), 'text', 'words');
  keepOpenForms(one, [form(1)]);
  const kept = useFormDrafts.getState().drafts.get(form(1).id);
  expect(kept?.draft).toEqual({ ...firstDraft(ASK), text: 'secret' });
  keepOpenForms(one, []);
  expect([...useFormDrafts.getState().drafts.keys()]).toEqual([form(2).id]);
});

test('[S4.4] of forms that were begun only so many are held, and the one that was changed last is among them', () => {
  const session = sessionIdOf(ulidOf(1));
  setFormValue(session, form(1), 'text', 'a');
  for (let n = 2; n <= 32; n += 1) setFormValue(session, form(n), 'text', 'a');
  setFormValue(session, form(1), 'text', 'b');
  setFormValue(session, form(33), 'text', 'a');
  const { drafts } = useFormDrafts.getState();
  expect([drafts.size, drafts.has(form(1).id), drafts.has(form(2).id)]).toEqual([32, true, false]);
});

test('[S4.4] a form is shown before the permissions that were asked for later, and after earlier ones', () => {
  const permission: PermissionRequest = {
    ...{ id: requestIdOf(ulidOf(9)), turn: turnIdNumber(0), item: itemIdNumber(0), title: 'Run', command: null },
    ...{ folder: '/', options: [], at: 5 },
  };
  expect(nextForm({ forms: [form(1, 4), form(2, 5)], requests: [permission] })?.id).toBe(form(1).id);
  expect(nextForm({ forms: [form(1, 6)], requests: [permission] })).toBeUndefined();
  expect(nextForm({ forms: [form(1, 6)], requests: [] })?.id).toBe(form(1).id);
  expect(nextForm({ forms: [], requests: [] })).toBeUndefined();
});
