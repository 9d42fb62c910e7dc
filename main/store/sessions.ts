import type { AttachmentId } from '../../protocol/attachment.ts';
import type { Head } from '../../protocol/head.ts';
import type { AgentId, SessionId } from '../../protocol/ids.ts';
import { isFetching } from '../../protocol/origin.ts';
import type { Child } from '../../protocol/relationship.ts';
import type { AgentCommand } from '../../protocol/slash.ts';
import type { SessionsCursor, SessionsPage, Shelf } from '../../protocol/stream.ts';
import { isListed, summaryOf } from '../../protocol/summary.ts';
import { isActive } from '../../protocol/turn.ts';
import type { AgentSession, Holder, ListQuery } from '../session/ports.ts';
import type { Database, Query } from './database.ts';

/** Comes before every session in the list. */
const LIST_START: SessionsCursor = { pinned: true, updatedAt: Number.MAX_SAFE_INTEGER, id: '' };

type Row = { readonly head: string; readonly agentSession: string | null; readonly agentFork: number };
type Listing = Query<[number, number, string, number], { head: string }>;

/** The rows of sessions: everything about them but their turns and items. Writing calls belong into a transaction. */
export class SessionRows {
  readonly #one: Query<[SessionId], Row>;
  readonly #lists: ReadonlyMap<string, Listing>;
  readonly #children: Query<[SessionId], { head: string }>;
  readonly #onPath: Query<[SessionId], Child>;
  readonly #unread: Query<[number], { head: string }>;
  readonly #titles: Query<[string], { title: string }>;
  readonly #commands: Query<[string, AgentId], { commands: string }>;
  readonly #any: Query<[], object>;
  readonly #workingIn: Query<[string, string, string], { head: string }>;
  readonly #unfinished: Query<[], { id: SessionId }>;
  readonly #withUndone: Query<[], { id: SessionId }>;
  readonly #attachments: Query<[], { id: AttachmentId }>;
  readonly #deletedBefore: Query<[number], { id: SessionId }>;
  readonly #holder: Query<[string, string, string, string], { session: SessionId; deleted: number }>;
  readonly #folders: Query<[number], { folder: string }>;
  readonly #put: Query<
    [string, string, string, string, number, number | null, number, number, string | null, number, number | null]
  >;
  readonly #attach: Query<[string | null, number, SessionId]>;
  readonly #purge: Query<[SessionId]>;

  constructor(database: Database) {
    this.#one = database.query(ONE_SQL);
    this.#lists = new Map(LISTS.map(([name, sql]) => [name, database.query(sql)]));
    this.#children = database.query(CHILDREN_SQL);
    this.#onPath = database.query(CHILDREN_ON_PATH_SQL);
    this.#unread = database.query(UNREAD_SQL);
    this.#titles = database.query(TITLES_SQL);
    this.#commands = database.query(COMMANDS_SQL);
    this.#any = database.query('SELECT 1 FROM sessions LIMIT 1');
    this.#workingIn = database.query(WORKING_IN_SQL);
    this.#unfinished = database.query(UNFINISHED_SQL);
    this.#withUndone = database.query(WITH_UNDONE_SQL);
    this.#attachments = database.query(QUEUED_ATTACHMENTS_SQL);
    this.#deletedBefore = database.query('SELECT id FROM sessions WHERE deleted_at < ?');
    this.#holder = database.query(HOLDER_SQL);
    this.#folders = database.query(FOLDERS_SQL);
    this.#put = database.query(PUT_SQL);
    this.#attach = database.query('UPDATE sessions SET agent_session = ?, agent_fork = ? WHERE id = ?');
    this.#purge = database.query('DELETE FROM sessions WHERE id = ?');
  }

  get(id: SessionId): { readonly head: Head; readonly agentSession: AgentSession | null } | undefined {
    const row = this.#one.get(id);
    if (!row) return undefined;
    const agentSession = row.agentSession === null ? null : { id: row.agentSession, fork: row.agentFork === 1 };
    return { head: parseHead(row.head), agentSession };
  }

  list({ after, limit, shelf, hidden }: ListQuery): SessionsPage {
    const { pinned, updatedAt, id } = after ?? LIST_START;
    const rows = this.#listing(shelf, hidden).all(pinned ? 1 : 0, updatedAt, id, limit + 1);
    const sessions = rows.slice(0, limit).map((row) => summaryOf(parseHead(row.head)));
    const last = sessions.at(-1);
    const more = rows.length > limit && last;
    return { sessions, next: more ? cursorOf(last) : null };
  }

