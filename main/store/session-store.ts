import type { ItemId, SessionId } from '../../protocol/ids.ts';
import { PAGE_CHARS_MAX } from '../../protocol/limits.ts';
import type { PathState, SessionStore, StoredSession, Stretch } from '../session/ports.ts';
import { applyCommit, applyTurnWrite, type Rows } from './commit.ts';
import type { Database } from './database.ts';
import { keysOf, storedKey } from './item-body.ts';
import { ItemRows } from './items.ts';
import { LeftoverRows } from './leftovers.ts';
import { PermissionRows } from './permissions.ts';
import { SessionRows } from './sessions.ts';
import { TextRows } from './texts.ts';
import { TimelineRows } from './timeline.ts';
import { TreeRows } from './trees.ts';
import { TurnRows } from './turns.ts';
import { UsageRows } from './usage.ts';

/** Lies behind every item. */
const END_ORDER = Number.MAX_SAFE_INTEGER;

/** The sessions of a file whose shape is the newest. */
export function createSessionStore(database: Database): SessionStore {
  const rows: Rows = {
    sessions: new SessionRows(database),
    turns: new TurnRows(database),
    items: new ItemRows(database),
    texts: new TextRows(database),
    usage: new UsageRows(database),
    timeline: new TimelineRows(database),
    trees: new TreeRows(database),
    permissions: new PermissionRows(database),
    leftovers: new LeftoverRows(database),
  };
  const { sessions, turns, items, texts, usage, timeline, trees, permissions, leftovers } = rows;
  return {
    read: (id, tail) => read(rows, id, tail),
    head: (id) => sessions.get(id)?.head,
    item: (id, item) => items.get(id, item),
    mentions: (id, other) => items.mentions(id, other),
    openItems: (id) => items.open(id),
    turn: (id, turn) => turns.get(id, turn),
    leafBelow: (id, turn) => turns.newestLeaf(id, turn),
    roots: (id) => turns.roots(id),
    turnsBelow: (id, turn) => turns.below(id, turn),
    itemCount: (id, ofTurns) => items.countOf(id, ofTurns),
    branchCount: (id) => turns.branchCount(id),
    holderOf: (agent, agentSession) => sessions.holderOf(agent, agentSession),
    lastPromptedIn: (agentSession) => turns.lastPromptedIn(agentSession),
    lastOrder: (id, turn) => items.lastOrder(id, turn),
    itemsBefore: (id, before, limit, maxChars) => items.before(id, before, limit, maxChars),
    itemsAfter: (id, after, limit, maxChars) => items.after(id, after, limit, maxChars),
    blob: (id, item, key, from, limit) => blob(rows, id, item, storedKey(key), from, limit),
    decision: (id, request) => permissions.decision(id, request),
    list: (query) => sessions.list(query),
    childrenOf: (id) => sessions.childrenOf(id),
    unread: (limit) => sessions.unread(limit),
    workingIn: (folder, inside) => sessions.workingIn(folder, inside),
    titlesIn: (folder) => sessions.titlesIn(folder),
    commandsIn: (folder, agentId) => sessions.commandsIn(folder, agentId),
    isEmpty: () => sessions.isEmpty(),
    unfinished: () => sessions.unfinished(),
    asideCount: () => 0,
    attachmentIds: () => new Set([...sessions.attachmentIds(), ...items.attachmentIds()]),
    withUndone: () => sessions.withUndone(),
    deletedBefore: (at) => sessions.deletedBefore(at),
    timeline: (ids) => timeline.of(ids),
    usage,
    trees,
    recentFolders: (limit) => sessions.recentFolders(limit),
    preview: (id, writes, tail) =>
      database.peek(() => {
        for (const write of writes) applyTurnWrite(rows, id, write);
        return pathState(rows, id, tail);
      }),
    commit: (id, commit) => database.write(commit.durable, () => applyCommit(rows, id, commit)),
    commitAll: (commits) =>
      database.write(
        commits.some(({ commit }) => commit.durable),
        () => {
          for (const { id, commit } of commits) applyCommit(rows, id, commit);
        },
      ),
    purge: (id) =>
      database.write(true, () => {
        leftovers.leave(id);
        for (const kind of [permissions, texts, items, timeline, turns, usage, sessions, trees]) kind.purge(id);
      }),
  };
}

function pathState({ sessions, turns, items }: Rows, id: SessionId, tail: number): PathState {
  return {
    window: items.before(id, END_ORDER, tail, PAGE_CHARS_MAX),
    of: { ...turns.ofPath(id), itemCount: items.countOnPath(id), children: sessions.childrenOnPath(id) },
    agentSession: turns.agentSession(id),
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
