import { DropdownMenu } from 'radix-ui';
import type { KeyboardEvent, RefObject } from 'react';
import { isBoundTo } from '../keys/bindings.ts';
import { type MenuEntry, MenuItems } from '../ui/menu.tsx';
import { words } from '../words/words.ts';

export type StopLine = Exclude<MenuEntry, 'line'>;

type Props = {
  readonly lines: readonly StopLine[];
  readonly open: boolean;
  /** It opens the menu, and is not outside of it. */
  readonly button: RefObject<HTMLElement | null>;
  /** What had the focus when it was opened, and has it again afterwards. */
  readonly opener: RefObject<Element | null>;
  /** The key for stopping once more, or Enter while no line is chosen yet. */
  onPress(): void;
  onOpen(open: boolean): void;
};

/** What is to be stopped. */
export function StopMenu({ lines, open, button, opener, onPress, onOpen }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    const unchosen = event.key === 'Enter' && event.target === event.currentTarget;
    if (!unchosen && !isBoundTo('turn.stop', event.nativeEvent)) return;
    event.preventDefault();
    onPress();
  };
  const returnFocus = (event: Event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpen}>
      <DropdownMenu.Trigger asChild>
        {/* It only holds the menu, and names it. */}
        <span className="stop-place" aria-hidden>
          <span className="unseen">{words().stopMenu}</span>
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        className="menu"
        data-scope="menu"
        side="top"
        align="end"
        sideOffset={6}
        onKeyDown={onKeyDown}
        onCloseAutoFocus={returnFocus}
        onPointerDownOutside={(event) => {
          if (event.target instanceof Node && button.current?.contains(event.target)) event.preventDefault();
        }}
      >
        <MenuItems of={DropdownMenu} entries={lines} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
