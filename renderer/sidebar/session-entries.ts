import type { Summary } from '../../protocol/summary.ts';
import { archiveSession, deleteSession, markSession, pinSession } from '../stores/commands.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { words } from '../words/words.ts';

type Shown = Pick<Summary, 'id' | 'title' | 'pinnedAt' | 'unread' | 'kind'>;

/** What can be done with a session as a whole. `rename` depends on where its title is edited. */
export function sessionEntries(session: Shown, rename: () => void): readonly MenuEntry[] {
  const title = session.title || words().untitled;
  const pinned = session.pinnedAt !== null;
  const listed: readonly MenuEntry[] = [
    { name: pinned ? words().unpin : words().pin, run: () => void pinSession(session.id, !pinned) },
    {
      name: session.unread ? words().markRead : words().markUnread,
      run: () => void markSession(session.id, !session.unread),
    },
    { name: words().archive, run: () => void archiveSession(session.id, title) },
  ];
  return [
    { name: words().rename, command: 'session.rename', run: rename },
    ...(session.kind === 'main' ? listed : []),
    'line',
    {
      name: words().delete,
      danger: true,
      command: 'session.delete',
      run: () => void deleteSession(session.id, title),
    },
  ];
}
