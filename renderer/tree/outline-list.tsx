import { useEffect, useRef } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { SessionId } from '../../protocol/ids.ts';
import { OutlineRow, rowIdOf } from './outline-row.tsx';
import type { OutlineRow as Row } from './outline-rows.ts';
import type { Selection } from './selection.ts';
import { useOutlineCursor } from './use-outline-cursor.ts';

/** The height of a row, so that rows which were never drawn can be scrolled to. */
const ROW_PX = 44;

type Props = {
  readonly rows: readonly Row[];
  readonly current: SessionId;
  readonly title: string;
  readonly selection: Selection | null;
  setSelection(selection: Selection | null): void;
};

/** The rows, of which those are in the page that are seen. The list has the focus, and keys walk its rows. */
export function OutlineList({ rows, current, title, selection, setSelection }: Props) {
  const list = useRef<VListHandle>(null);
  const reach = (index: number) => list.current?.scrollToIndex(index, { align: 'nearest' });
  const { at, pick, onKeyDown } = useOutlineCursor({ rows, current, selection, setSelection, reach });
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it stands is of no matter until another one is shown.
  useEffect(() => {
    const index = rows.findIndex(({ id }) => id === current);
    if (index >= 0) reach(index);
  }, [current]);
  return (
    <VList
      ref={list}
      className="tree-outline"
      role="tree"
      aria-label={title}
      aria-multiselectable={selection !== null}
      tabIndex={0}
      aria-activedescendant={rows[at] && rowIdOf(rows[at].id)}
      itemSize={ROW_PX}
      keepMounted={at < 0 ? [] : [at]}
      onKeyDown={onKeyDown}
    >
      {rows.map(({ parent: _, threads, ...row }, index) => (
        <OutlineRow
          key={row.id}
          {...row}
          threads={threads.map((goesOn) => (goesOn ? '1' : '0')).join('')}
          current={row.id === current}
          cursor={index === at}
          chosen={selection?.chosen.has(row.id) ?? null}
          onPick={pick}
        />
      ))}
    </VList>
  );
}
