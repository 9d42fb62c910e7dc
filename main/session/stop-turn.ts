import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { ActiveTurn } from '../../protocol/turn.ts';

/** Partial text stays; open questions are answered `cancelled` so that no agent waits for ever. */
export const stopTurn = (head: Head, turn: ActiveTurn): readonly SessionEvent[] => [
  ...cancelQuestions(head),
  { type: 'turn-moved', turn: turn.id, phase: { kind: 'stopping' } },
];

export const cancelQuestions = (head: Head): readonly SessionEvent[] => [
  ...head.requests.map(({ id }) => ({ type: 'answered', request: id, answer: { kind: 'cancelled' } }) as const),
  ...head.forms.map(({ id }) => ({ type: 'form-answered', form: id, how: 'cancelled' }) as const),
];
