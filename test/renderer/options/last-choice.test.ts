import { beforeEach, expect, test, vi } from 'vitest';
import { keepChoice, lastChoice } from '../../../renderer/options/last-choice.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});

test('[C35] [C37] the last choice is offered again, but never that everything is allowed', () => {
  expect(lastChoice('claude')).toEqual({ options: {}, policy: 'ask' });
  keepChoice('claude', { options: { model: 'large' }, policy: 'edits' });
  expect(lastChoice('claude')).toEqual({ options: { model: 'large' }, policy: 'edits' });
  keepChoice('claude', { options: { model: 'small' }, policy: 'all' });
  expect(lastChoice('claude')).toEqual({ options: { model: 'small' }, policy: 'ask' });
  expect(lastChoice('codex')).toEqual({ options: {}, policy: 'ask' });
});

test('[C35] what somebody else wrote there is passed over', () => {
  localStorage.setItem('skein.choices', '[1, ["claude", {"options": 3, "policy": "always"}], "x"');
  expect(lastChoice('claude')).toEqual({ options: {}, policy: 'ask' });
  localStorage.setItem('skein.choices', '[1, ["claude", {"options": {"a": [], "b": true}, "policy": "always"}]]');
  expect(lastChoice('claude')).toEqual({ options: { b: true }, policy: 'ask' });
});
