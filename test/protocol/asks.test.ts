import { expect, test } from 'vitest';
import { ASKED_CHARS_MAX, asksOf } from '../../protocol/asks.ts';
import type { FormRequest } from '../../protocol/form.ts';
import type { PermissionRequest } from '../../protocol/permission.ts';

const request = (at: number, command: string | null) => ({ at, command, title: 'Write a.ts' }) as PermissionRequest;
const form = (at: number, message: string) => ({ at, message }) as FormRequest;

test('[S5.7] what waits in a session is the oldest question or form, in one line, with how many there are', () => {
  expect(asksOf({ requests: [], forms: [] })).toBeNull();
  expect(asksOf({ requests: [request(4, 'ls\n  -l'), request(6, null)], forms: [form(5, 'Which?')] })).toEqual({
    ...{ count: 3, since: 4, what: 'ls -l' },
  });
  expect(asksOf({ requests: [request(6, null)], forms: [form(5, 'Which?')] })?.what).toBe('Which?');
  expect(asksOf({ requests: [request(5, null)], forms: [form(5, 'Which?')] })?.what).toBe('Write a.ts');
});

test('[S5.7] a row names no more than it has room for, in whole characters', () => {
  const what = asksOf({ requests: [request(1, '🙂'.repeat(500))], forms: [] })?.what ?? '';
  expect([...what]).toHaveLength(ASKED_CHARS_MAX);
  expect(what).toMatch(/^(🙂)+…$/u);
});
