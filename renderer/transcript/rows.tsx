import { type ReactElement, type RefObject, useMemo } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Head } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { placeOf } from '../../protocol/reduce.ts';
import { ItemView } from './item-view.tsx';
import type { Slots } from './slots.ts';

/** What stands above the rows is so high, whether it says something or not. */
export const ABOVE_ROWS_PX = 24;

/**
 * Rows are drawn and measured so far beyond what is seen. One that is measured in sight moves what is below it, so this is
 * more than a turn of the wheel.
 */
const BEYOND_PX = 600;

/** The height of rows that were never drawn: most are cards of one line. */
const ROW_PX = 46;

type Props = {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly head: Head;
  readonly items: readonly Item[];
  readonly slots: Slots;
  onScroll(offset: number): void;
  onResize(): void;
  /** It has stopped scrolling. */
  onRest(): void;
};

/** The rows in view, and as much room as the others need: those that are held no longer keep the height they had. */
export function Rows({ scroller, list, head, items, slots, onScroll, onResize, onRest }: Props) {
  const draw = useRow(head);
  return (
    <Virtualizer
      key={slots.list}
      ref={list}
      scrollRef={scroller}
      startMargin={ABOVE_ROWS_PX}
      bufferSize={BEYOND_PX}
      itemSize={ROW_PX}
      shift={slots.shifted}
      data={slots.orders}
      onScroll={onScroll}
      onScrollEnd={onRest}
      onResize={onResize}
    >
      {(order, index) => {
        const item = items[placeOf(items, order)];
        if (item?.order === order) return draw(item);
        return <div key={order} style={{ height: list.current?.getItemSize(index) }} />;
      }}
    </Virtualizer>
  );
}

/** Draws a row; the same element again while its item is the same, so that a list which is drawn anew costs no row. */
function useRow(head: Head): (item: Item) => ReactElement {
  return useMemo(() => {
    const drawn = new WeakMap<Item, ReactElement>();
    return (item) => {
      const known = drawn.get(item);
      if (known) return known;
      const row = (
        <div key={item.id} className="read">
          <ItemView item={item} head={head} />
        </div>
      );
      drawn.set(item, row);
      return row;
    };
  }, [head]);
}
