import { activityOf } from '../../protocol/activity.ts';
import type { Command } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import { EMPTY_QUEUE, type Head, NO_LINES, type SessionKind } from '../../protocol/head.ts';
import type { TurnId } from '../../protocol/ids.ts';
import { childTitle, type Relationship } from '../../protocol/relationship.ts';
import { assertNever, ok, refuse } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import { NOTHING_SPENT } from '../../protocol/usage.ts';
import { rename, reportProgress, setSummary } from './account.ts';
import { answer } from './answer.ts';
import type { LineageCommand } from './family.ts';
import { answerForm } from './forms.ts';
import { type Decision, type Facts, occupied, prompt, resume, retry } from './open-turn.ts';
import { setOption } from './options.ts';
import type { PathCommand } from './path.ts';
import { decideQueue } from './queue.ts';
import { stopSession } from './stop-turn.ts';
import { setBudget } from './tree-budget.ts';

/** Commands on a session that exists; what makes a new one is the service's. */
export type SessionCommand = Exclude<Command, { readonly type: 'create' | 'fork' | 'take-over' | 'fetch-again' }>;

/** Those that one session decides for itself, on the path that it is on. */
export type OwnCommand = Exclude<SessionCommand, PathCommand | LineageCommand>;

/** Pure: what a command means for this session, or why it is refused. No events: it had been done already. */
export function decide(head: Head, command: OwnCommand, facts: Facts): Decision {
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  const taken = occupied(head);
  if (taken && !MEANWHILE.has(command.type)) return refuse(taken);
  switch (command.type) {
    case 'prompt':
      return prompt(head, command.turnId, command, facts);
    case 'queue':
    case 'steer':
    case 'edit-queued':
    case 'move-queued':
    case 'unqueue':
    case 'release-queue':
      return decideQueue(head, command, facts);
    case 'resume':
      return resume(head, command.turnId, facts);
    case 'retry':
      return retry(head, command.turnId, facts);
    case 'run-alongside':
      return runAlongside(head, command.turnId);
    case 'stop':
      return stop(head, facts.now);
    case 'answer':
      return answer(head, command, facts);
    case 'answer-form':
      return answerForm(head, command);
    case 'rename':
      return rename(head, command.title, command.by ?? 'person');
    case 'set-summary':
      return setSummary(head, command.summary);
    case 'report-progress':
      return reportProgress(head, command.progress);
    case 'terminate':
      return terminate(head, facts.now);
    case 'interrupt-terminal':
      return ok([]);
    case 'set-option':
      return setOption(head, command.optionId, command.value);
    case 'set-budget':
      return setBudget(head, command.budget, facts.top());
    case 'clear-error':
      return clearError(head);
    case 'pin':
      return ok(command.pinned === (head.pinnedAt !== null) ? [] : [pinned(command.pinned ? facts.now : null)]);
    case 'archive':
      return archive(head, command.archived, facts);
    case 'mark':
      return ok(head.unread === command.unread ? [] : [{ type: 'marked', unread: command.unread }]);
    default:
      return assertNever(command);
  }
}

/** What may be asked while turns are being taken back, or a history is being fetched. */
const MEANWHILE: ReadonlySet<OwnCommand['type']> = new Set([
  ...(['stop', 'terminate', 'mark', 'pin', 'rename', 'set-budget'] as const),
]);

/** The head of a session that has just been created. */
export function newHead(command: NewSession, now: number): Head {
  const relationship = command.relationship ?? null;
  return {
    id: command.sessionId,
    kind: kindOf(relationship),
    agentId: command.agentId,
    folder: command.folder,
    title: { text: titleOf(command), by: 'provisional' },
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    itemCount: 0,
    path: 0,
    turn: null,
    requests: [],
    forms: [],
    plan: null,
    context: null,
    spent: NOTHING_SPENT,
    queue: EMPTY_QUEUE,
    relationship,
    children: [],
    forks: [],
    rollback: null,
    undoable: [],
    options: [],
    commands: [],
    policy: command.policy ?? 'ask',
    policyInherited: false,
    limit: null,
    awaiting: [],
    busyBelow: [],
    budget: null,
    summary: '',
    progress: null,
    lines: NO_LINES,
    worktree: command.worktree ?? null,
    pinnedAt: null,
    archivedAt: null,
    unread: false,
  };
}

type NewSession = Omit<Extract<Command, { type: 'create' }>, 'type' | 'options'>;

function kindOf(relationship: Relationship | null): SessionKind {
  if (relationship === null) return 'main';
  return relationship.kind === 'btw' ? 'side' : 'child';
}

/** A child is called after what it is asked; all others get their title from their first prompt. */
function titleOf({ relationship, description }: NewSession): string {
  return relationship?.kind === 'subagent' ? childTitle(relationship.type, description ?? '') : '';
}

/** The runner moves the turn: only it knows who stands where. */
function runAlongside(head: Head, turnId: TurnId): Decision {
  const waits = head.turn?.id === turnId && head.turn.phase.kind === 'waiting';
  return waits ? ok([]) : refuse({ code: 'not-waiting' });
}

function stop(head: Head, now: number): Decision {
  return isActive(head.turn) ? ok(stopSession(head, head.turn, now)) : refuse({ code: 'nothing-running' });
}

/** Also for a turn that is being stopped already, and does not. */
function terminate(head: Head, now: number): Decision {
  const turn = head.turn;
  if (!isActive(turn)) return refuse({ code: 'nothing-running' });
  return ok(turn.phase.kind === 'stopping' ? [] : stopSession(head, turn, now));
}

/** How a turn ended stays in the transcript; only the session's own state forgets it. */
function clearError(head: Head): Decision {
  if (isActive(head.turn)) return refuse({ code: 'busy' });
  const activity = activityOf(head).kind;
  if (head.turn === null || !CLEARED.has(activity)) return refuse({ code: 'nothing-to-clear' });
  return ok([{ type: 'end-cleared', turn: head.turn.id }]);
}

const CLEARED: ReadonlySet<string> = new Set(['failed', 'interrupted', 'stopped']);

const pinned = (at: number | null): SessionEvent => ({ type: 'pinned', at });

/** What runs, also below it, is not put away: nobody would see its questions. */
function archive(head: Head, archived: boolean, facts: Facts): Decision {
  if (archived === (head.archivedAt !== null)) return ok([]);
  if (!archived) return ok([{ type: 'archived', at: null }]);
  if (isActive(head.turn)) return refuse({ code: 'busy' });
  const titles = facts.busyBelow();
  return titles.length > 0 ? refuse({ code: 'children-busy', titles }) : ok([{ type: 'archived', at: facts.now }]);
}
