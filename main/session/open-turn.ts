import { activityOf } from '../../protocol/activity.ts';
import { attachmentsOf, besideWords, PROMPT_BYTES_MAX, type Prompted } from '../../protocol/attachment.ts';
import type { Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { AgentId, ItemId, RequestId, RuleId, SessionId, TurnId } from '../../protocol/ids.ts';
import { PROMPT_CHARS_MAX, TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import { isFetching } from '../../protocol/origin.ts';
import type { Decision as PermissionDecision, RuleScope } from '../../protocol/permission.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { textOf } from '../../protocol/text.ts';
import { isActive, type Turn } from '../../protocol/turn.ts';
import type { PathState, StoredTurn, TurnWrite } from './ports.ts';

/** What a decision may know besides the head. */
export type Facts = {
  readonly now: number;
  newItemId(): ItemId;
  nextOrder(turn: Pick<Turn, 'id' | 'index'>): number;
  /** The last prompt, or undefined when there was none. */
  lastPrompt(): Prompted | undefined;
  /** A turn of any branch, also one that was taken back; undefined when it was never opened. */
  turn(id: TurnId): StoredTurn | undefined;
  leafBelow(id: TurnId): TurnId;
  branchCount(): number;
  /** What the sessions below it are called that have running turns. */
  busyBelow(): readonly string[];
  /** How a question was decided, as far as anybody still knows. */
  decision(request: RequestId): PermissionDecision | undefined;
  /** The rule that holds for exactly this. */
  ruleFor(agent: AgentId, scope: RuleScope): RuleId | undefined;
  readonly rulesHeld: number;
  /** Why no prompt may be sent in the tree of the session; undefined when one may. */
  over(): Refusal | undefined;
  /** The session that the budget of the tree stands with. */
  top(): SessionId;
  /** What would be shown after these writes. */
  preview(writes: readonly TurnWrite[]): Result<PathState, Refusal>;
};

/** Events, or why not. No events: it had been done already. */
export type Decision = Result<readonly SessionEvent[], Refusal>;

/** Why nothing can be begun in the session for now; undefined when it can. */
export function occupied(head: Head): Refusal | undefined {
  if (head.rollback !== null) return { code: 'rolling-back' };
  return isFetching(head) ? { code: 'taking-over' } : undefined;
}

/** Why this cannot be a prompt; undefined when it can. */
export function wrongPrompt(asked: Prompted): Refusal | undefined {
  const { text } = asked;
  const attachments = attachmentsOf(asked);
  if (text.trim() === '' && attachments.length === 0) return { code: 'empty-prompt' };
  const bytes = attachments.reduce((sum, attachment) => sum + attachment.bytes, 0);
  if (bytes > PROMPT_BYTES_MAX) return { code: 'attachments-too-large', maxBytes: PROMPT_BYTES_MAX };
  if (text.length > PROMPT_CHARS_MAX) return { code: 'prompt-too-long', maxChars: PROMPT_CHARS_MAX };
  return undefined;
}

/** A prompt opens a turn in the line and lends the session its first line as a title. */
export function prompt(head: Head, turnId: TurnId, asked: Prompted, facts: Facts): Decision {
  const wrong = wrongPrompt(asked);
  if (wrong) return refuse(wrong);
  const opened = openTurn(head, turnId, facts);
  if (!opened.ok || opened.value === 'known') return opened.ok ? ok([]) : opened;
  const turn = opened.value;
  const events: SessionEvent[] = [
    { type: 'turn-opened', turn },
    {
      type: 'item-added',
      item: { ...placed(turn, facts), kind: 'prompt', text: textOf(asked.text), ...besideWords(asked) },
    },
  ];
  const title = provisionalTitle(asked);
  if (head.title.text === '') events.push({ type: 'renamed', title: { text: title, by: 'provisional' } });
  return ok(events);
}

export function resume(head: Head, turnId: TurnId, facts: Facts): Decision {
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

export function retry(head: Head, turnId: TurnId, facts: Facts): Decision {
  if (facts.turn(turnId)) return ok([]);
  const last = facts.lastPrompt();
  return last === undefined ? refuse({ code: 'nothing-to-retry' }) : prompt(head, turnId, last, facts);
}

/**
 * The one place where a turn begins, so the one where a budget is asked. `known`: this very turn was opened by an earlier
 * send of the same command, be it long over.
 */
function openTurn(head: Head, id: TurnId, facts: Facts): Result<Turn | 'known', Refusal> {
  if (facts.turn(id)) return ok('known' as const);
  if (isActive(head.turn)) return refuse({ code: 'busy' });
  const over = facts.over();
  if (over) return refuse(over);
  const index = head.turn === null ? 0 : head.turn.index + 1;
  const parent = head.turn?.id ?? null;
  return ok({ id, parent, index, at: facts.now, phase: { kind: 'waiting', place: 1 } });
}

const placed = (turn: Turn, facts: Facts) => ({
  id: facts.newItemId(),
  turn: turn.id,
  order: facts.nextOrder(turn),
  at: turn.at,
});

/** The first line that says something, without the marks of Markdown that a title has no use for; else a file's name. */
export function provisionalTitle(asked: Prompted): string {
  const text = asked.text.trim() === '' ? (attachmentsOf(asked)[0]?.name ?? '') : asked.text;
  const lines = text.split('\n').map((line) => line.replace(/^[\s#>*`-]+|\*\*|`/g, '').trim());
  return firstChars(lines.find((line) => line !== '') ?? text.trim(), TITLE_CHARS_MAX);
}

/** Counted in characters as people see them, so that nothing is cut in two. */
export function firstChars(text: string, max: number): string {
  const chars = [...text];
  return chars.length <= max
    ? text
    : `${chars
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
