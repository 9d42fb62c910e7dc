import { expect, test } from 'vitest';
import { DEFAULT_BUDGET } from '../../protocol/budget.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import { EMPTY_QUEUE, type Undoable } from '../../protocol/head.ts';
import { requestIdOf, rollbackIdOf, sessionIdOf } from '../../protocol/ids.ts';
import type { Decision } from '../../protocol/permission.ts';
import { reduceAll } from '../../protocol/reduce.ts';
import { EMPTY_TEXT } from '../../protocol/text.ts';
import { NOTHING_SPENT, NOTHING_USED } from '../../protocol/usage.ts';
import { itemIdNumber, turnIdNumber, ulidOf } from '../support/arbitraries.ts';
import { emptyHead, emptyState } from '../support/history.ts';

const [turn, item, session] = [turnIdNumber(0), itemIdNumber(0), sessionIdOf(ulidOf(7))];
const request = requestIdOf(ulidOf(8));
const reply = { id: item, turn, order: 0, at: 0, kind: 'reply', text: EMPTY_TEXT, endedAt: null } as const;
const opened = { id: turn, parent: null, index: 0, at: 1, phase: { kind: 'waiting', place: 1 } } as const;
const rollback = { id: rollbackIdOf(ulidOf(9)), turn };
const undoable: Undoable = {
  ...{ id: rollback.id, kind: 'cleared', at: 1 },
  ...{ first: turn, last: turn, turns: 1, sessions: 0 },
};

const decision: Decision = {
  ...{ request, turn, item, title: 'Run', command: 'ls', at: 1 },
  ...{ verdict: 'cancelled', by: { kind: 'stop' } },
};

/** One of each kind: a new kind does not compile until it stands here. */
const EVENTS: { readonly [Type in SessionEvent['type']]: Extract<SessionEvent, { type: Type }> } = {
  renamed: { type: 'renamed', title: { text: 'New', by: 'person' } },
  deleted: { type: 'deleted', at: 1 },
  restored: { type: 'restored' },
  'turn-opened': { type: 'turn-opened', turn: opened },
  'turn-moved': { type: 'turn-moved', turn, phase: { kind: 'starting' } },
  'turn-ended': { type: 'turn-ended', turn, outcome: { kind: 'completed' }, at: 2 },
  'end-cleared': { type: 'end-cleared', turn },
  asked: {
    type: 'asked',
    request: { id: request, turn, item, title: 'Run', command: 'ls', folder: '/', options: [], at: 1 },
  },
  'form-asked': {
    type: 'form-asked',
    form: { id: request, turn, message: 'Who are you?', ask: { kind: 'link', url: 'https://example.com/' }, at: 1 },
  },
  'form-answered': { type: 'form-answered', form: request, how: 'declined' },
  answered: { type: 'answered', answer: { kind: 'cancelled' }, decision },
  granted: { type: 'granted', optionId: 'yes', decision },
  'plan-set': { type: 'plan-set', plan: { turn, entries: [{ text: 'a', status: 'done', priority: 'low' }] } },
  'context-set': { type: 'context-set', context: { usedTokens: 1, sizeTokens: 2 } },
  'turn-used': { type: 'turn-used', turn, at: 1, usage: NOTHING_USED, spent: { ...NOTHING_SPENT, turns: 1 } },
  'queue-set': { type: 'queue-set', queue: { ...EMPTY_QUEUE, held: 'failed' } },
  'path-changed': { type: 'path-changed', state: { ...emptyState, head: { ...emptyHead, path: 1 } } },
  'rollback-set': { type: 'rollback-set', rollback },
  'undoable-set': { type: 'undoable-set', undoable: [undoable] },
  'child-linked': { type: 'child-linked', child: { session, turn, item } },
  'child-unlinked': { type: 'child-unlinked', session },
  'origin-set': {
    type: 'origin-set',
    origin: { agentSession: 'a', changedAt: 1, fetch: turn, turns: 1, last: turn, state: { kind: 'fetched' } },
  },
  'awaiting-set': { type: 'awaiting-set', children: [session] },
  'busy-below-set': { type: 'busy-below-set', children: [session] },
  'budget-set': { type: 'budget-set', budget: DEFAULT_BUDGET },
  'summary-set': { type: 'summary-set', summary: 'All of it works.' },
  'progress-set': { type: 'progress-set', progress: { text: 'Half of it', share: 0.5 } },
  'lines-set': { type: 'lines-set', lines: { added: 3, removed: 1 } },
  'worktree-set': {
    type: 'worktree-set',
    worktree: { path: '/t/x', branch: 'skein/x', repository: '/r', base: 'abc', folder: '/t/x' },
  },
  'native-set': { type: 'native-set', native: { agentSession: 'sub-1', canStop: true } },
  'options-set': { type: 'options-set', options: [] },
  'commands-set': { type: 'commands-set', commands: [{ name: 'plan', description: 'Plans', hint: null }] },
  'policy-set': { type: 'policy-set', policy: 'all', inherited: true },
  'limit-set': { type: 'limit-set', limit: { until: 3 } },
  pinned: { type: 'pinned', at: 1 },
  archived: { type: 'archived', at: 1 },
  marked: { type: 'marked', unread: true },
  'item-added': { type: 'item-added', item: reply },
  'text-appended': { type: 'text-appended', item, key: null, at: 0, text: 'words' },
  'item-ended': { type: 'item-ended', item, at: 4 },
  'tool-updated': { type: 'tool-updated', item, patch: { title: 'Read' } },
};

/** What changes nothing in the session that the samples come to. */
const MEANINGLESS: ReadonlySet<SessionEvent['type']> = new Set([
  ...(['restored', 'turn-opened', 'answered', 'granted', 'form-answered', 'tool-updated', 'options-set'] as const),
]);

test('[C53] whatever a view can show comes as an event of one union, and means the same after its way over the wire', () => {
  const before = reduceAll(emptyState, [EVENTS['turn-opened'], EVENTS['item-added']]);
  const ended = reduceAll(before, [EVENTS['turn-ended']]);
  const linked = reduceAll(before, [EVENTS['child-linked']]);
  for (const event of Object.values(EVENTS)) {
    const received = JSON.parse(JSON.stringify(event)) as SessionEvent;
    const start = event.type === 'end-cleared' ? ended : event.type === 'child-unlinked' ? linked : before;
    const state = reduceAll(start, [event]);
    expect(reduceAll(start, [received]), event.type).toEqual(state);
    expect(JSON.stringify(state) !== JSON.stringify(start), event.type).toBe(!MEANINGLESS.has(event.type));
  }
});
