import type { ContextMenu, DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { CommandId } from '../keys/table.ts';
import { KeyOf } from './key.tsx';

/** A line of a menu. `command` shows the key that does the same. */
export type MenuEntry =
  | 'line'
  | {
      readonly name: string;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      readonly command?: CommandId;
      run(): void;
    };

type Props = {
  /** The kind of menu that the lines stand in. */
  readonly of: typeof ContextMenu | typeof DropdownMenu;
  readonly entries: readonly MenuEntry[];
};

/**
 * The same lines, whether a click on a thing or a button beside it opens them. They stay those that were there when the
 * menu opened: what goes on meanwhile moves no line under the pointer, and what cannot be done by then says so.
 */
export function MenuItems({ of, entries }: Props) {
  const [opened] = useState(entries);
  return opened.map((entry, index) =>
    entry === 'line' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else, and never move.
      <of.Separator key={index} className="menu-line" />
    ) : (
      <of.Item
        key={entry.name}
        className={`menu-item${entry.danger ? ' menu-danger' : ''}`}
        disabled={entry.disabled ?? false}
        onSelect={entry.run}
      >
        <span className="grow">{entry.name}</span>
        {entry.command && <KeyOf command={entry.command} />}
      </of.Item>
    ),
  );
}
