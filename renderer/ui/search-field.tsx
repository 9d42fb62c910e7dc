import type { KeyboardEvent } from 'react';
import { stepTo } from './walk.ts';

type Props = {
  readonly className: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  /** The lines below that the words narrow; `lineId` is what a line is called in the page. */
  readonly list: { readonly id: string; readonly count: number; readonly active: number; lineId(at: number): string };
  /** Where a key leads; absent: the arrows alone walk. */
  readonly step?: typeof stepTo;
  onChange(value: string): void;
  onActive(at: number): void;
  /** Enter was pressed. */
  onTake(): void;
  readonly focused?: boolean;
};

/** Where something is looked up in a list below it; the focus stays here while keys walk that list. */
export function SearchField({ className, label, hint, value, list, focused = false, ...on }: Props) {
  const { step = stepTo, onChange, onActive, onTake } = on;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to = step(event, list.active, list.count);
    if (to !== undefined) {
      onActive(to);
      document.getElementById(list.lineId(to))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') onTake();
    else return;
    event.preventDefault();
  };
  const found = list.count > 0;
  return (
    <input
      className={className}
      role="combobox"
      // biome-ignore lint/a11y/noAutofocus: what it is in was opened to look something up.
      autoFocus={focused}
      aria-label={label}
      aria-autocomplete="list"
      aria-expanded={found}
      aria-controls={found ? list.id : undefined}
      aria-activedescendant={found ? list.lineId(list.active) : undefined}
      placeholder={hint}
      value={value}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        onChange(event.currentTarget.value);
        onActive(0);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
