import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { fold, goInTree } from '../stores/tree-panel.ts';
import { moveIn, type OutlineRow } from './outline-rows.ts';
import { allOf, NOTHING_CHOSEN, type Selection, toggled, upTo } from './selection.ts';

type Walked = {
  readonly rows: readonly OutlineRow[];
  readonly current: SessionId;
  readonly selection: Selection | null;
  setSelection(selection: Selection | null): void;
  /** Brings a row into sight. */
  reach(index: number): void;
};

/** The row that keys are about, and what keys and clicks do with it, with what is chosen and with what is folded. */
export function useOutlineCursor({ rows, current, selection, setSelection, reach }: Walked) {
  const [cursor, setCursor] = useState(current);
  useEffect(() => setCursor(current), [current]);
  const at = placeOf(rows, cursor, current);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.target !== event.currentTarget) return;
    const withMod = event.ctrlKey || event.metaKey;
    if (withMod ? choseAll(event.key) : acted(event)) event.preventDefault();
  };
  /** Each answers whether the key means anything here. */
  const choseAll = (key: string): boolean => {
    if (key !== 'a' || !selection) return false;
    setSelection(allOf(selection, idsOf(rows)));
    return true;
  };
  const acted = (event: KeyboardEvent): boolean => {
    const id = rows[at]?.id;
    if (id && event.key === 'Enter') goInTree(id);
    else if (id && event.key === ' ') setSelection(toggled(selection ?? NOTHING_CHOSEN, id));
    else return moved(event);
    return true;
  };
  const moved = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const move = moveIn(rows, at, key);
    if (move?.kind === 'fold') fold([move.id], move.folds);
    const next = move?.kind === 'to' ? rows[move.index] : undefined;
    if (move?.kind !== 'to' || !next) return move !== undefined;
    if (shiftKey) setSelection(upTo(begunAt(selection, rows[at]?.id), idsOf(rows), next.id));
    setCursor(next.id);
    reach(move.index);
    return true;
  };
  return { at, pick: usePick({ rows, selection, setSelection }, setCursor), onKeyDown };
}

/** The same function for as long as the list is shown, so that no row is drawn anew for it. */
function usePick(now: Pick<Walked, 'rows' | 'selection' | 'setSelection'>, setCursor: (id: SessionId) => void) {
  const latest = useRef(now);
  latest.current = now;
  return useCallback(
    (id: SessionId, { shiftKey, ctrlKey, metaKey }: MouseEvent) => {
      const { rows, selection, setSelection } = latest.current;
      setCursor(id);
      if (shiftKey) setSelection(upTo(selection ?? NOTHING_CHOSEN, idsOf(rows), id));
      else if (selection || ctrlKey || metaKey) setSelection(toggled(selection ?? NOTHING_CHOSEN, id));
      else goInTree(id);
    },
    [setCursor],
  );
}

const idsOf = (rows: readonly OutlineRow[]) => rows.map(({ id }) => id);

/** Where the cursor is; at what the window shows when it is gone from the rows, and nowhere when that is, too. */
function placeOf(rows: readonly OutlineRow[], cursor: SessionId, current: SessionId): number {
  const found = rows.findIndex(({ id }) => id === cursor);
  return found < 0 ? rows.findIndex(({ id }) => id === current) : found;
}

/** A range that begins where the cursor is, unless one has begun already. */
function begunAt(selection: Selection | null, cursor: SessionId | undefined): Selection {
  const { chosen, from } = selection ?? NOTHING_CHOSEN;
  return from !== null || !cursor ? { chosen, from } : { chosen: new Set([...chosen, cursor]), from: cursor };
}
