import { afterEach, beforeEach, expect, test } from 'vitest';
import { tokensOf } from '../../main/agent/token-count.ts';
import { NO_TOKENS } from '../../protocol/usage.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns([scriptedAgent({ reopens: 'load' })]);
});
afterEach(() => turns.close());

const CLAUDE = {
  inputTokens: 12,
  outputTokens: 30,
  cachedReadTokens: 4_000,
  cachedWriteTokens: 500,
  totalTokens: 4_542,
};
const CODEX = { ...CLAUDE, thoughtTokens: 20 };
const BY_MODEL = {
  ...{ inputTokens: 20, outputTokens: 50, cachedInputTokens: 5_000, cachedWriteTokens: 700, totalTokens: 5_770 },
  reasoningOutputTokens: 0,
};

test.each([
  [
    'the protocol’s own',
    { usage: CODEX },
    { input: 12, output: 30, cachedRead: 4_000, cachedWrite: 500, thought: 20, total: 4_542 },
  ],
  [
    'Claude, whose agents inside are counted by model alone',
    { usage: CLAUDE, _meta: { quota: { token_count: CLAUDE, model_usage: [{ model: 'x', token_count: BY_MODEL }] } } },
    { input: 20, output: 50, cachedRead: 5_000, cachedWrite: 700, thought: 0, total: 5_770 },
  ],
  [
    'Gemini, by names of its own and without a total',
    { _meta: { quota: { token_count: { input_tokens: 7, output_tokens: 3 }, model_usage: [] } } },
    { ...NO_TOKENS, input: 7, output: 3, total: 10 },
  ],
  [
    'several models',
    { _meta: { quota: { model_usage: [1, 2].map((n) => ({ token_count: { input_tokens: n, output_tokens: 1 } })) } } },
    { ...NO_TOKENS, input: 3, output: 2, total: 5 },
  ],
  [
    'a part of it',
    { usage: { outputTokens: 5, inputTokens: -1, cachedReadTokens: 'many' } },
    { ...NO_TOKENS, output: 5 },
  ],
  ['nothing', { stopReason: 'end_turn', usage: null, _meta: { quota: { token_count: null } } }, null],
])('[S4.7] tokens of a turn as agents write them: %s', (_, answer, tokens) => {
  expect(tokensOf(answer)).toEqual(tokens);
});

const usage = (used: number, amount?: number) => {
  const cost = amount === undefined ? {} : { cost: { amount, currency: 'USD' } };
  return { do: 'update', update: { sessionUpdate: 'usage_update', used, size: 100, ...cost } } as const;
};

test('[S4.7] tokens come with the end of a turn, also of one that was stopped', async () => {
  const whole = turns.start(script({ do: 'answer', fields: { usage: CLAUDE } }));
  await turns.ended(whole);
  expect(turns.of(whole).at(-1)).toMatchObject({ type: 'ended', tokens: { total: 4_542 } });
  const fields = { usage: CLAUDE, stopReason: 'cancelled' };
  const stopped = turns.start(script({ do: 'answer', fields }, { do: 'say', text: 'x' }, { do: 'wait-for-cancel' }));
  await turns.until(() => turns.text(stopped) || undefined);
  turns.stop(stopped);
  expect(await turns.ended(stopped)).toEqual({ kind: 'stopped' });
  expect(turns.of(stopped).at(-1)).toMatchObject({ type: 'ended', tokens: { total: 4_542 } });
});

test('[S4.7] a conversation says with the next turn where its count of the cost stands', async () => {
  const one = turns.start(script(usage(1, 0.5), usage(2)));
  await turns.ended(one);
  const two = turns.start('again', turns.after(one));
  await turns.ended(two);
  const count = { amount: 0.5, currency: 'USD' };
  expect(turns.attached(one)).not.toHaveProperty('count');
  expect(turns.attached(two)).toMatchObject({ how: 'kept', count });
});
