import { beforeEach, expect, test, vi } from 'vitest';
import { keepChoice, lastChoice } from '../../../renderer/options/last-choice.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});

test('[C18] [C35] the last choice is offered again for the same agent', () => {
  expect(lastChoice('claude')).toEqual({ options: {} });
  keepChoice('claude', { options: { model: 'large' } });
  keepChoice('codex', { options: { effort: 'low' } });
  keepChoice('claude', { options: { model: 'small' } });
  expect(lastChoice('claude')).toEqual({ options: { model: 'small' } });
  expect(lastChoice('codex')).toEqual({ options: { effort: 'low' } });
});

test('[C35] what somebody else wrote there is passed over, and so is what was once kept of permissions', () => {
  localStorage.setItem('skein.choices', '[1, ["claude", {"options": 3, "policy": "edits"}], "x"');
  expect(lastChoice('claude')).toEqual({ options: {} });
  localStorage.setItem('skein.choices', '[1, ["claude", {"options": {"a": [], "b": true}, "policy": "edits"}]]');
  expect(lastChoice('claude')).toEqual({ options: { b: true } });
});
