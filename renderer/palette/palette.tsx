import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { layers } from '../keys/layers.ts';
import { useLayer } from '../keys/use-layer.ts';
import { useSessions } from '../stores/sessions.ts';
import { closePalette, select, startNewSession, useWindow } from '../stores/window.ts';
import { leaveToLayers } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Toaster } from '../ui/toaster.tsx';
import { stepTo } from '../ui/walk.ts';
import { words } from '../words/words.ts';
import { COMMANDS } from './commands.ts';
import { type Entry, entriesFor } from './entries.ts';
import { Results, resultId } from './results.tsx';
import './palette.css';

const LIST_ID = 'palette-results';

/** One box over sessions, folders and commands. What is chosen happens once the focus is back where it was. */
export function Palette() {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [opener] = useState(() => document.activeElement);
  const chosen = useRef<Entry | null>(null);
  const entries = useEntries(query);
  useLayer('dialog', 'palette', closePalette);

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    chosen.current = entry;
    closePalette();
  };
  const onClosed = (event: Event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
    if (chosen.current) go(chosen.current);
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && closePalette()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="palette"
          data-scope="palette"
          aria-describedby={undefined}
          onCloseAutoFocus={onClosed}
          onEscapeKeyDown={leaveToLayers}
        >
          <Dialog.Title className="unseen">{words().palette}</Dialog.Title>
          <div className="palette-field">
            <Icon of={Search} />
            <SearchField
              className="palette-input grow"
              label={words().jump}
              hint={words().paletteHint}
              value={query}
              list={{ id: LIST_ID, count: entries.length, active, lineId: resultId }}
              step={activeAfter}
              onChange={setQuery}
              onActive={setActive}
              onTake={() => choose(entries[active])}
            />
          </div>
          {/* Another text begins again at its first line. */}
          <Results
            key={query}
            id={LIST_ID}
            entries={entries}
            headed={query.trim() === ''}
            active={active}
            onActive={setActive}
            onChoose={choose}
          />
          <p className="unseen" role="status">
            {words().matches(entries.length)}
          </p>
          <Toaster />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Asked again when the text changes, and never in between: lines do not move under the pointer while agents work. */
function useEntries(query: string): readonly Entry[] {
  const known = useSessions((state) => state.app !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the host has told, there is more to offer.
  return useMemo(() => {
    const { summaries, app } = useSessions.getState();
    return entriesFor(query, {
      sessions: summaries.values(),
      selected: useWindow.getState().selected,
      folders: app?.recentFolders ?? [],
      commands: COMMANDS.filter((command) => command.when?.() ?? true),
    });
  }, [query, known]);
}

/** Which line a key leads to from line `at` of `all`; undefined when the key is no way to walk. */
function activeAfter(event: KeyboardEvent, at: number, all: number): number | undefined {
  if (all === 0 || event.shiftKey) return undefined;
  if (event.key === 'Home') return 0;
  return event.key === 'End' ? all - 1 : stepTo(event, at, all);
}

function go({ to }: Entry): void {
  if (to.kind === 'session') {
    // It is not seen behind a dialog that was open before.
    layers.dismissAll(['dialog']);
    select(to.summary.id);
  } else if (to.kind === 'folder') startNewSession('', null, to.folder);
  else to.command.run();
}
