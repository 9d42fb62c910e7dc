import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import './tabs.css';

type Props<Id extends string> = {
  /** What the tabs are of. */
  readonly label: string;
  readonly tabs: readonly (readonly [id: Id, name: string])[];
  readonly shown: Id;
  onShow(id: Id): void;
  readonly className: string;
  readonly panelClass?: string;
  /** What the panel shows is still being asked for. */
  readonly busy?: boolean;
  /** The panel of the tab that is shown. */
  readonly children: ReactNode;
};

/** A row of tabs that arrow keys walk, and the panel of one of them. */
export function Tabs<Id extends string>(props: Props<Id>) {
  const { label, tabs, shown, onShow, className, panelClass, busy = false, children } = props;
  const show = (value: string) => {
    const [id] = tabs.find(([one]) => one === value) ?? [];
    if (id !== undefined) onShow(id);
  };
  return (
    <Radix.Root className={className} value={shown} onValueChange={show}>
      <Radix.List className="tab-list" aria-label={label}>
        {tabs.map(([id, name]) => (
          <Radix.Trigger key={id} className="tab" value={id}>
            {name}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content className={panelClass} value={shown} aria-busy={busy}>
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
