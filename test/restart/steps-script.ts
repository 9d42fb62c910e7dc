import type { Report } from '../../main/session/runner-ports.ts';
import type { Replayed } from '../../main/session/update.ts';
import { DEFAULT_BUDGET } from '../../protocol/budget.ts';
import type { Command } from '../../protocol/command.ts';
import {
  AgentId,
  type RollbackId,
  requestIdOf,
  rollbackIdOf,
  ruleIdOf,
  type SessionId,
  type TurnId,
} from '../../protocol/ids.ts';
import { INLINE_CHARS_MAX } from '../../protocol/limits.ts';
import type { AgentOption } from '../../protocol/option.ts';
import { ok, type Result } from '../../protocol/result.ts';
import { NO_TOKENS } from '../../protocol/usage.ts';
import { sessionIdNumber, turnIdNumber, ulidOf } from '../support/arbitraries.ts';
import { attachmentOf } from '../support/attachments.ts';
import type { SessionHost } from '../support/session-host.ts';

/** `transactions`: how many it takes, each of which leaves something that is whole in itself. */
export type Scripted = { readonly name: string; readonly transactions: number; run(host: SessionHost): void };

const MAIN = sessionIdNumber(9_001);
const CHILD = sessionIdNumber(9_002);
const GRANDCHILD = sessionIdNumber(9_003);
const FORK = sessionIdNumber(9_004);
const PLAYBOOK = AgentId.parse('playbook');
const TAKEN = sessionIdNumber(9_005);
const OPTIONS = [{ id: 'yes', kind: 'allow-once', name: 'Yes' }] as const;
const [REQUEST, FORM, REMEMBERED, GRANTED] = [requestId(0), requestId(1), requestId(2), requestId(3)];
const RULE = ruleIdOf(ulidOf(9_200));
/** What is attached: it must be in the data folder. */
export const ATTACHED = 'what is in the file';
const attachments = [attachmentOf(ATTACHED)];
/** So long that it is kept in rows of its own. */
const LONG = 'long words '.repeat(Math.ceil((INLINE_CHARS_MAX + 1_000) / 11));
const DAY_MS = 24 * 60 * 60 * 1000;

function requestId(n: number) {
  return requestIdOf(ulidOf(9_100 + n));
}
const turn = (n: number): TurnId => turnIdNumber(8_000 + n);
const rollback = (n: number): RollbackId => rollbackIdOf(ulidOf(7_000 + n));

/** What has a session in its name loses it here, so that lines below are short. */
type Own<One> = One extends { readonly sessionId: SessionId } ? Omit<One, 'sessionId'> : never;

function asked(command: Own<Command>, sessionId: SessionId = MAIN, transactions = 1): Scripted {
  return {
    name: command.type,
    transactions,
    run(host) {
      const answer = host.service.dispatch({ sessionId, ...command } as Command);
      if (!answer.ok) throw new Error(`${command.type} is refused: ${answer.refusal.code}`);
    },
  };
}

function told(turnId: TurnId, report: Report, sessionId = MAIN, transactions = 1): Scripted {
  return {
    name: `report of ${report.type}`,
    transactions,
    run: (host) => void host.service.report(sessionId, turnId, report),
  };
}

const says = (turnId: TurnId, text: string, sessionId = MAIN) =>
  told(turnId, { type: 'updates', updates: [{ type: 'text', of: 'reply', message: null, text }] }, sessionId);
const ends = (turnId: TurnId, kind: 'completed' | 'stopped' | 'interrupted', sessionId = MAIN, transactions = 1) =>
  told(turnId, { type: 'ended', outcome: { kind } }, sessionId, transactions);
const attaches = (turnId: TurnId, agentSession: string) =>
  told(turnId, { type: 'attached', agentSession, how: 'new', options: null });
const asks = (turnId: TurnId, id: typeof REQUEST, call: string) =>
  told(turnId, {
    type: 'asked',
    question: { id, call, title: 'List', command: 'ls', folder: '/src', options: OPTIONS },
  });

