import { type KeyboardEvent, useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { goInTree } from '../stores/tree-panel.ts';
import type { Bar } from './timeline-bars.ts';
import { type Cursor, walkBars } from './timeline-keys.ts';
import { placeIn } from './timeline-scale.ts';
import { KEY_PAN, KEY_ZOOM, type TimeRange } from './use-range.ts';

type Walked = {
  readonly ids: readonly SessionId[];
  readonly bars: ReadonlyMap<SessionId, readonly Bar[]>;
  readonly time: TimeRange;
  readonly current: SessionId;
  /** Brings the row of a session into sight. */
  reach(id: SessionId): void;
};

/** The cursor of a timeline, and what keys do with it and with the time that is shown. */
export function useWalk({ ids, bars, time, current, reach }: Walked) {
  const [cursor, setCursor] = useState<Cursor>({ id: current, bar: -1 });
  const from = bars.get(cursor.id)?.[cursor.bar]?.from;
  const walk = (key: string): boolean => {
    const to = walkBars(ids, bars, cursor, key);
    if (!to) return false;
    setCursor(to);
    reach(to.id);
    const begun = bars.get(to.id)?.[to.bar]?.from;
    const place = begun === undefined ? 0 : placeIn(time.range, begun);
    if (place < 0 || place > 1) time.pan(place - 0.5);
    return true;
  };
  const ofTime: Readonly<Record<string, () => void>> = {
    '+': () => time.zoom(KEY_ZOOM, from),
    '=': () => time.zoom(KEY_ZOOM, from),
    '-': () => time.zoom(1 / KEY_ZOOM, from),
    '0': time.fit,
    'Shift+ArrowLeft': () => time.pan(-KEY_PAN),
    'Shift+ArrowRight': () => time.pan(KEY_PAN),
    Enter: () => goInTree(cursor.id),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = event.shiftKey && event.key.startsWith('Arrow');
    const act = ofTime[arrow ? `Shift+${event.key}` : event.key];
    act?.();
    if (act || walk(event.key)) event.preventDefault();
  };
  return { cursor, onKeyDown };
}
