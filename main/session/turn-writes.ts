import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { Turn } from '../../protocol/turn.ts';
import type { TurnWrite } from './ports.ts';

/** The rows of turns that these events change, in their order. Where a turn stands before its end is the head's alone. */
export function turnWritesOf(events: readonly SessionEvent[], before: Head): readonly TurnWrite[] {
  const writes: TurnWrite[] = [];
  let turn: Turn | null = before.turn;
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
      case 'turn-ended':
        if (turn?.id !== event.turn) break;
        put({ ...turn, phase: { kind: 'ended', outcome: event.outcome, at: event.at, cleared: false } });
        break;
      case 'end-cleared':
        if (turn?.id !== event.turn || turn.phase.kind !== 'ended') break;
        put({ ...turn, phase: { ...turn.phase, cleared: true } });
        break;
      case 'plan-set':
        writes.push({ type: 'plan', plan: event.plan });
        break;
      case 'turn-used':
        writes.push({ type: 'used', ...ownerOf(before), turn: event.turn, at: event.at, usage: event.usage });
        break;
      default:
        break; // nothing of the tree
    }
  }
  return writes;
}

const ownerOf = ({ agentId, folder, relationship }: Head) => ({
  agentId,
  folder,
  parent: relationship?.parent ?? null,
});
