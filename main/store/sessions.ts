import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { SessionsCursor, SessionsPage } from '../../protocol/stream.ts';
import { summaryOf } from '../../protocol/summary.ts';
import { isActive } from '../../protocol/turn.ts';
import type { Database, Query } from './database.ts';

/** Comes before every session in the list. */
const LIST_START: SessionsCursor = { updatedAt: Number.MAX_SAFE_INTEGER, id: '' };

type Row = { readonly head: string; readonly agentSession: string | null };

/** The rows of sessions: everything about them but their items. Writing calls belong into a transaction. */
export class SessionRows {
  readonly #one: Query<[SessionId], Row>;
  readonly #list: Query<[number, string, number], { head: string }>;
  readonly #unfinished: Query<[], { id: SessionId }>;
  readonly #deletedBefore: Query<[number], { id: SessionId }>;
  readonly #folders: Query<[number], { folder: string }>;
  readonly #put: Query<[SessionId, string, string, string, number, number | null, number]>;
  readonly #attach: Query<[string | null, SessionId]>;
  readonly #purge: Query<[SessionId]>;

  constructor(database: Database) {
    this.#one = database.query('SELECT head, agent_session AS agentSession FROM sessions WHERE id = ?');
    this.#list = database.query(LIST_SQL);
    this.#unfinished = database.query(UNFINISHED_SQL);
    this.#deletedBefore = database.query('SELECT id FROM sessions WHERE deleted_at < ?');
    this.#folders = database.query(FOLDERS_SQL);
    this.#put = database.query(PUT_SQL);
    this.#attach = database.query('UPDATE sessions SET agent_session = ? WHERE id = ?');
    this.#purge = database.query('DELETE FROM sessions WHERE id = ?');
  }

  get(id: SessionId): { readonly head: Head; readonly agentSession: string | null } | undefined {
    const row = this.#one.get(id);
    return row && { head: parseHead(row.head), agentSession: row.agentSession };
  }

  list(after: SessionsCursor | null, limit: number): SessionsPage {
    const { updatedAt, id } = after ?? LIST_START;
    const rows = this.#list.all(updatedAt, id, limit + 1);
    const sessions = rows.slice(0, limit).map((row) => summaryOf(parseHead(row.head)));
    const last = sessions.at(-1);
    const next = rows.length > limit && last ? { updatedAt: last.updatedAt, id: last.id } : null;
    return { sessions, next };
  }

  unfinished(): readonly SessionId[] {
    return this.#unfinished.all().map((row) => row.id);
  }

  deletedBefore(at: number): readonly SessionId[] {
    return this.#deletedBefore.all(at).map((row) => row.id);
  }

  recentFolders(limit: number): readonly string[] {
    return this.#folders.all(limit).map((row) => row.folder);
  }

  put(head: Head): void {
    const unfinished = isActive(head.turn) ? 1 : 0;
    const { id, agentId, folder, updatedAt, deletedAt } = head;
    this.#put.run(id, JSON.stringify(head), agentId, folder, updatedAt, deletedAt, unfinished);
  }

  setAgentSession(id: SessionId, agentSession: string | null): void {
    this.#attach.run(agentSession, id);
  }

  purge(id: SessionId): void {
    this.#purge.run(id);
  }
}

const parseHead = (head: string) => JSON.parse(head) as Head;

export const LIST_SQL = `
  SELECT head FROM sessions WHERE deleted_at IS NULL AND (updated_at, id) < (?, ?)
  ORDER BY updated_at DESC, id DESC LIMIT ?`;
export const UNFINISHED_SQL = 'SELECT id FROM sessions WHERE unfinished = 1';
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
  INSERT INTO sessions (id, head, agent_id, folder, updated_at, deleted_at, unfinished) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    head = excluded.head, agent_id = excluded.agent_id, folder = excluded.folder, updated_at = excluded.updated_at,
    deleted_at = excluded.deleted_at, unfinished = excluded.unfinished`;
