import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Activity } from '../../../protocol/activity.ts';
import type { Refusal } from '../../../protocol/command.ts';
import { AgentId } from '../../../protocol/ids.ts';
import { en } from '../../../renderer/words/en.ts';
import { ago, clockTime, stopwatch } from '../../../renderer/words/times.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('[S2.6] nothing that Skein says is empty, and no sentence shows a hole', () => {
  for (const [key, value] of Object.entries(en)) {
    if (typeof value === 'string') expect(value.trim(), key).not.toBe('');
  }
  const said = [en.hostBroke, en.sessions, en.deleted('Tidy'), en.oneOf(1, 3), en.testWorks('Agent', '1.0', 1234)];
  for (const sentence of said) expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
  expect(en.testWorks('Agent', '1.0', 1234)).toContain('1,234');
});

test.each(['en', 'zh'])(
  '[S3.7] no word of %s is in two parts, where the later one would be said in the place of both',
  async (language) => {
    const folder = new URL('../../../renderer/words/', import.meta.url);
    const parts = (await readdir(folder)).filter((name) => name.startsWith(`${language}-`));
    expect(parts.length).toBeGreaterThan(10);
    const from = new Map<string, string>();
    for (const part of parts) {
      const exported = Object.entries((await import(new URL(part, folder).href)) as Record<string, object>);
      const [, said] = exported.find(([name]) => name.startsWith(language)) ?? [];
      for (const word of Object.keys(said ?? {})) {
        expect(from.get(word), word).toBeUndefined();
        from.set(word, part);
      }
    }
    expect(from.size).toBeGreaterThan(100);
  },
);

test('[S2.6] one is one and many are many', () => {
  expect([0, 1, 2, 1_000].map(en.thought)).toEqual([
    'Thought for 0 seconds',
    'Thought for 1 second',
    'Thought for 2 seconds',
    'Thought for 1,000 seconds',
  ]);
  expect([en.earlierLines(1), en.earlierLines(2)]).toEqual(['1 earlier line', '2 earlier lines']);
  expect([en.omitted(1), en.omitted(2)]).toEqual([
    '1 character is not shown here.',
    '2 characters are not shown here.',
  ]);
  expect(en.moreDiffLines(1)).toMatch(/^1 more line of this change is not shown\.$/);
  expect(en.moreDiffLines(2)).toMatch(/^2 more lines of this change are not shown\.$/);
});

test('[S2.6] refusals say what is the matter with what', () => {
  const agentId = AgentId.parse('codex');
  const sentence = (refusal: Refusal) => en.refusal(refusal);
  expect(sentence({ code: 'unknown-agent', agentId })).toContain('@codex');
  expect(sentence({ code: 'folder-missing', folder: '/gone' })).toContain('/gone');
  expect(sentence({ code: 'prompt-too-long', maxChars: 131_072 })).toContain('131,072');
  expect(sentence({ code: 'disk-failing', message: 'The disk is full.' })).toContain('The disk is full.');
  expect(en.activity({ kind: 'queued', place: 3 } satisfies Activity)).toContain('3');
  expect(en.outcome({ kind: 'cut-short', reason: 'max-tokens' })).toContain('tokens');
});

test('[S2.6] how long ago something was fits a row', () => {
  const now = Date.UTC(2026, 4, 20, 12);
  const passed = [-HOUR, 0, 59 * SECOND, MINUTE, 59 * MINUTE, HOUR, 23 * HOUR, 7 * DAY, 40 * DAY];
  expect(passed.map((ms) => ago(now - ms, now))).toEqual(['now', 'now', 'now', '1m', '59m', '1h', '23h', '7d', '40d']);
  expect(ago(now - 2 * DAY, now)).toBe('Mon');
});

test('[S2.6] a span reads like a stopwatch, a moment like a clock', () => {
  const spans = [-5, 0, 42 * SECOND, 725 * SECOND, HOUR + 2 * MINUTE + 9 * SECOND, 100 * HOUR];
  expect(spans.map(stopwatch)).toEqual(['0:00', '0:00', '0:42', '12:05', '1:02:09', '100:00:00']);
  const midnight = new Date(2026, 0, 2, 0, 5).getTime();
  expect(clockTime(midnight)).toBe('00:05');
});
