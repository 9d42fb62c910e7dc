import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Report } from '../../main/session/runner-ports.ts';
import { REQUESTS_MAX } from '../../protocol/limits.ts';
import type { PermissionAnswer } from '../../protocol/permission.ts';
import { RecordedTurns, script } from '../support/recorded-turns.ts';
import type { Step } from '../support/scripted-agent.ts';

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns();
});
afterEach(() => turns.close());

const remove: Step = {
  do: 'ask',
  call: { toolCallId: 'c', title: 'Remove it', kind: 'execute', rawInput: { command: ['rm', '-f', 'a b'] } },
};

async function answered(answer: PermissionAnswer): Promise<unknown> {
  const run = turns.start(script(remove));
  const question = await turns.question(run);
  turns.runner.answer(run.sessionId, question.id, answer);
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  return JSON.parse(turns.text(run));
}

test('[C69] a question has its whole command, its folder and its options, after the tool that it is about', async () => {
  const run = turns.start(script(remove));
  const question = await turns.question(run);
  expect(question).toEqual({
    id: expect.stringMatching(/^rq-/),
    call: 'c',
    title: 'Remove it',
    command: "rm -f 'a b'",
    folder: turns.folder,
    options: [
      { id: 'allow_once', kind: 'allow-once', name: 'allow_once' },
      { id: 'allow_always', kind: 'allow-always', name: 'allow_always' },
      { id: 'reject_once', kind: 'reject-once', name: 'reject_once' },
    ],
  });
  const types = turns.of(run).map((report) => report.type);
  expect(types.indexOf('updates')).toBeLessThan(types.indexOf('asked'));
  expect(turns.updates(run)[0]).toMatchObject({ type: 'tool', call: 'c', change: { title: 'Remove it', tool: 'run' } });
  turns.stop(run);
  await turns.ended(run);
});

test.each(['allow_once', 'allow_always', 'reject_once'])('[C69] the agent is told %s', async (optionId) => {
  expect(await answered({ kind: 'selected', optionId })).toEqual({ outcome: { outcome: 'selected', optionId } });
});

test('[C69] who is told may answer at once', async () => {
  turns.disk = () => {
    const last = turns.told.at(-1);
    const answer = { kind: 'selected', optionId: 'allow_once' } as const;
    if (last?.report.type === 'asked') turns.runner.answer(last.run.sessionId, last.report.question.id, answer);
    return undefined;
  };
  expect(await turns.play(script(remove))).toEqual({ kind: 'completed' });
});

test('[C69] a cancelled question is answered so', async () => {
  expect(await answered({ kind: 'cancelled' })).toEqual({ outcome: { outcome: 'cancelled' } });
});

test('[C69] a stop answers every open question, and the turn ends', async () => {
  const run = turns.start(script(remove, remove));
  await turns.question(run);
  turns.stop(run);
  expect(await turns.ended(run)).toEqual({ kind: 'stopped' });
  const cancelled = '{"outcome":{"outcome":"cancelled"}}\n';
  expect(turns.text(run)).toBe(cancelled + cancelled);
  const told = turns.of(run).map((report) => report.type);
  expect(told.filter((type) => type === 'asked' || type === 'withdrawn')).toEqual(['asked', 'asked', 'withdrawn']);
});

test('[C69] a question that the agent takes back is withdrawn', async () => {
  const run = turns.start(script({ ...remove, recant: true }));
  const question = await turns.question(run);
  await turns.ended(run);
  expect(turns.of(run)).toContainEqual({ type: 'withdrawn', requestId: question.id });
  expect(JSON.parse(turns.text(run))).toEqual({ outcome: { outcome: 'cancelled' } });
});

test('[C69] a question that names only its call says what the call was said to be', async () => {
  const update = { sessionUpdate: 'tool_call', toolCallId: 'c', title: 'Build', rawInput: { command: 'make all' } };
  const run = turns.start(script({ do: 'update', update }, { do: 'ask', call: { toolCallId: 'c' } }));
  expect(await turns.question(run)).toMatchObject({ call: 'c', title: 'Build', command: 'make all' });
});

test('[C69] an answer of another session, or to an unknown question, changes nothing', async () => {
  const run = turns.start(script(remove));
  const other = turns.start('hello', { folder: turns.folder });
  const question = await turns.question(run);
  const no = { kind: 'selected', optionId: 'allow_always' } as const;
  turns.runner.answer(other.sessionId, question.id, no);
  turns.runner.answer(run.sessionId, question.id, { kind: 'selected', optionId: 'reject_once' });
  turns.runner.answer(run.sessionId, question.id, no);
  await turns.ended(run);
  expect(JSON.parse(turns.text(run))).toMatchObject({ outcome: { optionId: 'reject_once' } });
});

test('[C69] a question without options that a person could choose is cancelled', async () => {
  const run = turns.start(script({ ...remove, options: [{ optionId: 'x', kind: 'bribe', name: 'X' }] }));
  expect(await turns.ended(run)).toEqual({ kind: 'completed' });
  expect(JSON.parse(turns.text(run))).toEqual({ outcome: { outcome: 'cancelled' } });
});

test('[C69] an agent that asks without end gets the rest refused', async () => {
  const params = { toolCall: { toolCallId: 'c' }, options: [{ optionId: 'x', kind: 'allow_once', name: 'X' }] };
  const lines = Array.from({ length: REQUESTS_MAX + 5 }, (_, id): Step => {
    const message = { jsonrpc: '2.0', id: `extra-${id}`, method: 'session/request_permission' };
    return { do: 'raw', line: JSON.stringify({ ...message, params: { sessionId: 'SESSION', ...params } }) };
  });
  const first = turns.start('hello');
  await turns.ended(first);
  const text = script(...lines, { do: 'wait-for-cancel' }).replaceAll('SESSION', turns.agentSession(first));
  const run = turns.start(text, turns.after(first));
  await turns.question(run, REQUESTS_MAX - 1);
  turns.stop(run);
  expect(await turns.ended(run)).toEqual({ kind: 'stopped' });
  const count = (type: Report['type']) => turns.of(run).filter((report) => report.type === type).length;
  expect(count('asked') - count('withdrawn')).toBe(REQUESTS_MAX); // what comes after the stop is withdrawn at once
});
