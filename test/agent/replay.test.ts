import { expect, test } from 'vitest';
import { Replay } from '../../main/agent/replay.ts';
import { type Context, translate } from '../../main/agent/translate.ts';
import type { Replayed } from '../../main/session/update.ts';
import { FakeClock } from '../support/fake-clock.ts';

type Shape = Readonly<Record<string, unknown>>;
const asked = (text: string, messageId?: string): Shape => ({
  ...{ sessionUpdate: 'user_message_chunk', content: { type: 'text', text } },
  ...(messageId === undefined ? {} : { messageId }),
});
const said = (text: string, messageId?: string): Shape => ({
  ...asked(text, messageId),
  sessionUpdate: 'agent_message_chunk',
});
const called = (toolCallId: string, title: string): Shape => ({ sessionUpdate: 'tool_call', toolCallId, title });
const changed = (toolCallId: string, status: string): Shape => ({
  ...{ sessionUpdate: 'tool_call_update', toolCallId, status },
});

const context: Context = { now: () => 0, terminal: () => ({ command: '', folder: '' }), unknown: () => undefined };

/** What is made of these updates, in order. */
function replayed(...updates: readonly Shape[]): readonly Replayed[] {
  const steps: Replayed[] = [];
  const replay = new Replay(new FakeClock(), { streaming: 0 }, (some) => steps.push(...some));
  for (const update of updates) replay.take(update, (one) => translate(one, context));
  replay.finish();
  return steps;
}

/** Each prompt, and what was said and called after it. */
const told = (...updates: readonly Shape[]) =>
  replayed(...updates).map((step) => {
    if (step.type === 'prompt') return `> ${step.text}`;
    if (step.type === 'text') return step.text;
    return step.type === 'tool' ? `${step.call} ${step.change.title ?? step.change.status}` : step.type;
  });

test('[S4.4] chunks of one message of the person’s are one prompt, and so are chunks without ids that follow each other', () => {
  expect(told(asked('Do '), asked('it'), said('Done'))).toEqual(['> Do it', 'Done']);
  expect(told(asked('Do ', 'a'), asked('it', 'a'), asked('now', 'b'))).toEqual(['> Do it', '> now']);
  const usage = { sessionUpdate: 'usage_update', used: 1, size: 2 };
  expect(told(asked('Do '), usage, asked('it'), said('Done'))).toEqual(['usage', '> Do it', 'Done']);
  const picture = { sessionUpdate: 'user_message_chunk', content: { type: 'image', mimeType: 'image/png', data: '' } };
  expect(told(asked('See '), picture)).toEqual(['> See [image: image/png]']);
});

test('[S4.4] a picture that is repeated as a link to its own content is named; the words around it and other links stay', () => {
  const content = 'data:image/png;base64,iVBORw0KGgo+/A==';
  expect(told(asked(`See [@image](${content})\n[@a.md](file:///a.md) now`), said('1'))).toEqual([
    ...['> See [image: image/png]\n[@a.md](file:///a.md) now', '1'],
  ]);
});

test('[S4.4] ids that an agent uses again in each turn name something else there; an update goes to its call wherever it is', () => {
  const steps = replayed(asked('one'), said('1', 'm'), asked('two'), said('2', 'm'));
  const messages = steps.flatMap((step) => (step.type === 'text' ? [step.message] : []));
  expect(new Set(messages).size).toBe(2);
  const calls = told(asked('one'), called('c', 'A'), asked('two'), changed('c', 'completed'), called('c', 'B'));
  expect(calls).toEqual(['> one', '1:c A', '> two', '1:c done', '2:c B']);
});

test('[S4.4] an update of a call that was never begun belongs to the turn that it comes in', () => {
  expect(told(asked('one'), said('1'), asked('two'), changed('c', 'completed'))).toEqual([
    ...['> one', '1', '> two', '2:c done'],
  ]);
});

test('[S4.4] an agent that repeats itself from the start is not listened to until it says something else', () => {
  const once = [asked('one', 'a'), said('1'), asked('two', 'b'), said('2')];
  const lines = ['> one', '1', '> two', '2'];
  expect(told(...once, ...once)).toEqual(lines);
  expect(told(...once, ...once, ...once, asked('three', 'c'), said('3'))).toEqual([...lines, '> three', '3']);
  expect(told(asked('one', 'a'), said('1'), asked('one', 'a'), said('1'))).toEqual(['> one', '1']);
});

test('[S4.4] the same words anew are anew: without ids, under another id, or with one id for all', () => {
  const lines = ['> on', '1', '> on', '2'];
  expect(told(asked('on'), said('1'), asked('on'), said('2'))).toEqual(lines);
  expect(told(asked('on', 'a'), said('1'), asked('on', 'b'), said('2'))).toEqual(lines);
  const all = [asked('on', 'u'), said('1'), asked('go', 'u'), said('2'), asked('on', 'u'), said('3')];
  expect(told(...all)).toEqual(['> on', '1', '> go', '2', '> on', '3']);
});

test('[S4.4] what begins again after the agent had said that this was all is passed over, whatever its ids', () => {
  const steps: Replayed[] = [];
  const replay = new Replay(new FakeClock(), { streaming: 0 }, (some) => steps.push(...some));
  const take = (...updates: readonly Shape[]) => {
    for (const update of updates) replay.take(update, (one) => translate(one, context));
  };
  take(asked('on', 'a'), said('1'), asked('on', 'b'), said('2'));
  replay.answered();
  take(asked('on', 'c'), said('1'), asked('on', 'd'), said('2'), asked('more', 'e'), said('3'));
  replay.finish();
  const prompts = steps.flatMap((step) => (step.type === 'prompt' ? [step.text] : []));
  const texts = steps.flatMap((step) => (step.type === 'text' ? [step.text] : []));
  expect([prompts, texts]).toEqual([
    ['on', 'on', 'more'],
    ['1', '2', '3'],
  ]);
});
