import type { Head } from './head.ts';
import { assertNever } from './result.ts';
import type { Failure, Turn } from './turn.ts';

/** What a session is doing, in one word for its glyph. Derived from facts, never stored. */
export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'queued'; readonly place: number }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Precedence: stopping, asking, then the turn's own phase. */
export function activityOf(head: Pick<Head, 'turn' | 'requests'>): Activity {
  const turn = head.turn;
  if (turn === null) return { kind: 'idle' };
  if (turn.phase.kind === 'stopping') return { kind: 'stopping' };
  if (head.requests.length > 0) return { kind: 'asking' };
  return ofPhase(turn.phase);
}

function ofPhase(phase: Exclude<Turn['phase'], { kind: 'stopping' }>): Activity {
  switch (phase.kind) {
    case 'waiting':
      return { kind: 'queued', place: phase.place };
    case 'starting':
      return { kind: 'starting' };
    case 'running':
      return { kind: 'running' };
    case 'ended':
      return ofOutcome(phase.outcome);
    default:
      return assertNever(phase);
  }
}

function ofOutcome(outcome: Extract<Turn['phase'], { kind: 'ended' }>['outcome']): Activity {
  switch (outcome.kind) {
    case 'completed':
    case 'cut-short':
      return { kind: 'finished' };
    case 'stopped':
      return { kind: 'stopped' };
    case 'interrupted':
      return { kind: 'interrupted' };
    case 'failed':
      return { kind: 'failed', failure: outcome.failure };
    default:
      return assertNever(outcome);
  }
}
