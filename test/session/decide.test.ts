import { expect, test } from 'vitest';
import { agentTitle } from '../../main/session/account.ts';
import { decide } from '../../main/session/decide.ts';
import type { Facts } from '../../main/session/open-turn.ts';
import type { Head } from '../../protocol/head.ts';
import { RequestId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { PROMPT_CHARS_MAX, TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import type { PermissionRequest } from '../../protocol/permission.ts';
import { reduceAll } from '../../protocol/reduce.ts';
import { ok } from '../../protocol/result.ts';
import type { Outcome, Phase, Turn } from '../../protocol/turn.ts';
import { itemIdNumber, turnIdNumber, ulidOf } from '../support/arbitraries.ts';
import { emptyHead, emptyState } from '../support/history.ts';

const sessionId = emptyHead.id;
const turn: Turn = {
  id: turnIdNumber(0),
  parent: null,
  index: 0,
  at: 0,
  phase: { kind: 'running', heard: false },
};

function facts(lastPrompt?: string, known: readonly TurnId[] = []): Facts {
  let items = 0;
  return {
    now: 1000,
    newItemId: () => itemIdNumber(items++),
    nextOrder: (turn) => turn.index * 1_000_000,
    lastPrompt: () => (lastPrompt === undefined ? undefined : { text: lastPrompt }),
    turn: (id) => (known.includes(id) ? { turn: { ...turn, id }, active: true, undone: null } : undefined),
    leafBelow: (id) => id,
    busyBelow: () => [],
    branchCount: () => 0,
    over: () => undefined,
    top: () => sessionId,
    decision: () => undefined,
    ruleFor: () => undefined,
    rulesHeld: 0,
    preview: () => {
      throw new Error('No path is changed here');
    },
  };
}

const inPhase = (phase: Phase): Head => ({ ...emptyHead, turn: { ...turn, phase } });
const ended = (outcome: Outcome): Head => inPhase({ kind: 'ended', outcome, at: 1, cleared: false });
const running = inPhase({ kind: 'running', heard: false });
const request: PermissionRequest = {
  id: RequestId.parse(`rq-${ulidOf(1)}`),
  turn: turnIdNumber(0),
  item: itemIdNumber(7),
  title: 'Run it',
  command: 'ls',
  folder: '/src',
  options: [{ id: 'yes', kind: 'allow-once', name: 'Allow once' }],
  at: 0,
};
const failure = { code: 'agent-crashed', message: 'It ended', detail: '' } as const;

const prompt = (text: string) => ({ type: 'prompt', sessionId, turnId: turnIdNumber(5), text }) as const;
const refusal = (head: Head, command: Parameters<typeof decide>[1], lastPrompt?: string) => {
  const decision = decide(head, command, facts(lastPrompt));
  return decision.ok ? undefined : decision.refusal;
};

test('[C19] a prompt opens a turn in the line, stands in the transcript and lends the session its first line as title', () => {
  const decision = decide(emptyHead, prompt('# Fix the *build*\nplease'), facts());
  if (!decision.ok) throw new Error(decision.refusal.code);
  const { head, window } = reduceAll(emptyState, decision.value);
  const phase = { kind: 'waiting', place: 1 };
  expect(head.turn).toEqual({ id: turnIdNumber(5), parent: null, index: 0, at: 1000, phase });
  expect(head.title).toEqual({ text: 'Fix the *build*', by: 'provisional' });
  expect(window.items).toMatchObject([
    { kind: 'prompt', turn: turnIdNumber(5), order: 0, text: { head: '# Fix the *build*\nplease' } },
  ]);
});

test('[C19] empty and oversized prompts are refused and say why', () => {
  expect(refusal(emptyHead, prompt(' \n'))).toEqual({ code: 'empty-prompt' });
  expect(refusal(emptyHead, prompt('x'.repeat(PROMPT_CHARS_MAX + 1)))).toEqual({
    code: 'prompt-too-long',
    maxChars: PROMPT_CHARS_MAX,
  });
});

test('[C22] while a turn is active a prompt is refused and nothing is recorded, in every phase', () => {
  for (const phase of [
    { kind: 'waiting', place: 2 },
    { kind: 'starting' },
    { kind: 'running', heard: true },
    { kind: 'stopping' },
  ] as const) {
    expect(refusal(inPhase(phase), prompt('more'))).toEqual({ code: 'busy' });
  }
});

test('[G20] a prompt that is sent twice is recorded once', () => {
  const head = { ...running, turn: { ...turn, id: turnIdNumber(5) } };
  expect(decide(head, prompt('again'), facts('again', [turnIdNumber(5)]))).toEqual({ ok: true, value: [] });
});

const decided = { request: request.id, turn: request.turn, item: request.item, title: 'Run it', command: 'ls' };
const cancelled = { verdict: 'cancelled', by: { kind: 'stop' }, at: 1000 } as const;

test('[C30] stop answers every open question as cancelled and never opens a turn', () => {
  const decision = decide({ ...running, requests: [request] }, { type: 'stop', sessionId }, facts());
  expect(decision).toEqual({
    ok: true,
    value: [
      { type: 'answered', answer: { kind: 'cancelled' }, decision: { ...decided, ...cancelled } },
      { type: 'tool-updated', item: request.item, patch: { decided: cancelled } },
      { type: 'turn-moved', turn: turnIdNumber(0), phase: { kind: 'stopping' } },
    ],
  });
  expect(refusal(emptyHead, { type: 'stop', sessionId })).toEqual({ code: 'nothing-running' });
});

test('[C38] the first answer to a question counts; a second, and one that was never offered, are refused', () => {
  const asking = { ...running, requests: [request] };
  const answer = { type: 'answer', sessionId, requestId: request.id, optionId: 'yes' } as const;
  const decision = decide(asking, answer, facts());
  if (!decision.ok) throw new Error(decision.refusal.code);
  const after = reduceAll({ ...emptyState, head: asking }, decision.value).head;
  expect(refusal(after, answer)).toEqual({ code: 'already-answered' });
  expect(refusal(asking, { ...answer, optionId: 'no' })).toEqual({ code: 'unknown-option' });
});

test('[C27] resume needs a turn that did not end by itself, and adds no prompt', () => {
  const resume = { type: 'resume', sessionId, turnId: turnIdNumber(5) } as const;
  for (const outcome of [{ kind: 'interrupted' }, { kind: 'stopped' }, { kind: 'failed', failure }] as const) {
    const decision = decide(ended(outcome), resume, facts('Fix it'));
    if (!decision.ok) throw new Error(decision.refusal.code);
    const added = decision.value.flatMap((event) => (event.type === 'item-added' ? [event.item.kind] : []));
    expect(added).toEqual(['notice']);
  }
  expect(refusal(ended({ kind: 'completed' }), resume)).toEqual({ code: 'nothing-to-resume' });
  expect(refusal(emptyHead, resume)).toEqual({ code: 'nothing-to-resume' });
  expect(refusal(running, resume)).toEqual({ code: 'busy' });
});

test('[C80] retry sends the last prompt once more as a turn of its own', () => {
  const retry = { type: 'retry', sessionId, turnId: turnIdNumber(5) } as const;
  const decision = decide(ended({ kind: 'failed', failure }), retry, facts('Fix it'));
  if (!decision.ok) throw new Error(decision.refusal.code);
  const { head, window } = reduceAll({ ...emptyState, head: ended({ kind: 'failed', failure }) }, decision.value);
  expect(head.turn?.index).toBe(1);
  expect(window.items).toMatchObject([{ kind: 'prompt', text: { head: 'Fix it' } }]);
  expect(refusal(emptyHead, retry)).toEqual({ code: 'nothing-to-retry' });
});

test('[G35] a title is trimmed, counted in characters and never empty; the one a person gave is not replaced by an agent', () => {
  const rename = (title: string) => ({ type: 'rename', sessionId, title }) as const;
  expect(refusal(emptyHead, rename('  '))).toEqual({ code: 'empty-title' });
  expect(refusal(emptyHead, rename('中'.repeat(TITLE_CHARS_MAX + 1)))).toMatchObject({ code: 'title-too-long' });
  const named = decide(emptyHead, rename(` ${'🧵'.repeat(TITLE_CHARS_MAX)} `), facts());
  if (!named.ok) throw new Error(named.refusal.code);
  const head = reduceAll(emptyState, named.value).head;
  expect(head.title).toEqual({ text: '🧵'.repeat(TITLE_CHARS_MAX), by: 'person' });
  expect(agentTitle(head, 'Better', [])).toEqual([]);
  const better = [{ type: 'renamed', title: { text: 'Better', by: 'agent' } }];
  expect(agentTitle(emptyHead, 'Better', ['Other words'])).toEqual(better);
  expect(agentTitle(emptyHead, 'Better', [])).toEqual(better);
  for (const echo of ['Make it  better', 'Make it…', 'Make...']) {
    expect(agentTitle(emptyHead, echo, ['Then this', 'Make it\nbetter, please'])).toEqual([]);
  }
});

test('[S5.1] an agent names its session as long as no person has, and says what its work comes to and how far it is', () => {
  const rename = { type: 'rename', sessionId, title: 'Found it', by: 'agent' } as const;
  const byAgent = decide(emptyHead, rename, facts());
  expect(byAgent).toEqual(ok([{ type: 'renamed', title: { text: 'Found it', by: 'agent' } }]));
  const named = { ...emptyHead, title: { text: 'Mine', by: 'person' } } as const;
  expect(refusal(named, rename)).toEqual({ code: 'named-by-person' });

  const summary = { type: 'set-summary', sessionId, summary: ' Two defects \n' } as const;
  expect(decide(emptyHead, summary, facts())).toEqual(ok([{ type: 'summary-set', summary: 'Two defects' }]));
  expect(decide({ ...emptyHead, summary: 'Two defects' }, summary, facts())).toEqual(ok([]));
  const half = { text: 'Half of it', share: 0.5 };
  const report = { type: 'report-progress', sessionId, progress: half } as const;
  expect(decide(running, report, facts())).toEqual(ok([{ type: 'progress-set', progress: half }]));
  expect(refusal(emptyHead, report)).toEqual({ code: 'nothing-running' });
});

test('[S5.1] a prompt that an agent sent says whose it was, in the transcript, while it waits and when it is sent again', () => {
  const from = sessionIdOf(ulidOf(77));
  const asked = { turnId: turnIdNumber(5), text: 'Look here', from, sessionId } as const;
  const sent = decide(emptyHead, { type: 'prompt', ...asked }, facts());
  if (!sent.ok) throw new Error(sent.refusal.code);
  const { head, window } = reduceAll(emptyState, sent.value);
  expect(window.items).toMatchObject([{ kind: 'prompt', from }]);
  const queued = decide(head, { type: 'queue', ...asked, turnId: turnIdNumber(6) }, facts());
  if (!queued.ok) throw new Error(queued.refusal.code);
  expect(reduceAll({ head, window }, queued.value).head.queue.prompts).toMatchObject([{ text: 'Look here', from }]);
});
