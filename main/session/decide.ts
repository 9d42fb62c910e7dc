import type { Command } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import { EMPTY_QUEUE, type Head, type Title } from '../../protocol/head.ts';
import { TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import { assertNever, ok, refuse } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import { type Decision, type Facts, firstChars, prompt, resume, retry } from './open-turn.ts';
import { decideQueue } from './queue.ts';
import { stopTurn } from './stop-turn.ts';

/** Commands on a session that exists; `create` is the service's. */
export type SessionCommand = Exclude<Command, { readonly type: 'create' }>;

/** Pure: what a command means for this session, or why it is refused. No events: it had been done already. */
export function decide(head: Head, command: SessionCommand, facts: Facts): Decision {
  if (head.deletedAt !== null && command.type !== 'restore') return refuse({ code: 'session-deleted' });
  switch (command.type) {
    case 'prompt':
      return prompt(head, command.turnId, command.text, facts);
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
    case 'stop':
      return stop(head);
    case 'answer':
      return answer(head, command);
    case 'rename':
      return rename(head, command.title);
    case 'delete':
      return isActive(head.turn) ? refuse({ code: 'busy' }) : ok([{ type: 'deleted', at: facts.now }]);
    case 'restore':
      return ok(head.deletedAt === null ? [] : [{ type: 'restored' }]);
    default:
      return assertNever(command);
  }
}

/** The head of a session that has just been created. */
export function newHead(command: Extract<Command, { type: 'create' }>, now: number): Head {
  return {
    id: command.sessionId,
    kind: 'main',
    agentId: command.agentId,
    folder: command.folder,
    title: { text: '', by: 'provisional' },
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    itemCount: 0,
    path: 0,
    turn: null,
    requests: [],
    plan: null,
    usage: null,
    queue: EMPTY_QUEUE,
  };
}

/** Stopping never starts another request: what was to take the turn's place waits, too. */
function stop(head: Head): Decision {
  const turn = head.turn;
  if (!isActive(turn)) return refuse({ code: 'nothing-running' });
  const unsteered: readonly SessionEvent[] = head.queue.steering
    ? [{ type: 'queue-set', queue: { ...head.queue, steering: false } }]
    : [];
  if (turn.phase.kind === 'stopping') return ok(unsteered);
  return ok([...stopTurn(head, turn), ...unsteered]);
}

function answer(head: Head, command: Extract<Command, { type: 'answer' }>): Decision {
  const request = head.requests.find((open) => open.id === command.requestId);
  if (!request) return refuse({ code: 'already-answered' });
  const option = request.options.find((offered) => offered.id === command.optionId);
  if (!option) return refuse({ code: 'unknown-option' });
  return ok([{ type: 'answered', request: request.id, answer: { kind: 'selected', optionId: option.id } }]);
}

function rename(head: Head, title: string): Decision {
  const text = title.trim();
  if (text === '') return refuse({ code: 'empty-title' });
  if ([...text].length > TITLE_CHARS_MAX) return refuse({ code: 'title-too-long', maxChars: TITLE_CHARS_MAX });
  if (text === head.title.text && head.title.by === 'person') return ok([]);
  return ok([{ type: 'renamed', title: { text, by: 'person' } }]);
}

/** What an agent calls the session counts until a person has named it. */
export function agentTitle(head: Head, title: string): readonly SessionEvent[] {
  const text = firstChars(title.trim(), TITLE_CHARS_MAX);
  if (text === '' || head.title.by === 'person' || head.title.text === text) return [];
  return [{ type: 'renamed', title: { text, by: 'agent' } satisfies Title }];
}
