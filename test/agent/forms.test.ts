import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FormQuestion } from '../../main/session/runner-ports.ts';
import type { FormAnswer } from '../../protocol/form.ts';
import { FORMS_MAX } from '../../protocol/limits.ts';
import { RecordedTurns, script } from '../support/recorded-turns.ts';
import type { Step } from '../support/scripted-agent.ts';

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns();
});
afterEach(() => turns.close());

const NAME = { type: 'string', title: 'Your name' };
const schema = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const elicit = (properties: object, more: object = {}): Step => ({
  do: 'elicit',
  form: { mode: 'form', message: 'Who are you?', requestedSchema: schema(properties) },
  ...more,
});
const LINK = { mode: 'url', message: 'Sign in', url: 'https://Example.com/in', elicitationId: 'e-1' };
const CANCELLED = '{"action":"cancel"}\n';

type Run = ReturnType<typeof turns.start>;
const form = (run: Run, index = 0): Promise<FormQuestion> =>
  turns.until(() => turns.of(run).filter((report) => report.type === 'form-asked')[index]?.question);
const closed = (run: Run) => turns.of(run).filter((report) => report.type === 'form-closed');

async function answered(step: Step, answer: FormAnswer): Promise<unknown> {
  const run = turns.start(script(step));
  const { id } = await form(run);
  turns.runner.answerForm(run.sessionId, id, answer);
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  return JSON.parse(turns.text(run));
}

test('[S4.4] a form reaches the session after what was said before it, and the agent is told what was filled in', async () => {
  const run = turns.start(script({ do: 'say', text: 'First' }, elicit({ name: NAME })));
  const question = await form(run);
  expect(question).toEqual({
    id: expect.stringMatching(/^rq-/),
    message: 'Who are you?',
    ask: {
      ...{ kind: 'fields', title: null, help: null },
      fields: [
        {
          ...{ key: 'name', label: 'Your name', help: null, required: false, kind: 'text' },
          ...{ format: null, minChars: null, maxChars: null, pattern: null, initial: null },
        },
      ],
    },
  });
  const types = turns.of(run).map((report) => report.type);
  expect(types.indexOf('updates')).toBeLessThan(types.indexOf('form-asked'));
  turns.runner.answerForm(run.sessionId, question.id, { kind: 'sent', values: { name: 'Ada' } });
  turns.runner.answerForm(run.sessionId, question.id, { kind: 'declined' });
  await turns.ended(run);
  expect(turns.text(run)).toBe('First{"action":"accept","content":{"name":"Ada"}}\n');
});

test('[S4.4] who declines or puts a form away is told apart, and a link is done without values', async () => {
  expect(await answered(elicit({}), { kind: 'declined' })).toEqual({ action: 'decline' });
  expect(await answered(elicit({}), { kind: 'cancelled' })).toEqual({ action: 'cancel' });
  const done = await answered({ do: 'elicit', form: LINK }, { kind: 'sent', values: {} });
  expect(done).toEqual({ action: 'accept' });
});

test('[S4.4] an answer of another session changes nothing', async () => {
  const run = turns.start(script(elicit({ name: NAME })));
  const other = turns.start('hello');
  const { id } = await form(run);
  turns.runner.answerForm(other.sessionId, id, { kind: 'sent', values: { name: 'Eve' } });
  turns.runner.answerForm(run.sessionId, id, { kind: 'declined' });
  await turns.ended(run);
  expect(JSON.parse(turns.text(run))).toEqual({ action: 'decline' });
});

test('[S4.4] a stop cancels the open form, and those that the agent asks while it stops', async () => {
  const run = turns.start(script(elicit({ name: NAME }), elicit({ name: NAME })));
  await form(run);
  turns.stop(run);
  expect(await turns.ended(run)).toEqual({ kind: 'stopped' });
  expect(turns.text(run)).toBe(CANCELLED + CANCELLED);
  expect(turns.of(run).filter((report) => report.type === 'form-asked')).toHaveLength(1);
});

test('[S4.4] a form that the agent takes back is closed', async () => {
  const run = turns.start(script(elicit({ name: NAME }, { recant: true })));
  const { id } = await form(run);
  await turns.ended(run);
  expect(closed(run)).toEqual([{ type: 'form-closed', requestId: id, how: 'cancelled' }]);
  expect(turns.text(run)).toBe(CANCELLED);
});

test('[S4.4] a link is closed as done when the agent says so, however soon', async () => {
  const run = turns.start(script({ do: 'elicit', form: LINK, completes: '' }));
  const { id, ask } = await form(run);
  expect(ask).toEqual({ kind: 'link', url: 'https://example.com/in' });
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  expect(closed(run)).toEqual([{ type: 'form-closed', requestId: id, how: 'sent' }]);
  expect(JSON.parse(turns.text(run))).toEqual({ action: 'accept' });
});

test('[S4.4] what cannot be shown whole is refused to the agent with its reason, and the session learns of it', async () => {
  const steps = [
    elicit({ name: NAME, photo: { type: 'file' } }),
    elicit({ secret: { type: 'string', pattern: '(?=.*[A-Z]).+' } }),
    { do: 'elicit', form: { ...LINK, url: 'file:///etc/passwd' } } as const,
    { do: 'elicit', form: { ...LINK, mode: '_voice' } } as const,
  ];
  const run = turns.start(script(...steps));
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  const answers = turns
    .text(run)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(answers).toMatchObject([
    { code: -32602, message: 'The field photo is of a kind that is not supported' },
    { code: -32602, message: 'The format or pattern of the field secret is not supported' },
    { code: -32602, message: 'The address is not http or https, or has a user name in it' },
    { code: -32602, message: 'Elicitations of mode _voice are not supported' },
  ]);
  const refused = turns.of(run).flatMap((report) => (report.type === 'form-refused' ? [report.fault] : []));
  expect(refused).toEqual([
    { code: 'unknown-field', field: 'photo' },
    { code: 'unknown-rule', field: 'secret' },
    { code: 'bad-link' },
    { code: 'unknown-form', mode: '_voice' },
  ]);
  expect(turns.of(run).some((report) => report.type === 'form-asked')).toBe(false);
});

test('[S4.4] a form outside of a session is cancelled, and one of an unknown session is an error', async () => {
  const asks = [null, 'nobody'].map((sessionId): Step => {
    return { do: 'request', method: 'elicitation/create', params: { ...LINK, sessionId, requestId: 1 } };
  });
  const run = turns.start(script(...asks));
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  expect(
    turns
      .text(run)
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([{ action: 'cancel' }, { code: -32602, message: 'There is no such session' }]);
  expect(turns.of(run).some((report) => report.type === 'form-asked')).toBe(false);
});

test('[S4.4] an agent that asks without end gets the rest cancelled', async () => {
  const lines = Array.from({ length: FORMS_MAX + 3 }, (_, id): Step => {
    const message = { jsonrpc: '2.0', id: `extra-${id}`, method: 'elicitation/create' };
    return { do: 'raw', line: JSON.stringify({ ...message, params: { sessionId: 'SESSION', ...LINK } }) };
  });
  const first = turns.start('hello');
  await turns.ended(first);
  const text = script(...lines, { do: 'wait-for-cancel' }).replaceAll('SESSION', turns.agentSession(first));
  const run = turns.start(text, turns.after(first));
  await form(run, FORMS_MAX - 1);
  turns.stop(run);
  expect(await turns.ended(run)).toEqual({ kind: 'stopped' });
  expect(turns.of(run).filter((report) => report.type === 'form-asked')).toHaveLength(FORMS_MAX);
});
