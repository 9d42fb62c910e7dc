import type { SessionId } from '../../protocol/ids.ts';
import type { TimelineTurn, WaitCause } from '../../protocol/timeline.ts';

/** What a part of a turn was. */
export type Part = {
  readonly kind: 'work' | WaitCause['kind'];
  readonly from: number;
  readonly to: number;
  /** Those that it waited for; empty when it waited for nobody. */
  readonly children: readonly SessionId[];
};

export type Bar = {
  readonly turn: TimelineTurn;
  readonly from: number;
  /** Now, while it has not ended. */
  readonly to: number;
  /** Without a gap, from `from` to `to`. */
  readonly parts: readonly Part[];
};

/** What the turns of each session are as bars, oldest first. */
export function barsOf(turns: readonly TimelineTurn[], now: number): ReadonlyMap<SessionId, readonly Bar[]> {
  return Map.groupBy(
    turns.map((turn) => barOf(turn, now)),
    ({ turn }) => turn.session,
  );
}

/** The host's clock may be ahead of ours: nothing ends before it began. */
function barOf(turn: TimelineTurn, now: number): Bar {
  const [from, to] = [turn.at, Math.max(turn.at, turn.endedAt ?? now)];
  const parts: Part[] = [];
  let at = from;
  for (const wait of turn.waits) {
    const [begun, ended] = [Math.max(at, wait.at), Math.min(to, wait.endedAt ?? to)];
    if (ended <= begun) continue;
    if (begun > at) parts.push({ kind: 'work', from: at, to: begun, children: [] });
    const children = wait.cause.kind === 'children' ? wait.cause.children : [];
    parts.push({ kind: wait.cause.kind, from: begun, to: ended, children });
    at = ended;
  }
  if (at < to || parts.length === 0) parts.push({ kind: 'work', from: at, to, children: [] });
  return { turn, from, to, parts };
}

/** The bar of another row that is nearest in time; -1 when it has none. */
export function nearest(bars: readonly Bar[], at: number): number {
  let [best, distance] = [-1, Number.POSITIVE_INFINITY];
  for (const [index, { from, to }] of bars.entries()) {
    const off = at < from ? from - at : Math.max(0, at - to);
    if (off <= distance) [best, distance] = [index, off];
  }
  return best;
}
