import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { ActiveTurn } from '../../protocol/turn.ts';
import { cancelRequests } from './permission.ts';

/** Partial text stays; open questions are answered `cancelled` so that no agent waits for ever. */
export const stopTurn = (head: Head, turn: ActiveTurn, at: number): readonly SessionEvent[] => [
  ...cancelRequests(head, { kind: 'stop' }, at),
  ...cancelForms(head),
  { type: 'turn-moved', turn: turn.id, phase: { kind: 'stopping' } },
];

export const cancelForms = (head: Head): readonly SessionEvent[] =>
  head.forms.map(({ id }) => ({ type: 'form-answered', form: id, how: 'cancelled' }));

/** Stopping never starts another request: what was to take the turn's place waits, too. No events: it stops already. */
export function stopSession(head: Head, turn: ActiveTurn, at: number): readonly SessionEvent[] {
  const unsteered: readonly SessionEvent[] = head.queue.steering
    ? [{ type: 'queue-set', queue: { ...head.queue, steering: false } }]
    : [];
  return turn.phase.kind === 'stopping' ? unsteered : [...stopTurn(head, turn, at), ...unsteered];
}
