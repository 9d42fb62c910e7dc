import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUSY_WINDOW_MS, Coalescer, type Pace, PENDING_CHARS_MAX, WINDOW_MS } from '../../main/agent/coalesce.ts';
import type { AgentUpdate } from '../../main/session/update.ts';
import { FakeClock } from '../support/fake-clock.ts';

const reply = (text: string, message: string | null = null): AgentUpdate => ({
  type: 'text',
  of: 'reply',
  message,
  text,
});
const tool = (call: string, title: string): AgentUpdate => ({ type: 'tool', call, change: { title } });
const output = (call: string, text: string): AgentUpdate => ({ type: 'output', call, terminal: 't', text });

function open(clock = new FakeClock(), pace: Pace = { streaming: 0 }) {
  const flushes: (readonly AgentUpdate[])[] = [];
  const coalescer = new Coalescer(clock, pace, (updates) => void flushes.push(updates));
  return { clock, coalescer, flushes };
}

describe('time', () => {
  test('[S2.5] the first word passes at once, the next wait for one window', () => {
    const { clock, coalescer, flushes } = open();
    coalescer.add(reply('Hel'));
    expect(flushes).toEqual([[reply('Hel')]]);
    coalescer.add(reply('lo '));
    clock.advance(WINDOW_MS - 1);
    coalescer.add(reply('you'));
    expect(flushes).toHaveLength(1);
    clock.advance(1);
    expect(flushes[1]).toEqual([reply('lo you')]);
  });

  test('[S2.5] after silence a word passes at once again, and no timer is left', () => {
    const { clock, coalescer, flushes } = open();
    coalescer.add(reply('a'));
    clock.advance(WINDOW_MS);
    expect(clock.pending).toBe(0);
    coalescer.add(reply('b'));
    expect(flushes).toEqual([[reply('a')], [reply('b')]]);
  });

  test('[S2.5] with more than four sessions streaming the window is longer', () => {
    const [clock, pace] = [new FakeClock(), { streaming: 0 }];
    const all = Array.from({ length: 5 }, () => open(clock, pace));
    for (const { coalescer } of all) coalescer.add(reply('a'));
    const fifth = all[4];
    fifth?.coalescer.add(reply('b'));
    clock.advance(BUSY_WINDOW_MS - 1);
    expect(fifth?.flushes).toHaveLength(1);
    clock.advance(1);
    expect(fifth?.flushes).toHaveLength(2);
    clock.advance(BUSY_WINDOW_MS);
    expect(pace.streaming).toBe(0);
  });

  test('[S2.5] the end passes everything on at once', () => {
    const { clock, coalescer, flushes } = open();
    coalescer.add(reply('a'));
    coalescer.add(reply('b'));
    coalescer.finish();
    expect(flushes).toEqual([[reply('a')], [reply('b')]]);
    expect(clock.pending).toBe(0);
  });
});

describe('joining', () => {
  /** What one window makes of these. */
  function joined(...updates: readonly AgentUpdate[]) {
    const { clock, coalescer, flushes } = open();
    coalescer.add(reply('first'));
    for (const update of updates) coalescer.add(update);
    clock.advance(WINDOW_MS);
    return flushes.slice(1).flat();
  }

  test('[S2.5] text of another message, or with a tool between, stays apart', () => {
    expect(joined(reply('a', '1'), reply('b', '1'), reply('c', '2'))).toEqual([reply('ab', '1'), reply('c', '2')]);
    expect(joined(reply('a'), tool('x', 't'), reply('b'))).toEqual([reply('a'), tool('x', 't'), reply('b')]);
    const thought: AgentUpdate = { type: 'text', of: 'thought', message: null, text: 'hm' };
    expect(joined(reply('a'), thought, reply('b'))).toEqual([reply('a'), thought, reply('b')]);
  });

  test('[S2.5] news of one call is joined across that of others, and later fields win', () => {
    const done: AgentUpdate = { type: 'tool', call: 'x', change: { status: 'done' } };
    expect(joined(tool('x', 'one'), tool('y', 'other'), done, tool('x', 'two'))).toEqual([
      { type: 'tool', call: 'x', change: { title: 'two', status: 'done' } },
      tool('y', 'other'),
    ]);
  });

  test('[S2.5] output is joined up to the exit of its terminal, and never past it', () => {
    const exit: AgentUpdate = { type: 'exit', call: 'x', terminal: 't', exit: { code: 0, signal: null } };
    expect(joined(output('x', 'a'), output('y', 'b'), output('x', 'c'), exit, output('x', 'd'))).toEqual([
      output('x', 'ac'),
      output('y', 'b'),
      exit,
      output('x', 'd'),
    ]);
  });

  test('[S2.5] of plans, usage and titles the last counts; notices all do', () => {
    const notice: AgentUpdate = { type: 'notice', level: 'info', text: 'n' };
    const title = (text: string): AgentUpdate => ({ type: 'title', title: text });
    expect(joined(title('a'), notice, title('b'), notice)).toEqual([title('b'), notice, notice]);
  });
});

