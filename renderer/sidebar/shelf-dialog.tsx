import { useState } from 'react';
import { PAGE_SESSIONS_MAX } from '../../protocol/limits.ts';
import type { SessionsPage } from '../../protocol/stream.ts';
import type { Summary } from '../../protocol/summary.ts';
import { deleteSession, restoreSession, unarchiveSession } from '../stores/commands.ts';
import { usePages } from '../stores/read.ts';
import { useSessions } from '../stores/sessions.ts';
import { closeDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useMinute } from '../ui/now.ts';
import { Tabs } from '../ui/tabs.tsx';
import { ago } from '../words/times.ts';
import { words } from '../words/words.ts';
import { nameOf } from './groups.ts';

type Shelf = 'archived' | 'bin';
const SHELVES: readonly Shelf[] = ['archived', 'bin'];

/** The sessions that were put out of the way, and the way back for each. */
export function ShelfDialog() {
  const [shelf, setShelf] = useState<Shelf>('archived');
  const { sessions, more, loading } = useShelf(shelf);
  const named = (one: Shelf) => (one === 'archived' ? words().archivedSessions : words().deletedSessions);
  return (
    <Dialog title={words().shelves} wide onClose={closeDialog}>
      <Tabs<Shelf>
        className="shelf"
        panelClass="shelf-list"
        label={words().shelves}
        tabs={SHELVES.map((one) => [one, named(one)] as const)}
        shown={shelf}
        onShow={setShelf}
        busy={loading}
      >
        {shelf === 'bin' && sessions.length > 0 && <p className="shelf-help">{words().deletedHelp}</p>}
        {!loading && sessions.length === 0 && (
          <p className="shelf-help">{shelf === 'archived' ? words().noArchived : words().noDeleted}</p>
        )}
        <ul>
          {sessions.map((session) => (
            <ShelfRow key={session.id} session={session} shelf={shelf} />
          ))}
        </ul>
        {more && (
          <Button look="ghost" disabled={loading} onClick={more}>
            {words().moreSessions}
          </Button>
        )}
      </Tabs>
    </Dialog>
  );
}

function ShelfRow({ session, shelf }: { readonly session: Summary; readonly shelf: Shelf }) {
  const now = useMinute();
  const title = session.title || words().untitled;
  return (
    <li className="shelf-row">
      <span className="cut grow">{title}</span>
      <span className="shelf-meta cut">{nameOf(session.folder)}</span>
      <span className="shelf-meta">@{session.agentId}</span>
      <span className="shelf-meta">{ago(session.deletedAt ?? session.archivedAt ?? session.updatedAt, now)}</span>
      {shelf === 'archived' ? (
        <>
          <Button small onClick={() => void unarchiveSession(session.id)}>
            {words().unarchive}
          </Button>
          <Button small look="ghost" onClick={() => void deleteSession(session.id, title)}>
            {words().delete}
          </Button>
        </>
      ) : (
        <Button small onClick={() => void restoreSession(session.id)}>
          {words().restore}
        </Button>
      )}
    </li>
  );
}

/** One shelf, page by page; read anew from its start when a session that anybody works with comes or goes. */
function useShelf(shelf: Shelf) {
  const places = useSessions((state) => placesOf(state.summaries));
  const { pages, ...reading } = usePages<SessionsPage>(shelf, places, (client, after) =>
    client.sessions.list({ after, limit: PAGE_SESSIONS_MAX, shelf }),
  );
  return { sessions: pages?.flatMap((page) => page.sessions) ?? [], ...reading };
}

/** Changes whenever a session goes to a shelf or comes back from one. */
const placesOf = (summaries: ReadonlyMap<string, Summary>) =>
  [...summaries.values()].map((one) => `${one.id}${one.archivedAt ?? ''}${one.deletedAt ?? ''}`).join();
