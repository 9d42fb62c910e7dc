import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { activityOf } from '../../protocol/activity.ts';
import type { FormAnswer, FormAsk } from '../../protocol/form.ts';
import { type RequestId, requestIdOf, type SessionId, type TurnId } from '../../protocol/ids.ts';
import { FORMS_MAX } from '../../protocol/limits.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, ENDED, said, stateOf } from './reports.ts';

const hosts: SessionHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

const PORT: FormAsk = {
  ...{ kind: 'fields', title: null, help: null },
  fields: [
    {
      ...{ key: 'port', label: 'Port', help: null, required: true, kind: 'number', whole: true },
      ...{ min: 1, max: 99_999, initial: null },
    },
  ],
};
const idOf = (n: number) => requestIdOf(ulidOf(n));
const formAsked = (n: number, ask = PORT) =>
  ({ type: 'form-asked', question: { id: idOf(n), message: 'Which port?', ask } }) as const;
const sent = (port: number | string): FormAnswer => ({ kind: 'sent', values: { port } });

type Asking = { readonly host: SessionHost; readonly sessionId: SessionId; readonly turn: TurnId };

/** A turn that asks this many forms. */
function asking(forms = 1): Asking {
  const host = openSessionHost();
  hosts.push(host);
  const sessionId = host.create();
  const turn = host.prompt(sessionId, 'Go');
  host.report(sessionId, turn, { type: 'moved', phase: { kind: 'running', heard: false } });
  for (let n = 1; n <= forms; n += 1) host.report(sessionId, turn, formAsked(n));
  return { host, sessionId, turn };
}

const answer = ({ host, sessionId }: Asking, requestId: RequestId, given: FormAnswer) =>
  host.service.dispatch({ type: 'answer-form', sessionId, requestId, answer: given });
const openForms = ({ host, sessionId }: Asking) => stateOf(host, sessionId).head.forms.map(({ id }) => id);

test('[S4.4] an open form is in the head with its turn, wants a person, and makes the session unread', () => {
  const one = asking();
  const { head } = stateOf(one.host, one.sessionId);
  expect(head.forms).toEqual([
    { id: idOf(1), message: 'Which port?', ask: PORT, turn: one.turn, at: expect.any(Number) },
  ]);
  expect([activityOf(head), head.unread]).toEqual([{ kind: 'asking' }, true]);
  expect(one.host.service.list({ after: null, limit: 5, shelf: 'open', hidden: false }).sessions).toMatchObject([
    { activity: { kind: 'asking' }, unread: true },
  ]);
});

test('[S4.4] the first answer counts: the agent gets it once, and a later one is refused', () => {
  const one = asking();
  expect(answer(one, idOf(1), sent(8080)).ok).toBe(true);
  expect(answer(one, idOf(1), { kind: 'declined' })).toMatchObject({ refusal: { code: 'already-answered' } });
  expect(one.host.runner.forms).toEqual([[one.sessionId, idOf(1), sent(8080)]]);
  expect(openForms(one)).toEqual([]);
});

test('[S4.4] values that do not fit are refused by the names of their fields, the form stays open, and no agent hears of them', () => {
  const one = asking();
  expect(answer(one, idOf(1), sent('eighty'))).toEqual({
    ok: false,
    refusal: { code: 'form-unfit', fields: ['Port'] },
  });
  const strange = { kind: 'sent', values: { port: 80, extra: true } } as const;
  expect(answer(one, idOf(1), strange)).toMatchObject({ refusal: { fields: ['extra'] } });
  expect([openForms(one), one.host.runner.forms]).toEqual([[idOf(1)], []]);
});

test('[S4.4] what is filled in is the agent’s alone: it stands in no file', () => {
  const one = asking();
  const secret = 54_321;
  expect(answer(one, idOf(1), sent(secret)).ok).toBe(true);
  const files = readdirSync(one.host.folder).map((name) => readFileSync(join(one.host.folder, name)));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(file.includes(String(secret))).toBe(false);
});

test.each(['sent', 'cancelled'] as const)(
  '[S4.4] a form that the agent closes as %s is open no longer, once',
  (how) => {
    const one = asking(2);
    const close = { type: 'form-closed', requestId: idOf(1), how } as const;
    one.host.report(one.sessionId, one.turn, close, close);
    expect(openForms(one)).toEqual([idOf(2)]);
  },
);

test('[S4.4] a stop cancels all open forms at once, and while it stops no other one opens', () => {
  const one = asking(2);
  expect(one.host.service.dispatch({ type: 'stop', sessionId: one.sessionId }).ok).toBe(true);
  one.host.report(one.sessionId, one.turn, formAsked(3));
  expect(openForms(one)).toEqual([]);
  expect(answer(one, idOf(1), sent(1))).toMatchObject({ refusal: { code: 'already-answered' } });
});

test('[S4.4] the end of a turn cancels its forms, and a later one of it is not asked', () => {
  const one = asking();
  one.host.report(one.sessionId, one.turn, ENDED, formAsked(2), { type: 'form-refused', fault: { code: 'malformed' } });
  expect(openForms(one)).toEqual([]);
  expect(stateOf(one.host, one.sessionId).items.map(({ kind }) => kind)).toEqual(['prompt']);
});

test('[S4.4] a crash of the host cancels the forms of the turn that it interrupts', () => {
  const one = asking();
  const { folder } = one.host;
  one.host.abandon();
  const again = openSessionHost({ folder, firstId: 500 });
  hosts.splice(0, 1, again);
  const { head } = stateOf(again, one.sessionId);
  expect([head.forms, activityOf(head)]).toEqual([[], { kind: 'interrupted' }]);
});

test('[S4.4] time alone answers nothing', () => {
  const one = asking();
  one.host.clock.advance(30 * 24 * 60 * 60 * 1_000);
  expect([openForms(one), one.host.runner.forms]).toEqual([[idOf(1)], []]);
});

test('[S4.4] at most so many forms are open, and permissions do not count among them', () => {
  const one = asking(FORMS_MAX + 2);
  one.host.report(one.sessionId, one.turn, asked(99));
  const { head } = stateOf(one.host, one.sessionId);
  expect([head.forms.length, head.requests.length]).toEqual([FORMS_MAX, 1]);
});

test('[S4.4] a form that cannot be shown leaves a line in the transcript where it was asked', () => {
  const one = asking(0);
  const fault = { code: 'unknown-field', field: 'photo' } as const;
  one.host.report(one.sessionId, one.turn, said('before'), { type: 'form-refused', fault }, said('after'));
  const items = stateOf(one.host, one.sessionId).items.slice(1);
  expect(items).toMatchObject([{ kind: 'reply' }, { notice: { code: 'form-refused', fault } }, { kind: 'reply' }]);
  expect(openForms(one)).toEqual([]);
});
