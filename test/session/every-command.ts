import { DEFAULT_BUDGET } from '../../protocol/budget.ts';
import type { Command } from '../../protocol/command.ts';
import { AgentId, itemIdOf, requestIdOf, rollbackIdOf, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { turnIdNumber, ulidOf } from '../support/arbitraries.ts';

type Commands = { readonly [Type in Command['type']]: Extract<Command, { readonly type: Type }> };

/** Ids of nothing that any session has. */
const NOWHERE = ulidOf(2 ** 40);
const TURN = turnIdNumber(2 ** 40);
const PLACE = { agentId: AgentId.parse('playbook'), folder: '/src' } as const;

/** One of each kind for a session, with ids that are new, or of nothing. A kind that is added to the protocol is missed here. */
export function everyCommand(sessionId: SessionId): Commands {
  const prompted = { sessionId, turnId: TURN, text: 'Go' } as const;
  const [rollbackId, requestId] = [rollbackIdOf(NOWHERE), requestIdOf(NOWHERE)];
  return {
    create: { type: 'create', sessionId, ...PLACE },
    prompt: { type: 'prompt', ...prompted },
    queue: { type: 'queue', ...prompted },
    steer: { type: 'steer', ...prompted },
    'edit-queued': { type: 'edit-queued', ...prompted },
    'move-queued': { type: 'move-queued', sessionId, turnId: TURN, before: null },
    unqueue: { type: 'unqueue', sessionId, turnId: TURN },
    'release-queue': { type: 'release-queue', sessionId },
    resume: { type: 'resume', sessionId, turnId: TURN },
    retry: { type: 'retry', sessionId, turnId: TURN },
    'run-alongside': { type: 'run-alongside', sessionId, turnId: TURN },
    stop: { type: 'stop', sessionId },
    terminate: { type: 'terminate', sessionId },
    'interrupt-terminal': { type: 'interrupt-terminal', sessionId, itemId: itemIdOf(NOWHERE), key: 't' },
    edit: { type: 'edit', ...prompted, of: turnIdNumber(2 ** 40 + 1) },
    'switch-branch': { type: 'switch-branch', sessionId, turnId: TURN },
    rollback: { type: 'rollback', sessionId, rollbackId, turnId: TURN },
    clear: { type: 'clear', sessionId, rollbackId },
    'undo-rollback': { type: 'undo-rollback', sessionId, rollbackId },
    fork: { type: 'fork', sessionId, turnId: TURN, newSessionId: sessionIdOf(NOWHERE) },
    'take-over': { type: 'take-over', sessionId, ...PLACE, agentSession: 'of nobody' },
    'fetch-again': { type: 'fetch-again', sessionId },
    'set-option': { type: 'set-option', sessionId, optionId: 'mode', value: 'plan' },
    'set-policy': { type: 'set-policy', sessionId, policy: 'edits' },
    'inherit-policy': { type: 'inherit-policy', sessionId },
    'set-budget': { type: 'set-budget', sessionId, budget: DEFAULT_BUDGET },
    'clear-error': { type: 'clear-error', sessionId },
    pin: { type: 'pin', sessionId, pinned: true },
    archive: { type: 'archive', sessionId, archived: true },
    mark: { type: 'mark', sessionId, unread: true },
    answer: { type: 'answer', sessionId, requestId, optionId: 'yes' },
    'answer-form': { type: 'answer-form', sessionId, requestId, answer: { kind: 'declined' } },
    rename: { type: 'rename', sessionId, title: 'Named' },
    'set-summary': { type: 'set-summary', sessionId, summary: 'All is well' },
    'report-progress': { type: 'report-progress', sessionId, progress: { text: 'Half of it', share: 0.5 } },
    delete: { type: 'delete', sessionId },
    restore: { type: 'restore', sessionId, children: true },
  };
}
