import { Folder, Pin } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { useCommand } from '../keys/handlers.ts';
import { loadMoreSessions, useSessions } from '../stores/sessions.ts';
import { select, useWindow } from '../stores/window.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import type { Group } from './groups.ts';
import { SessionRow } from './session-row.tsx';

/** So near to the end the next page is fetched. */
const MORE_PX = 400;
/** The height of a row, so that rows which were never drawn can be scrolled to. */
const ROW_PX = 28;

type Row =
  | { readonly kind: 'folder'; readonly group: Group }
  | { readonly kind: 'session'; readonly summary: Summary; readonly place: number };

/** All sessions under their folders, as one list that the arrow keys walk. Only what is seen is in the page. */
export function SessionList({ groups }: { readonly groups: readonly Group[] }) {
  const list = useRef<VListHandle>(null);
  const selected = useWindow((state) => state.selected);
  const loadingMore = useSessions((state) => state.loadingMore);
  const [renaming, setRenaming] = useState<SessionId | null>(null);
  const rows = useMemo(() => rowsOf(groups), [groups]);
  const sessions = rows.flatMap((row) => (row.kind === 'session' ? [row.summary] : []));

  const onScroll = () => {
    const { scrollSize, viewportSize, scrollOffset } = list.current ?? {
      scrollSize: 0,
      viewportSize: 0,
      scrollOffset: 0,
    };
    if (scrollSize - viewportSize - scrollOffset < MORE_PX) void loadMoreSessions();
  };
  const walk = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    if (isMenuKey(event) && current) openMenuOf(current.id);
    const at = sessions.findIndex((summary) => summary.id === selected);
    const to = walkTo(event.key, at, sessions.length);
    if (to !== undefined) choose(sessions[to]);
    else return;
    event.preventDefault();
  };
  const current = sessions.find((summary) => summary.id === selected);
  useCommand('session.rename', 'sidebar', {
    when: () => current !== undefined,
    run: () => setRenaming(current?.id ?? null),
  });
  const choose = (summary: Summary | undefined) => {
    if (!summary) return;
    select(summary.id);
    list.current?.scrollToIndex(
      rows.findIndex((row) => row.kind === 'session' && row.summary.id === summary.id),
      { align: 'nearest' },
    );
  };

  return (
    <>
      <VList
        ref={list}
        className="session-list"
        data-scope="sidebar"
        role="listbox"
        aria-label={words().sessions}
        tabIndex={0}
        aria-activedescendant={current ? rowId(current.id) : undefined}
        itemSize={ROW_PX}
        onScroll={onScroll}
        onKeyDown={walk}
      >
        {rows.map((row) =>
          row.kind === 'folder' ? (
            <FolderRow key={row.group.folder} group={row.group} />
          ) : (
            <SessionRow
              key={row.summary.id}
              id={rowId(row.summary.id)}
              summary={row.summary}
              place={row.place}
              all={sessions.length}
              selected={row.summary.id === selected}
              renaming={row.summary.id === renaming}
              onRename={setRenaming}
            />
          ),
        )}
      </VList>
      {loadingMore && <p className="sidebar-more">{words().loadingMore}</p>}
    </>
  );
}

function FolderRow({ group }: { readonly group: Group }) {
  return (
    <div className="folder-row" role="presentation" title={group.folder}>
      <Icon of={group.kind === 'pinned' ? Pin : Folder} />
      <span className="cut">{group.name}</span>
      {group.hint && <span className="cut folder-hint">{group.hint}</span>}
    </div>
  );
}

const isMenuKey = (event: KeyboardEvent) => event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10');

/** The list has the focus, so the browser would open the menu of the list. */
function openMenuOf(id: SessionId): void {
  const row = document.getElementById(rowId(id));
  if (!row) return;
  const { left, bottom } = row.getBoundingClientRect();
  row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: left + 24, clientY: bottom }));
}

const rowId = (id: SessionId) => `row-${id}`;

function rowsOf(groups: readonly Group[]): readonly Row[] {
  let place = 0;
  return groups.flatMap((group): Row[] => [
    { kind: 'folder', group },
    ...group.sessions.map((summary): Row => {
      place += 1;
      return { kind: 'session', summary, place };
    }),
  ]);
}

/** Which row a key leads to from row `at` of `all`; undefined when the key is no way to walk. */
function walkTo(key: string, at: number, all: number): number | undefined {
  if (all === 0) return undefined;
  if (key === 'ArrowDown') return Math.min(at + 1, all - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return all - 1;
  return undefined;
}
