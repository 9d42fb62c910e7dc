import type { SessionId } from '../../protocol/ids.ts';
import { type Bar, nearest } from './timeline-bars.ts';

/** A bar of a row; `bar` -1: the row's name. */
export type Cursor = { readonly id: SessionId; readonly bar: number };

type Bars = ReadonlyMap<SessionId, readonly Bar[]>;

/** Where a key leads to; undefined when it is no way to walk. Up and down keep to the same time. */
export function walkBars(ids: readonly SessionId[], bars: Bars, { id, bar }: Cursor, key: string): Cursor | undefined {
  const at = ids.indexOf(id);
  const own = bars.get(id) ?? [];
  switch (key) {
    case 'ArrowLeft':
      return { id, bar: Math.max(-1, bar - 1) };
    case 'ArrowRight':
      return { id, bar: Math.min(own.length - 1, bar + 1) };
    case 'ArrowUp':
      return to(at - 1);
    case 'ArrowDown':
      return to(at + 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(ids.length - 1);
    default:
      return undefined;
  }
  function to(index: number): Cursor | undefined {
    const next = ids[Math.min(Math.max(index, 0), ids.length - 1)];
    if (next === undefined) return undefined;
    const from = own[bar]?.from;
    return { id: next, bar: from === undefined ? -1 : nearest(bars.get(next) ?? [], from) };
  }
}
