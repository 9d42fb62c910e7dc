import type { TreeUse } from '../../protocol/budget.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { amountOf } from '../../protocol/usage.ts';
import type { TreePlace, TreeStore } from '../session/ports.ts';
import type { Database, Query } from './database.ts';

type Span = { readonly from: number; readonly until: number };

/** What trees of sessions have taken, by their roots. Writing calls belong into a transaction. */
export class TreeRows implements TreeStore {
  readonly #place: Query<[SessionId], TreePlace>;
  readonly #join: Query<[SessionId, SessionId, number]>;
  readonly #members: Query<[SessionId], { children: number; deepest: number }>;
  readonly #tokens: Query<[SessionId], { tokens: number }>;
  readonly #cost: Query<[SessionId], { currency: string; micros: number }>;
  readonly #time: Query<[number, SessionId, number], { ms: number }>;
  readonly #touching: Query<[SessionId, number, number], { from: number | null; until: number | null }>;
  readonly #cut: Query<[SessionId, number, number]>;
  readonly #span: Query<[SessionId, number, number]>;
  readonly #anybody: Query<[SessionId, SessionId], object>;
  readonly #forgetMembers: Query<[SessionId]>;
  readonly #forgetSpans: Query<[SessionId]>;

  constructor(database: Database) {
    this.#place = database.query('SELECT root_id AS root, depth FROM tree_members WHERE session_id = ?');
    this.#join = database.query('INSERT OR IGNORE INTO tree_members (session_id, root_id, depth) VALUES (?, ?, ?)');
    this.#members = database.query(MEMBERS_SQL);
    this.#tokens = database.query(TOKENS_SQL);
    this.#cost = database.query(COST_SQL);
    this.#time = database.query(TIME_SQL);
    this.#touching = database.query(`SELECT min(from_at) AS "from", max(until_at) AS until ${TOUCHING_SQL}`);
    this.#cut = database.query(`DELETE ${TOUCHING_SQL}`);
    this.#span = database.query('INSERT INTO tree_spans (root_id, from_at, until_at) VALUES (?, ?, ?)');
    this.#anybody = database.query(ANYBODY_SQL);
    this.#forgetMembers = database.query('DELETE FROM tree_members WHERE root_id = ?');
    this.#forgetSpans = database.query('DELETE FROM tree_spans WHERE root_id = ?');
  }

  placeOf(session: SessionId): TreePlace {
    return this.#place.get(session) ?? { root: session, depth: 0 };
  }

  membersOf(root: SessionId) {
    return this.#members.get(root) ?? { children: 0, deepest: 0 };
  }

  use(root: SessionId, now: number, since: number | null): TreeUse {
    const from = Math.min(since ?? now, now);
    return {
      children: this.membersOf(root).children,
      tokens: this.#tokens.get(root)?.tokens ?? 0,
      cost: this.#cost.all(root).map(({ currency, micros }) => ({ amount: amountOf(micros), currency })),
      timeMs: (this.#time.get(from, root, from)?.ms ?? 0) + (now - from),
    };
  }

  /** A child stands one level below its parent, for good. Once it is known nothing happens. */
  join(session: SessionId, parent: SessionId): void {
    const { root, depth } = this.placeOf(parent);
    this.#join.run(session, root, depth + 1);
  }

  /** Of the tree that a session is in, be it an aside, which is in no row but belongs to its parent. */
  rootOf(session: SessionId, parent: SessionId | null): SessionId {
    return this.#place.get(session)?.root ?? this.placeOf(parent ?? session).root;
  }

  /** A turn has lasted so long: joined with all that it touches. */
  lasted(root: SessionId, { from, until }: Span): void {
    if (until <= from) return;
    const touching = this.#touching.get(root, from, until);
    this.#cut.run(root, from, until);
    this.#span.run(root, Math.min(from, touching?.from ?? from), Math.max(until, touching?.until ?? until));
  }

  /** With the last session of a tree goes what it has taken: nobody is left to ask. */
  purge(session: SessionId): void {
    const root = this.placeOf(session).root;
    if (this.#anybody.get(root, root)) return;
    this.#forgetMembers.run(root);
    this.#forgetSpans.run(root);
  }
}

export const MEMBERS_SQL = `
  SELECT count(*) AS children, coalesce(max(depth), 0) AS deepest FROM tree_members WHERE root_id = ?`;
export const TOKENS_SQL = 'SELECT coalesce(sum(total), 0) AS tokens FROM usage WHERE root_id = ?';
export const COST_SQL = `
  SELECT currency, sum(micros) AS micros FROM usage_costs WHERE root_id = ? GROUP BY currency ORDER BY currency`;
/** Up to a moment. */
export const TIME_SQL = `
  SELECT coalesce(sum(min(until_at, ?) - from_at), 0) AS ms FROM tree_spans WHERE root_id = ? AND from_at < ?`;
/** They do not overlap, so whichever ends later begins later. */
export const TOUCHING_SQL = 'FROM tree_spans WHERE root_id = ? AND until_at >= ? AND from_at <= ?';
const ANYBODY_SQL = `
  SELECT 1 FROM sessions WHERE id = ?
  UNION ALL SELECT 1 FROM tree_members JOIN sessions ON sessions.id = tree_members.session_id WHERE root_id = ? LIMIT 1`;
