import { activityOf } from '../../protocol/activity.ts';
import type { Command, Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head, Title } from '../../protocol/head.ts';
import type { ItemId, TurnId } from '../../protocol/ids.ts';
import { PROMPT_CHARS_MAX, TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import { assertNever, ok, type Result, refuse } from '../../protocol/result.ts';
import { textOf } from '../../protocol/text.ts';
import { isActive, type Turn } from '../../protocol/turn.ts';

/** What a decision may know besides the head. */
export type Facts = {
  readonly now: number;
  newItemId(): ItemId;
  nextOrder(turnIndex: number): number;
  /** The words of the last prompt, or undefined when there was none. */
  lastPrompt(): string | undefined;
  /** Whether this turn was opened before, however long ago. */
  hasTurn(id: TurnId): boolean;
};

type Decision = Result<readonly SessionEvent[], Refusal>;
/** Commands on a session that exists; `create` is the service's. */
export type SessionCommand = Exclude<Command, { readonly type: 'create' }>;

/** Pure: what a command means for this session, or why it is refused. No events: it had been done already. */
export function decide(head: Head, command: SessionCommand, facts: Facts): Decision {
  if (head.deletedAt !== null && command.type !== 'restore') return refuse({ code: 'session-deleted' });
  switch (command.type) {
    case 'prompt':
      return prompt(head, command.turnId, command.text, facts);
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
  };
}

function prompt(head: Head, turnId: TurnId, text: string, facts: Facts): Decision {
  if (text.trim() === '') return refuse({ code: 'empty-prompt' });
  if (text.length > PROMPT_CHARS_MAX) return refuse({ code: 'prompt-too-long', maxChars: PROMPT_CHARS_MAX });
  const opened = openTurn(head, turnId, facts);
  if (!opened.ok || opened.value === 'known') return opened.ok ? ok([]) : opened;
  const turn = opened.value;
  const events: SessionEvent[] = [
    { type: 'turn-opened', turn },
    { type: 'item-added', item: { ...placed(turn, facts), kind: 'prompt', text: textOf(text) } },
  ];
  const title = provisionalTitle(text);
  if (head.title.text === '') events.push({ type: 'renamed', title: { text: title, by: 'provisional' } });
  return ok(events);
}

function resume(head: Head, turnId: TurnId, facts: Facts): Decision {
  const opened = openTurn(head, turnId, facts);
  if (!opened.ok || opened.value === 'known') return opened.ok ? ok([]) : opened;
  const activity = activityOf(head).kind;
  if (activity !== 'interrupted' && activity !== 'failed' && activity !== 'stopped') {
    return refuse({ code: 'nothing-to-resume' });
  }
  const turn = opened.value;
  return ok([
    { type: 'turn-opened', turn },
    { type: 'item-added', item: { ...placed(turn, facts), kind: 'notice', notice: { code: 'resumed' } } },
  ]);
}

function retry(head: Head, turnId: TurnId, facts: Facts): Decision {
  if (facts.hasTurn(turnId)) return ok([]);
  const text = facts.lastPrompt();
  return text === undefined ? refuse({ code: 'nothing-to-retry' }) : prompt(head, turnId, text, facts);
}

/** `known`: this very turn was opened by an earlier send of the same command, be it long over. */
function openTurn(head: Head, id: TurnId, facts: Facts): Result<Turn | 'known', Refusal> {
  if (facts.hasTurn(id)) return ok('known' as const);
  if (isActive(head.turn)) return refuse({ code: 'busy' });
  const index = head.turn === null ? 0 : head.turn.index + 1;
  return ok({ id, index, at: facts.now, phase: { kind: 'waiting', place: 1 } });
}

const placed = (turn: Turn, facts: Facts) => ({
  id: facts.newItemId(),
  turn: turn.id,
  order: facts.nextOrder(turn.index),
  at: turn.at,
});

/** Partial text stays; open questions are answered `cancelled` so that no agent waits for ever. */
function stop(head: Head): Decision {
  const turn = head.turn;
  if (!isActive(turn)) return refuse({ code: 'nothing-running' });
  if (turn.phase.kind === 'stopping') return ok([]);
  return ok([...cancelRequests(head), { type: 'turn-moved', turn: turn.id, phase: { kind: 'stopping' } }]);
}

export const cancelRequests = (head: Head): readonly SessionEvent[] =>
  head.requests.map((request) => ({ type: 'answered', request: request.id, answer: { kind: 'cancelled' } }));

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

/** The first line that says something, without Markdown's marks. */
function provisionalTitle(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^[\s#>*`-]+/, '').trim());
  return firstChars(lines.find((line) => line !== '') ?? text.trim(), TITLE_CHARS_MAX);
}

/** Counted in characters as people see them, so that nothing is cut in two. */
function firstChars(text: string, max: number): string {
  const chars = [...text];
  return chars.length <= max
    ? text
    : `${chars
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
