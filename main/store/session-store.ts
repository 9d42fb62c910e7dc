import type { ItemId, SessionId } from '../../protocol/ids.ts';
import { PAGE_CHARS_MAX } from '../../protocol/limits.ts';
import type { SessionStore, StoredSession, Stretch } from '../session/ports.ts';
import { applyCommit, type Rows } from './commit.ts';
import type { Database } from './database.ts';
import { keysOf, storedKey } from './item-body.ts';
import { ItemRows } from './items.ts';
import { SessionRows } from './sessions.ts';
import { TextRows } from './texts.ts';

/** Lies behind every item. */
const END_ORDER = Number.MAX_SAFE_INTEGER;

/** The sessions of a file whose shape is the newest. */
export function createSessionStore(database: Database): SessionStore {
  const rows: Rows = {
    sessions: new SessionRows(database),
    items: new ItemRows(database),
    texts: new TextRows(database),
  };
  const { sessions, items, texts } = rows;
  return {
    read: (id, tail) => read(rows, id, tail),
    item: (id, item) => items.get(id, item),
    openItems: (id) => items.open(id),
    hasTurn: (id, turn) => items.hasTurn(id, turn),
    lastOrder: (id, before) => items.lastOrder(id, before),
    itemsBefore: (id, before, limit, maxChars) => items.before(id, before, limit, maxChars),
    blob: (id, item, key, from, limit) => blob(rows, id, item, storedKey(key), from, limit),
    list: (after, limit) => sessions.list(after, limit),
    unfinished: () => sessions.unfinished(),
    deletedBefore: (at) => sessions.deletedBefore(at),
    recentFolders: (limit) => sessions.recentFolders(limit),
    commit: (id, commit) => database.write(commit.durable, () => applyCommit(rows, id, commit)),
    purge: (id) =>
      database.write(true, () => {
        texts.purge(id);
        items.purge(id);
        sessions.purge(id);
      }),
  };
}

function read({ sessions, items }: Rows, id: SessionId, tail: number): StoredSession | undefined {
  const session = sessions.get(id);
  if (!session) return undefined;
  const window = items.before(id, END_ORDER, tail, PAGE_CHARS_MAX);
  return { state: { head: session.head, window }, agentSession: session.agentSession };
}

function blob(
  { items, texts }: Rows,
  session: SessionId,
  item: ItemId,
  key: string,
  from: number,
  limit: number,
): Stretch | undefined {
  const draft = items.draft(session, item);
  if (!draft || !keysOf(draft.item).includes(key)) return undefined;
  const inline = draft.inline.get(key);
  if (inline !== undefined) return { text: inline.slice(from, from + limit), length: inline.length };
  const ref = { session, item, key };
  return { text: texts.read(ref, from, from + limit), length: texts.lengthOf(ref) };
}