  /** By birth, also those in the bin. */
  childrenOf(id: SessionId): readonly Head[] {
    return this.#children.all(id).map((row) => parseHead(row.head));
  }

  /** Those that turns of the active path have spawned. */
  childrenOnPath(id: SessionId): readonly Child[] {
    return this.#onPath.all(id);
  }

  /** Newest first, without archived ones and those in the bin. */
  unread(limit: number): readonly Head[] {
    return this.#unread.all(limit).map((row) => parseHead(row.head));
  }

  workingIn(folder: string, inside: string): readonly Head[] {
    return this.#workingIn.all(folder, inside, inside).map((row) => JSON.parse(row.head) as Head);
  }

  titlesIn(folder: string): readonly string[] {
    return this.#titles.all(folder).map((row) => row.title);
  }

  commandsIn(folder: string, agentId: AgentId): readonly AgentCommand[] {
    const row = this.#commands.get(folder, agentId);
    return row ? (JSON.parse(row.commands) as readonly AgentCommand[]) : [];
  }

  isEmpty(): boolean {
    return this.#any.get() === undefined;
  }

  unfinished(): readonly SessionId[] {
    return this.#unfinished.all().map((row) => row.id);
  }

  withUndone(): readonly SessionId[] {
    return this.#withUndone.all().map((row) => row.id);
  }

  /** What waiting prompts name. */
  attachmentIds(): readonly AttachmentId[] {
    return this.#attachments.all().map((row) => row.id);
  }

  deletedBefore(at: number): readonly SessionId[] {
    return this.#deletedBefore.all(at).map((row) => row.id);
  }

  holderOf(agent: AgentId, agentSession: string): Holder | undefined {
    const row = this.#holder.get(agent, agentSession, agent, agentSession);
    return row && { session: row.session, deleted: row.deleted === 1 };
  }

  recentFolders(limit: number): readonly string[] {
    return this.#folders.all(limit).map((row) => row.folder);
  }

  put(head: Head): void {
    const { id, agentId, folder, updatedAt, deletedAt, archivedAt } = head;
    const unfinished = isUnfinished(head) ? 1 : 0;
    const parent = head.relationship?.parent ?? null;
    const [hidden, pinned] = [isListed(head) ? 0 : 1, head.pinnedAt === null ? 0 : 1];
    const body = JSON.stringify(head);
    this.#put.run(id, body, agentId, folder, updatedAt, deletedAt, unfinished, hidden, parent, pinned, archivedAt);
  }

  setAgentSession(id: SessionId, agentSession: AgentSession | null): void {
    this.#attach.run(agentSession?.id ?? null, agentSession?.fork ? 1 : 0, id);
  }

  purge(id: SessionId): void {
    this.#purge.run(id);
  }

  #listing(shelf: Shelf, hidden: boolean): Listing {
    const listing = this.#lists.get(listName(shelf, hidden));
    if (!listing) throw new Error(`There is no list of ${shelf}`);
    return listing;
  }
}

const parseHead = (head: string) => JSON.parse(head) as Head;

const cursorOf = (last: { readonly pinnedAt: number | null; readonly updatedAt: number; readonly id: string }) => ({
  pinned: last.pinnedAt !== null,
  updatedAt: last.updatedAt,
  id: last.id,
});

const ONE_SQL = `
  SELECT head, agent_session AS agentSession, agent_fork AS agentFork FROM sessions WHERE id = ?`;

const SHELF_SQL: Readonly<Record<Shelf, string>> = {
  open: 'deleted_at IS NULL AND archived_at IS NULL',
  archived: 'deleted_at IS NULL AND archived_at IS NOT NULL',
  bin: 'deleted_at IS NOT NULL',
};
const listName = (shelf: Shelf, hidden: boolean) => `${shelf} ${hidden ? 'all' : 'listed'}`;

/** A statement for each list, so that each finds its index. */
export const LISTS: readonly (readonly [name: string, sql: string])[] = (['open', 'archived', 'bin'] as const).flatMap(
  (shelf) =>
    [false, true].map((hidden) => {
      const where = `${SHELF_SQL[shelf]}${hidden ? '' : ' AND hidden = 0'}`;
      const sql = `
        SELECT head FROM sessions WHERE ${where} AND (pinned, updated_at, id) < (?, ?, ?)
        ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT ?`;
      return [listName(shelf, hidden), sql] as const;
    }),
);
export const UNREAD_SQL = `
  SELECT head FROM sessions
  WHERE json_extract(head, '$.unread') = 1 AND deleted_at IS NULL AND archived_at IS NULL
  ORDER BY updated_at DESC LIMIT ?`;
