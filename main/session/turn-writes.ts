import type { SessionEvent } from '../../protocol/event.ts';
import type { Head, SessionState } from '../../protocol/head.ts';
import type { Turn } from '../../protocol/turn.ts';
import type { TurnWrite } from './ports.ts';

/** The rows of turns that these events change, in their order. Where a turn stands before its end is the head's alone. */
export function turnWritesOf(events: readonly SessionEvent[], before: SessionState): readonly TurnWrite[] {
  const owner = ownerOf(before.head);
  const writes: TurnWrite[] = [];
  let turn: Turn | null = before.head.turn;
  const put = (next: Turn) => {
    turn = next;
    writes.push({ type: 'put', turn: next });
  };
  for (const event of events) {
    switch (event.type) {
      case 'path-changed':
        turn = event.state.head.turn;
        writes.push({ type: 'activate', leaf: turn?.id ?? null });
        break;
      case 'turn-opened':
        put(event.turn);
        break;
      case 'turn-ended': {
        if (turn?.id !== event.turn) break;
        const until = workedUntil(event, events, before);
        if (until !== null) writes.push({ type: 'lasted', parent: owner.parent, from: turn.at, until });
        put({ ...turn, phase: { kind: 'ended', outcome: event.outcome, at: event.at, cleared: false } });
        break;
      }
      case 'end-cleared':
        if (turn?.id !== event.turn || turn.phase.kind !== 'ended') break;
        put({ ...turn, phase: { ...turn.phase, cleared: true } });
        break;
      case 'plan-set':
        writes.push({ type: 'plan', plan: event.plan });
        break;
      case 'turn-used':
        writes.push({ type: 'used', ...owner, turn: event.turn, at: event.at, usage: event.usage });
        break;
      default:
        break; // nothing of the tree
    }
  }
  return writes;
}

type Ended = Extract<SessionEvent, { readonly type: 'turn-ended' }>;

/**
 * Until when a turn that ends was at work; null for one that never had its place. One that a crash cut off has worked at
 * least until the last thing that is known of it: its end was noted by a later start of the host.
 */
function workedUntil(ended: Ended, events: readonly SessionEvent[], { head, window }: SessionState): number | null {
  const used = events.find((event) => event.type === 'turn-used' && event.turn === ended.turn);
  if (used?.type !== 'turn-used') return null;
  if (used.usage.times.workMs !== null) return ended.at;
  const last = window.items.findLast((item) => item.turn === ended.turn);
  return Math.max(head.updatedAt, last?.at ?? 0);
}

const ownerOf = ({ agentId, folder, relationship }: Head) => ({
  agentId,
  folder,
  parent: relationship?.parent ?? null,
});
