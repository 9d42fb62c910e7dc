import type { Head } from '../../protocol/head.ts';
import type { WaitCause } from '../../protocol/timeline.ts';
import { isActive } from '../../protocol/turn.ts';
import type { TurnWrite } from './ports.ts';
import { stretchOf } from './stopwatch.ts';

/** The rows of waits that change when the head does, at a time in epoch ms. */
export function waitWritesOf(before: Head, after: Head, at: number): readonly TurnWrite[] {
  const [then, now] = [causeOf(before), causeOf(after)];
  const same = before.turn?.id === after.turn?.id && JSON.stringify(then) === JSON.stringify(now);
  if (same) return [];
  const ended: readonly TurnWrite[] = then && before.turn ? [{ type: 'waited', turn: before.turn.id, at }] : [];
  return now && after.turn ? [...ended, { type: 'waits', turn: after.turn.id, at, cause: now }] : ended;
}

/** Null while it works, or nothing runs. */
function causeOf(head: Head): WaitCause | null {
  if (!isActive(head.turn)) return null;
  const kind = stretchOf(head);
  if (kind === 'children') return { kind, children: head.awaiting };
  return kind === 'work' ? null : { kind };
}