export const CHILDREN_SQL = 'SELECT head FROM sessions WHERE parent_id = ? ORDER BY id';
const CHILDREN_ON_PATH_SQL = `
  SELECT sessions.id AS session, turns.id AS turn, json_extract(sessions.head, '$.relationship.item') AS item
  FROM sessions JOIN turns
    ON turns.session_id = sessions.parent_id AND turns.id = json_extract(sessions.head, '$.relationship.turn')
  WHERE sessions.parent_id = ? AND turns.active = 1
    AND json_extract(sessions.head, '$.relationship.kind') = 'subagent'
  ORDER BY sessions.id`;
const TITLES_SQL = "SELECT json_extract(head, '$.title.text') AS title FROM sessions WHERE folder = ?";
/** Of the newest sessions only: an agent that has never said a word of commands would have us read all of them. */
export const COMMANDS_SQL = `
  SELECT json_extract(head, '$.commands') AS commands
  FROM (SELECT head FROM sessions WHERE folder = ? AND agent_id = ? ORDER BY updated_at DESC LIMIT 20)
  WHERE json_array_length(head, '$.commands') > 0 LIMIT 1`;
/** Looks through all rows; asked when somebody deletes sessions that have work trees. */
const WORKING_IN_SQL = `
  SELECT head FROM sessions WHERE deleted_at IS NULL AND (folder = ? OR substr(folder, 1, length(?)) = ?)`;
export const UNFINISHED_SQL = 'SELECT id FROM sessions WHERE unfinished = 1';
/** One that only waits to copy it does not hold it; of several the newest is named, one that is not in the bin first. */
export const HOLDER_SQL = `
  SELECT id AS session, deleted_at IS NOT NULL AS deleted FROM (
    SELECT id, deleted_at FROM sessions WHERE agent_id = ? AND agent_session = ? AND agent_fork = 0
    UNION
    SELECT sessions.id, sessions.deleted_at FROM turns CROSS JOIN sessions ON sessions.id = turns.session_id
    WHERE sessions.agent_id = ? AND turns.agent_session = ?)
  ORDER BY deleted_at IS NOT NULL, id DESC LIMIT 1`;
/** Few turns are ever taken back. */
const WITH_UNDONE_SQL = 'SELECT DISTINCT session_id AS id FROM turns WHERE undone IS NOT NULL';
/** Looks through all heads, as little as that asks for a session; asked once a day. */
const QUEUED_ATTACHMENTS_SQL = `
  SELECT json_extract(attached.value, '$.id') AS id
  FROM sessions, json_each(head, '$.queue.prompts') AS prompts, json_each(prompts.value, '$.attachments') AS attached
  WHERE instr(head, '"attachments":') > 0`;
/** Jumps from folder to folder: what it costs depends on the folders, not on the sessions in them. */
export const FOLDERS_SQL = `
  WITH RECURSIVE folders (folder) AS (
    SELECT min(folder) FROM sessions
    UNION ALL
    SELECT (SELECT min(sessions.folder) FROM sessions WHERE sessions.folder > folders.folder)
    FROM folders WHERE folders.folder IS NOT NULL
  )
  SELECT folder FROM folders WHERE folder IS NOT NULL
  ORDER BY (SELECT max(updated_at) FROM sessions WHERE sessions.folder = folders.folder) DESC LIMIT ?`;
const PUT_SQL = `
  INSERT INTO sessions
    (id, head, agent_id, folder, updated_at, deleted_at, unfinished, hidden, parent_id, pinned, archived_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    head = excluded.head, agent_id = excluded.agent_id, folder = excluded.folder, updated_at = excluded.updated_at,
    deleted_at = excluded.deleted_at, unfinished = excluded.unfinished, hidden = excluded.hidden,
    parent_id = excluded.parent_id, pinned = excluded.pinned, archived_at = excluded.archived_at`;

/** What nothing may be found in when the host starts: nothing runs then. */
const isUnfinished = (head: Head): boolean =>
  isActive(head.turn) || head.busyBelow.length > 0 || head.rollback !== null || isFetching(head);