const creates = (sessionId: SessionId, relationship: Extract<Command, { type: 'create' }>['relationship']) =>
  asked({ type: 'create', agentId: PLAYBOOK, folder: '/src', relationship, description: 'Look' }, sessionId);
const spawns = (sessionId: SessionId, parent: SessionId, turnId: TurnId) =>
  creates(sessionId, { kind: 'subagent', parent, turn: turnId, item: null, type: null });

/** Of the attempt to fetch a history that is under way. */
function repeats(report: Extract<Report, { readonly type: 'replayed' | 'fetched' }>): Scripted {
  return {
    name: `report of ${report.type}`,
    transactions: 1,
    run(host) {
      const fetch = host.runner.fetched.at(-1)?.fetch;
      if (fetch === undefined) throw new Error('Nothing is being fetched');
      void host.service.report(TAKEN, fetch, report);
    },
  };
}

function sets(name: string, set: (host: SessionHost) => Result<unknown, unknown>): Scripted {
  return {
    name,
    transactions: 1,
    run(host) {
      if (!set(host).ok) throw new Error(`${name} is refused`);
    },
  };
}

function passes(name: string, days: number, transactions: number): Scripted {
  return { name, transactions, run: (host) => host.clock.advance(days * DAY_MS) };
}

const tool = { type: 'terminal', terminal: 't', command: 'ls', folder: '/src' } as const;
const usage = { usedTokens: 10, sizeTokens: 100, cost: { amount: 0.5, currency: 'USD' } };
const mode: AgentOption = {
  ...{ id: 'mode', name: 'Mode', description: '', category: 'mode', wanted: null },
  choice: {
    kind: 'select',
    value: 'run',
    offers: ['run', 'plan'].map((value) => ({ value, name: value, description: '', group: '' })),
  },
};
const history: readonly Replayed[] = [
  { type: 'prompt', text: 'before' },
  { type: 'text', of: 'reply', message: null, text: 'said before' },
];
const plan = { type: 'plan', entries: [{ text: 'a', status: 'pending', priority: 'low' }] } as const;