test('[S4.7] of usage the last counts, but no count of the cost is lost', () => {
  const usage = (usedTokens: number, amount: number | null, currency = 'USD'): AgentUpdate => {
    return { type: 'usage', usage: { usedTokens, sizeTokens: 9, cost: amount === null ? null : { amount, currency } } };
  };
  const cases = [
    [[usage(1, 0.5), usage(2, null)], [usage(2, 0.5)]],
    [[usage(1, null), usage(2, 0.5), usage(3, 0.5), usage(4, 0.75)], [usage(4, 0.75)]],
    [
      [usage(1, 0.5), usage(2, 0.25), usage(3, 0.5)],
      [usage(1, 0.5), usage(3, 0.5)],
    ],
    [
      [usage(1, 0.5), usage(2, 0.75, 'EUR')],
      [usage(1, 0.5), usage(2, 0.75, 'EUR')],
    ],
  ] as const;
  for (const [added, kept] of cases) {
    const { clock, coalescer, flushes } = open();
    coalescer.add(reply('first, at once'));
    for (const one of added) coalescer.add(one);
    clock.advance(WINDOW_MS);
    expect(flushes.flat().slice(1)).toEqual(kept);
  }
});

test('[S2.5] what waits never exceeds its limit, however much comes in one window', () => {
  const { coalescer, flushes } = open();
  const chunk = 'x'.repeat(50_000);
  for (let index = 0; index < 40; index += 1) {
    coalescer.add(index % 2 ? tool(`c${index}`, chunk) : output('y', chunk));
    expect(coalescer.pendingChars).toBeLessThanOrEqual(PENDING_CHARS_MAX);
  }
  coalescer.add(reply('y'.repeat(PENDING_CHARS_MAX + 1)));
  expect(coalescer.pendingChars).toBe(0);
  expect(flushes.flat().at(-1)).toMatchObject({ type: 'text' });
});

describe('characters of two halves', () => {
  test('[S2.5] a half waits for its other half, past other news and past a flush', () => {
    const { clock, coalescer, flushes } = open();
    coalescer.add(reply('a\ud83d'));
    coalescer.add(tool('x', 't'));
    clock.advance(WINDOW_MS);
    coalescer.add(reply('\ude00b'));
    coalescer.finish();
    expect(flushes.flat()).toEqual([reply('a'), tool('x', 't'), reply('😀b')]);
  });

  test('[S2.5] a half that stays alone becomes a replacement character at the end', () => {
    const { coalescer, flushes } = open();
    coalescer.add(reply('a\ud83d'));
    coalescer.add(reply('b\udc00c', '2'));
    coalescer.finish();
    expect(flushes.flat()).toEqual([reply('a'), reply('b\ufffdc', '2'), reply('\ufffd')]);
  });
});

test('[X2] no cut of the stream changes what each text and each call amounts to', () => {
  const seed = Date.now();
  const update = fc.oneof(
    fc.record({ stream: fc.constantFrom('r', 's'), text: fc.string({ unit: 'binary', maxLength: 5 }) }),
    fc.record({ call: fc.constantFrom('x', 'y'), title: fc.string({ maxLength: 3 }) }),
    fc.record({ wait: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(update), (steps) => {
      const { clock, coalescer, flushes } = open();
      const sent: AgentUpdate[] = [];
      for (const step of steps) {
        if ('wait' in step) clock.advance(step.wait);
        else sent.push('call' in step ? tool(step.call, step.title) : output(step.stream, step.text));
        const last = sent.at(-1);
        if (last && !('wait' in step)) coalescer.add(last);
      }
      coalescer.finish();
      expect(sums(flushes.flat())).toEqual(sums(sent));
    }),
    { seed },
  );
});

/** All text of each stream, and the last title of each call. */
function sums(updates: readonly AgentUpdate[]) {
  const all: Record<string, string> = {};
  for (const update of updates) {
    if (update.type === 'output' && update.text) all[update.call] = (all[update.call] ?? '') + update.text;
    if (update.type === 'tool') all[`tool ${update.call}`] = update.change.title ?? '';
  }
  return Object.fromEntries(Object.entries(all).map(([key, text]) => [key, text.toWellFormed()]));
}
