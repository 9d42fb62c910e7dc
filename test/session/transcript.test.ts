import { expect, test } from 'vitest';
import { TRANSCRIPT_CHARS_MAX } from '../../main/session/limits.ts';
import { sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { INLINE_CHARS_MAX, PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import { openSessionHost } from '../support/session-host.ts';

const LEFT_OUT = '[Earlier parts of the conversation are left out.]';

const said = (text: string, of: 'reply' | 'thought' = 'reply') => ({ type: 'text', of, message: null, text }) as const;
const called = (call: string) => ({ type: 'tool', call, change: { title: call, status: 'done' } }) as const;
const ENDED = { type: 'ended', outcome: { kind: 'completed' } } as const;

/** A session whose agent said `words` in a turn of their own each, and the transcript before one more turn. */
function handedOver(...turns: readonly (readonly (ReturnType<typeof said> | ReturnType<typeof called>)[])[]) {
  const host = openSessionHost();
  const sessionId = host.create();
  for (const updates of turns) {
    host.report(sessionId, host.prompt(sessionId, 'Question'), { type: 'updates', updates }, ENDED);
  }
  const turn = host.prompt(sessionId, 'Not yet said');
  host.report(sessionId, turn, { type: 'updates', updates: [said('Nor this')] });
  const transcript = host.service.transcript(sessionId, turn);
  host.close();
  return transcript;
}

test('[S2.5] an agent that cannot load a conversation is told who said what, and nothing of the turn that begins', () => {
  expect(handedOver([said('Hm', 'thought'), said('Look.'), called('ls')], [said('Done.')])).toBe(
    'User:\nQuestion\n\nAssistant:\nLook.\n\n[Tool done: ls]\n\nUser:\nQuestion\n\nAssistant:\nDone.',
  );
  expect(handedOver()).toBe('');
});

test('[S2.5] a conversation of more items than a page is told from its beginning', () => {
  const calls = Array.from({ length: 3 * PAGE_ITEMS_MAX }, (_, n) => called(`call-${n}`));
  const transcript = handedOver(calls);
  expect(transcript.startsWith('User:\nQuestion\n\n[Tool done: call-0]')).toBe(true);
  expect(transcript.match(/\[Tool done: /g)).toHaveLength(calls.length);
});

test('[S2.5] of a long conversation the end is told, and that the beginning is not', () => {
  const turns = Array.from({ length: 12 }, (_, n) => [said(`${n}:${'x'.repeat(20_000)}`)]);
  const transcript = handedOver(...turns);
  expect(transcript.startsWith(`${LEFT_OUT}\n\n`)).toBe(true);
  expect(transcript.length).toBeLessThanOrEqual(TRANSCRIPT_CHARS_MAX);
  expect(transcript).toContain('Assistant:\n11:x');
  expect(transcript).not.toContain('Assistant:\n1:x');
});

test('[S2.5] the middle of a very long answer is left out, by its length', () => {
  const omitted = handedOver([said('#'.repeat(INLINE_CHARS_MAX + 70_000))]);
  const shown = omitted.match(/#/g)?.length ?? 0;
  expect(omitted).toContain(`[${INLINE_CHARS_MAX + 70_000 - shown} characters left out]`);
});

test('[S2.5] only the turn that is about to begin is told', () => {
  const host = openSessionHost();
  const sessionId = host.create();
  const first = host.prompt(sessionId, 'One');
  host.report(sessionId, first, ENDED);
  host.prompt(sessionId, 'Two');
  expect(host.service.transcript(sessionId, first)).toBe('');
  host.close();
});

test('[S5.8] what the agent of another session asked is told as its words by its name, and never as the person’s', () => {
  const host = openSessionHost();
  const [sessionId, sender] = [host.create(), host.create()];
  const ask = (text: string, from?: typeof sender) => {
    const turnId = turnIdOf(host.newUlid());
    host.service.dispatch({ type: 'prompt', sessionId, turnId, text, ...(from && { from }) });
    host.report(sessionId, turnId, ENDED);
  };
  host.service.dispatch({ type: 'rename', sessionId: sender, title: 'Fix parser' });
  ask('By a person');
  ask('By an agent', sender);
  ask('By nobody known', sessionIdOf(host.newUlid()));
  const last = host.prompt(sessionId, 'Now');
  expect(host.service.transcript(sessionId, last)).toBe(
    'User:\nBy a person\n\nFrom “Fix parser”:\nBy an agent\n\nFrom another session:\nBy nobody known',
  );
  host.close();
});