/** Every command that writes rows, and something of everything else that does. */
export const SCRIPT: readonly Scripted[] = [
  creates(MAIN, undefined),
  asked({ type: 'prompt', turnId: turn(1), text: 'one', attachments }),
  // The offers are kept for the agent as well.
  told(turn(1), { type: 'attached', agentSession: 'a-1', how: 'new', options: [mode] }, MAIN, 2),
  asked({ type: 'set-option', optionId: 'mode', value: 'plan' }),
  sets('commands', ({ service }) => {
    service.configured(MAIN, { type: 'commands', commands: [{ name: 'plan', description: '', hint: null }] });
    return ok(undefined);
  }),
  says(turn(1), LONG),
  told(turn(1), {
    type: 'updates',
    updates: [
      plan,
      { type: 'tool', call: 'c1', change: { title: 'List', tool: 'run', status: 'running', content: [tool] } },
      { type: 'output', call: 'c1', terminal: 't', text: 'a b c' },
    ],
  }),
  asks(turn(1), REQUEST, 'c1'),
  asked({ type: 'queue', turnId: turn(2), text: 'two', attachments }),
  asked({ type: 'queue', turnId: turn(3), text: 'three' }),
  asked({ type: 'edit-queued', turnId: turn(3), text: 'three, better' }),
  asked({ type: 'move-queued', turnId: turn(3), before: turn(2) }),
  asked({ type: 'unqueue', turnId: turn(3) }),
  asked({ type: 'answer', requestId: REQUEST, optionId: 'yes' }),
  asks(turn(1), REMEMBERED, 'c1'),
  asked({ type: 'answer', requestId: REMEMBERED, optionId: 'yes', remember: RULE }),
  asks(turn(1), GRANTED, 'c1'),
  sets('revoke', ({ permissions }) => permissions.revoke(RULE)),
  sets('restore a rule', ({ permissions }) => permissions.restore(RULE)),
  told(turn(1), {
    type: 'form-asked',
    question: { id: FORM, message: 'Sure?', ask: { kind: 'fields', title: null, help: null, fields: [] } },
  }),
  asked({ type: 'answer-form', requestId: FORM, answer: { kind: 'sent', values: {} } }),
  told(turn(1), { type: 'updates', updates: [{ type: 'usage', usage }] }),
  told(turn(1), { type: 'ended', outcome: { kind: 'completed' }, tokens: { ...NO_TOKENS, input: 7, total: 7 } }),
  attaches(turn(2), 'a-1'),
  spawns(CHILD, MAIN, turn(2)),
  // Its parent is told then, and when it has ended.
  asked({ type: 'prompt', turnId: turn(10), text: 'task' }, CHILD, 2),
  says(turn(10), 'doing', CHILD),
  asked({ type: 'report-progress', progress: { text: 'Half of it', share: 0.5 } }, CHILD),
  asked({ type: 'set-summary', summary: 'It does' }, CHILD),
  asked({ type: 'set-policy', policy: 'reads' }, CHILD),
  asked({ type: 'inherit-policy' }, CHILD),
  spawns(GRANDCHILD, CHILD, turn(10)),
  asked({ type: 'prompt', turnId: turn(11), text: 'deeper' }, GRANDCHILD, 2),
  asked({ type: 'stop', tree: true }, CHILD),
  ends(turn(11), 'stopped', GRANDCHILD, 2),
  asked({ type: 'steer', turnId: turn(4), text: 'instead' }),
  ends(turn(2), 'stopped'),
  ends(turn(4), 'interrupted'),
  asked({ type: 'clear-error' }),
  asked({ type: 'edit', turnId: turn(5), of: turn(2), text: 'two, better' }),
  says(turn(5), 'other'),
  says(turn(2), ' and more of what is not shown'),
  ends(turn(5), 'completed'),
  asked({ type: 'switch-branch', turnId: turn(2) }),
  asked({ type: 'rollback', rollbackId: rollback(1), turnId: turn(2) }),
  ends(turn(10), 'stopped', CHILD, 3),
  asked({ type: 'undo-rollback', rollbackId: rollback(1) }),
  asked({ type: 'fork', turnId: turn(2), newSessionId: FORK }),
  asked({ type: 'retry', turnId: turn(6) }),
  asked({ type: 'queue', turnId: turn(8), text: 'eight' }),
  asked({ type: 'stop' }),
  ends(turn(6), 'stopped'),
  asked({ type: 'release-queue' }),
  asked({ type: 'terminate' }),
  ends(turn(8), 'stopped'),
  asked({ type: 'resume', turnId: turn(7) }),
  ends(turn(7), 'completed'),
  asked({ type: 'clear', rollbackId: rollback(2) }),
  asked({ type: 'undo-rollback', rollbackId: rollback(2) }),
  asked({ type: 'delete' }),
  asked({ type: 'restore', children: true }),
  asked({ type: 'pin', pinned: true }),
  asked({ type: 'archive', archived: true }),
  asked({ type: 'mark', unread: true }),
  asked({ type: 'set-policy', policy: 'edits' }),
  asked({ type: 'set-budget', budget: { ...DEFAULT_BUDGET, tokens: 1_000_000 } }),
  asked({ type: 'rename', title: 'Named' }),
  sets('preferences', ({ store }) => store.preferences.put({ policy: 'reads' })),
  asked({ type: 'take-over', agentId: PLAYBOOK, folder: '/src', agentSession: 'theirs' }, TAKEN),
  repeats({ type: 'replayed', steps: history }),
  repeats({ type: 'fetched', state: { kind: 'incomplete', failure: null }, options: null }),
  asked({ type: 'fetch-again' }, TAKEN),
  repeats({ type: 'replayed', steps: history }),
  repeats({ type: 'fetched', state: { kind: 'fetched' }, options: null }),
  asked({ type: 'rollback', rollbackId: rollback(3), turnId: turn(2) }),
  asked({ type: 'delete' }, FORK),
  passes('a month', 31, 4),
];

/** The sessions that the script makes, by name. */
export const SESSIONS = [MAIN, CHILD, GRANDCHILD, FORK, TAKEN] as const;
