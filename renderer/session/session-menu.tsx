import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Head } from '../../protocol/head.ts';
import { summaryOf } from '../../protocol/summary.ts';
import { sessionEntries } from '../sidebar/session-entries.ts';
import { useStopEntries } from '../sidebar/stop-entries.ts';
import { openDialog, startRenaming } from '../stores/window.ts';
import { IconButton } from '../ui/button.tsx';
import { type MenuEntry, MenuItems } from '../ui/menu.tsx';
import { words } from '../words/words.ts';

/** What can be done with the session that is shown. The menu stays inside the bar, which is a landmark. */
export function SessionMenu({ head }: { readonly head: Head }) {
  const clear: readonly MenuEntry[] = [
    {
      name: words().commandName('session.clear'),
      command: 'session.clear',
      disabled: head.turn === null || head.rollback !== null,
      run: () => openDialog({ kind: 'rollback', sessionId: head.id, turnId: null }),
    },
  ];
  const stopping = useStopEntries(summaryOf(head));
  const entries = sessionEntries(summaryOf(head), () => startRenaming(head.id));
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={Ellipsis} label={words().sessionActions} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" data-scope="menu" align="end" sideOffset={4}>
        <MenuItems of={DropdownMenu} entries={[...stopping, ...entries.slice(0, -2), ...clear, ...entries.slice(-2)]} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
