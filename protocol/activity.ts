import type { Head } from './head.ts';
import { isFetching } from './origin.ts';
import { assertNever } from './result.ts';
import { type Failure, isActive, type StartWait, type Turn } from './turn.ts';

/** What a session is doing, in one word for its glyph. Derived from facts, never stored. */
export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'queued'; readonly place: number }
  | { readonly kind: 'starting'; readonly wait?: StartWait }
  /** The agent has been asked and nothing of its answer is there yet. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  /** For children that it spawned, in its turn or after it; `children` of them. */
  | { readonly kind: 'awaiting'; readonly children: number }
  | { readonly kind: 'rate-limited'; readonly until: number | null }
  | { readonly kind: 'asking' }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What it is derived from. */
export type ActivityFacts = Pick<
  Head,
  'turn' | 'requests' | 'forms' | 'limit' | 'awaiting' | 'busyBelow' | 'rollback' | 'origin'
>;

/**
 * By precedence: stopping, asking, then what a running turn waits for (its provider, its children), then the turn's own
 * phase. A turn that is over has none of these: how it ended shows until a person clears it, but one that ended well is
 * not finished while something below it goes on.
 */
export function activityOf(head: ActivityFacts): Activity {
  const turn = head.turn;
  if (turn?.phase.kind === 'stopping' || head.rollback !== null) return { kind: 'stopping' };
  if (isFetching(head)) return { kind: 'starting' };
  if (turn === null) return { kind: 'idle' };
  if (head.requests.length + head.forms.length > 0) return { kind: 'asking' };
  if (turn.phase.kind === 'running') {
    if (head.limit !== null) return { kind: 'rate-limited', until: head.limit.until };
    if (head.awaiting.length > 0) return { kind: 'awaiting', children: head.awaiting.length };
  }
  const own = ofPhase(turn.phase);
  return own.kind === 'finished' && head.busyBelow.length > 0
    ? { kind: 'awaiting', children: head.busyBelow.length }
    : own;
}

/** Whether it, or anything below it, does something now. A session that is gone does not. */
export const isBusy = (head: Pick<Head, 'turn' | 'busyBelow' | 'deletedAt'> | undefined): boolean =>
  head !== undefined && head.deletedAt === null && (isActive(head.turn) || head.busyBelow.length > 0);

function ofPhase(phase: Exclude<Turn['phase'], { kind: 'stopping' }>): Activity {
  switch (phase.kind) {
    case 'waiting':
      return { kind: 'queued', place: phase.place };
    case 'starting':
      return phase.wait ? { kind: 'starting', wait: phase.wait } : { kind: 'starting' };
    case 'running':
      return { kind: phase.heard ? 'running' : 'waiting' };
    case 'ended':
      return phase.cleared ? { kind: 'idle' } : ofOutcome(phase.outcome);
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
