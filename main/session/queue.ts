import { besideWords, type Prompted } from '../../protocol/attachment.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import { EMPTY_QUEUE, type Head, type Queue, type QueuedPrompt } from '../../protocol/head.ts';
import type { TurnId } from '../../protocol/ids.ts';
import { QUEUE_CHARS_MAX, QUEUE_PROMPTS_MAX } from '../../protocol/limits.ts';
import { assertNever, ok, refuse } from '../../protocol/result.ts';
import { isActive, type Outcome } from '../../protocol/turn.ts';
import type { SessionCommand } from './decide.ts';
import { type Decision, type Facts, prompt, wrongPrompt } from './open-turn.ts';
import { stopTurn } from './stop-turn.ts';

type QueueCommand = Extract<
  SessionCommand,
  { type: 'queue' | 'steer' | 'edit-queued' | 'move-queued' | 'unqueue' | 'release-queue' }
>;

export function decideQueue(head: Head, command: QueueCommand, facts: Facts): Decision {
  switch (command.type) {
    case 'queue':
      return enqueue(head, command.turnId, command, facts);
    case 'steer':
      return steer(head, command.turnId, command, facts);
    case 'edit-queued':
      return edit(head, command.turnId, command);
    case 'move-queued':
      return move(head, command.turnId, command.before);
    case 'unqueue':
      return unqueue(head, command.turnId);
    case 'release-queue':
      return release(head, facts);
    default:
      return assertNever(command);
  }
}

/**
 * What the queue does in the same step in which a turn ends: there is no moment between finding the session idle and
 * taking the next prompt. After anything but a good end it is held, with the reason, until a person releases it.
 */
export function afterTurn(head: Head, outcome: Outcome, facts: Facts): readonly SessionEvent[] {
  const { queue } = head;
  if (queue.prompts.length === 0) return [];
  const ended = head.rollback !== null ? 'stopped' : heldBy(outcome);
  if (queue.steering && ended !== 'interrupted' && head.rollback === null) return takeNext(head, facts);
  if (ended === null) return queue.held === null ? takeNext(head, facts) : [];
  return [{ type: 'queue-set', queue: { ...queue, held: ended, steering: false } }];
}

const heldBy = (outcome: Outcome) =>
  outcome.kind === 'completed' || outcome.kind === 'cut-short' ? null : outcome.kind;

function enqueue(head: Head, id: TurnId, asked: Prompted, facts: Facts): Decision {
  const { queue } = head;
  const wrong = wrongPrompt(asked);
  if (wrong) return refuse(wrong);
  if (facts.turn(id) || queue.prompts.some((queued) => queued.id === id)) return ok([]);
  if (!isActive(head.turn) && queue.prompts.length === 0) return prompt(head, id, asked, facts);
  const over = facts.over();
  if (over) return refuse(over);
  return changed(queue, [...queue.prompts, queuedAs(id, asked, facts.now)]);
}

function steer(head: Head, id: TurnId, asked: Prompted, facts: Facts): Decision {
  const wrong = wrongPrompt(asked);
  if (wrong) return refuse(wrong);
  if (facts.turn(id)) return ok([]);
  const over = facts.over(); // before anything is stopped for it
  if (over) return refuse(over);
  const { queue, turn } = head;
  const prompts = [queuedAs(id, asked, facts.now), ...without(queue.prompts, id)];
  const full = fullness(prompts);
  if (full) return refuse(full);
  const next = { ...queue, prompts };
  if (!isActive(turn)) return ok(takeNext({ ...head, queue: next }, facts));
  const stopping = turn.phase.kind === 'stopping' ? [] : stopTurn(head, turn, facts.now);
  return ok([{ type: 'queue-set', queue: { ...next, steering: true } }, ...stopping]);
}

function edit(head: Head, id: TurnId, asked: Prompted): Decision {
  const wrong = wrongPrompt(asked);
  if (wrong) return refuse(wrong);
  const prompts = head.queue.prompts.map((queued) => (queued.id === id ? queuedAs(id, asked, queued.at) : queued));
  return change(head, id, prompts);
}

