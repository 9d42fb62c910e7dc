import { expect, test } from 'vitest';
import { type Activity, activityOf } from '../../protocol/activity.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { FormRequest } from '../../protocol/form.ts';
import type { Head } from '../../protocol/head.ts';
import { requestIdOf, rollbackIdOf, sessionIdOf } from '../../protocol/ids.ts';
import type { ReplyItem } from '../../protocol/item.ts';
import { reduceAll } from '../../protocol/reduce.ts';
import { EMPTY_TEXT } from '../../protocol/text.ts';
import type { Failure, Outcome, Phase } from '../../protocol/turn.ts';
import { itemIdNumber, turnIdNumber, ulidOf } from '../support/arbitraries.ts';
import { emptyHead } from '../support/history.ts';

const turn = { id: turnIdNumber(0), parent: null, index: 0, at: 0 };
const inPhase = (phase: Phase, also: Partial<Head> = {}): Head => ({ ...emptyHead, turn: { ...turn, phase }, ...also });
const RUNNING: Phase = { kind: 'running', heard: true };
const ended = (outcome: Outcome, cleared = false): Phase => ({ kind: 'ended', outcome, at: 1, cleared });
const failure: Failure = { code: 'agent-crashed', message: 'It ended', detail: '' };
const request = {
  ...{ id: requestIdOf(ulidOf(1)), turn: turn.id, item: itemIdNumber(1), title: 'Run', command: 'ls' },
  ...{ folder: '/', options: [], at: 0 },
};
const form: FormRequest = {
  ...{ id: requestIdOf(ulidOf(4)), turn: turn.id, message: 'Sign in', at: 0 },
  ask: { kind: 'link', url: 'https://example.com/' },
};
const all: Partial<Head> = {
  requests: [request],
  limit: { until: 5 },
  awaiting: [sessionIdOf(ulidOf(2))],
};

/** The whole of it: what a session with these facts is doing. */
const TABLE: readonly (readonly [facts: string, head: Head, is: Activity])[] = [
  ['nothing yet', emptyHead, { kind: 'idle' }],
  ['stopping before all else', inPhase({ kind: 'stopping' }, all), { kind: 'stopping' }],
  [
    'turns being taken back',
    inPhase(ended({ kind: 'completed' }), { rollback: { id: rollbackIdOf(ulidOf(3)), turn: null } }),
    { kind: 'stopping' },
  ],
  ['a question before limits and children', inPhase(RUNNING, all), { kind: 'asking' }],
  ['a limit before children', inPhase(RUNNING, { ...all, requests: [] }), { kind: 'rate-limited', until: 5 }],
  ['a form, like a question', inPhase(RUNNING, { ...all, requests: [], forms: [form] }), { kind: 'asking' }],
  ['children', inPhase(RUNNING, { awaiting: all.awaiting ?? [] }), { kind: 'awaiting', children: 1 }],
  ['something heard', inPhase(RUNNING), { kind: 'running' }],
  ['nothing heard yet', inPhase({ kind: 'running', heard: false }), { kind: 'waiting' }],
  ['an agent that is being started', inPhase({ kind: 'starting' }), { kind: 'starting' }],
  ['a place in the line', inPhase({ kind: 'waiting', place: 3 }), { kind: 'queued', place: 3 }],
  ['a good end', inPhase(ended({ kind: 'completed' })), { kind: 'finished' }],
  ['an end by a rule', inPhase(ended({ kind: 'cut-short', reason: 'refusal' })), { kind: 'finished' }],
  ['a stop', inPhase(ended({ kind: 'stopped' })), { kind: 'stopped' }],
  ['an interruption', inPhase(ended({ kind: 'interrupted' })), { kind: 'interrupted' }],
  ['a failure', inPhase(ended({ kind: 'failed', failure })), { kind: 'failed', failure }],
  ['a failure that was put away', inPhase(ended({ kind: 'failed', failure }, true)), { kind: 'idle' }],
];

test.each(TABLE)('[C62] activity follows from facts, in one order of precedence: %s', (_facts, head, is) => {
  expect(activityOf(head)).toEqual(is);
});

const after = (head: Head, ...events: readonly SessionEvent[]) =>
  activityOf(reduceAll({ head, window: { items: [], atStart: true } }, events).head).kind;
const reply: ReplyItem = {
  ...{ id: itemIdNumber(2), turn: turn.id, order: 1, at: 0, kind: 'reply', text: EMPTY_TEXT, endedAt: null },
};
const said: SessionEvent = { type: 'item-added', item: reply };
const moved = (phase: Extract<SessionEvent, { type: 'turn-moved' }>['phase']): SessionEvent => ({
  ...{ type: 'turn-moved', turn: turn.id, phase },
});
const limited: SessionEvent = { type: 'limit-set', limit: { until: null } };
const WAITING = inPhase({ kind: 'running', heard: false });

test('[C63] a turn that is asked waits until something of its answer can be seen', () => {
  expect(after(inPhase({ kind: 'starting' }), moved({ kind: 'running', heard: false }))).toBe('waiting');
  expect(after(WAITING, said)).toBe('running');
  expect(after(WAITING, { type: 'item-added', item: { ...reply, kind: 'notice', notice: { code: 'resumed' } } })).toBe(
    'waiting',
  );
  expect(after(WAITING, { type: 'item-added', item: { ...reply, turn: turnIdNumber(9) } })).toBe('waiting');
});

test('[C63] a limit holds until it is lifted, and says nothing of a turn that is over', () => {
  expect(after(WAITING, limited)).toBe('rate-limited');
  expect(after(WAITING, limited, { type: 'limit-set', limit: null })).toBe('waiting');
  expect(after(WAITING, limited, said, { type: 'limit-set', limit: null })).toBe('running');
  const end: SessionEvent = { type: 'turn-ended', turn: turn.id, outcome: { kind: 'completed' }, at: 1 };
  expect(after(WAITING, limited, end)).toBe('finished');
});

test('[C63] nothing but a new turn revives a session whose turn is over', () => {
  const over = inPhase(ended({ kind: 'failed', failure }));
  for (const late of [said, moved({ kind: 'running', heard: true }), limited]) expect(after(over, late)).toBe('failed');
  const next = { id: turnIdNumber(1), parent: turn.id, index: 1, at: 2, phase: { kind: 'waiting', place: 1 } } as const;
  expect(after(over, { type: 'turn-opened', turn: next })).toBe('queued');
});