const queuedAs = (id: TurnId, asked: Prompted, at: number): QueuedPrompt => ({
  ...{ id, text: asked.text, at },
  ...besideWords(asked),
});

function move(head: Head, id: TurnId, before: TurnId | null): Decision {
  const moved = head.queue.prompts.find((queued) => queued.id === id);
  if (!moved || id === before) return change(head, id, head.queue.prompts);
  const others = without(head.queue.prompts, id);
  const place = before === null ? others.length : others.findIndex((queued) => queued.id === before);
  return place < 0 ? refuse({ code: 'not-queued' }) : change(head, id, others.toSpliced(place, 0, moved));
}

/** Without the prompt that was to take the place of the running turn, stopping that is a plain stop. */
function unqueue(head: Head, id: TurnId): Decision {
  const { queue } = head;
  const steering = queue.steering && queue.prompts[0]?.id !== id;
  return change({ ...head, queue: { ...queue, steering } }, id, without(queue.prompts, id));
}

function release(head: Head, facts: Facts): Decision {
  const { queue } = head;
  if (queue.held === null) return ok([]);
  const over = facts.over();
  if (over) return refuse(over);
  const freed = { ...head, queue: { ...queue, held: null } };
  const idle = !isActive(head.turn) && queue.prompts.length > 0;
  return ok(idle ? takeNext(freed, facts) : [{ type: 'queue-set', queue: freed.queue }]);
}

/**
 * Opens the turn of the first prompt. To be called while no turn is active and something is queued. A prompt whose turn
 * was opened meanwhile by another command is passed over: it would keep those behind it waiting.
 */
function takeNext(head: Head, facts: Facts): readonly SessionEvent[] {
  const [next, ...rest] = head.queue.prompts.filter((queued) => !facts.turn(queued.id));
  if (!next) return [{ type: 'queue-set', queue: EMPTY_QUEUE }];
  const opened = prompt(head, next.id, next, facts);
  if (!opened.ok) return opened.refusal.code === 'over-budget' ? [overBudget(head.queue)] : [];
  const held = rest.length === 0 ? null : head.queue.held;
  return [{ type: 'queue-set', queue: { prompts: rest, held, steering: false } }, ...opened.value];
}

/** What waits is sent once a person has raised the budget and lets it go on. */
const overBudget = (queue: Queue): SessionEvent => ({
  type: 'queue-set',
  queue: { ...queue, held: 'over-budget', steering: false },
});

/** Two views may race for a queued prompt: the later one is told that it is gone. */
function change(head: Head, id: TurnId, prompts: readonly QueuedPrompt[]): Decision {
  if (!head.queue.prompts.some((queued) => queued.id === id)) return refuse({ code: 'not-queued' });
  return changed(head.queue, prompts);
}

/** What is empty is held by nothing. */
function changed(queue: Queue, prompts: readonly QueuedPrompt[]): Decision {
  const full = fullness(prompts);
  if (full) return refuse(full);
  const next = prompts.length === 0 ? { prompts, held: null, steering: false } : { ...queue, prompts };
  return ok([{ type: 'queue-set', queue: next }]);
}

function fullness(prompts: readonly QueuedPrompt[]) {
  if (prompts.length > QUEUE_PROMPTS_MAX) return { code: 'queue-full', maxPrompts: QUEUE_PROMPTS_MAX } as const;
  const chars = prompts.reduce(
    (sum, queued) => sum + queued.text.length + JSON.stringify(besideWords(queued)).length,
    0,
  );
  return chars > QUEUE_CHARS_MAX ? ({ code: 'queue-too-long', maxChars: QUEUE_CHARS_MAX } as const) : undefined;
}

const without = (prompts: readonly QueuedPrompt[], id: TurnId) => prompts.filter((queued) => queued.id !== id);
