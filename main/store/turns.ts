import type { Fork, Head, Plan } from '../../protocol/head.ts';
import type { RollbackId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { Turn } from '../../protocol/turn.ts';
import type { AgentSession, StoredTurn } from '../session/ports.ts';
import type { Database, Query } from './database.ts';

type Row = { readonly body: string; readonly active: number; readonly undone: RollbackId | null };
type Node = { readonly id: TurnId; readonly parent: TurnId | null; readonly idx: number };

/** The rows of turns: a tree for each session, with one active path. Writing calls belong into a transaction. */
export class TurnRows {
  readonly #one: Query<[SessionId, TurnId], Row>;
  readonly #last: Query<[SessionId], { body: string; agentSession: string | null }>;
  readonly #lastPromptedIn: Query<[string], { id: TurnId }>;
  readonly #newestIn: Query<[SessionId, string], { id: TurnId }>;
  readonly #plan: Query<[SessionId], { plan: string }>;
  readonly #siblings: Query<[SessionId], Node>;
  readonly #roots: Query<[SessionId], { id: TurnId }>;
  readonly #below: Query<[SessionId, TurnId], { id: TurnId }>;
  readonly #leaf: Query<[SessionId, TurnId], { id: TurnId }>;
  readonly #branches: Query<[SessionId], { branches: number }>;
  readonly #put: Query<[SessionId, TurnId, TurnId | null, number, string]>;
  readonly #setPlan: Query<[string, SessionId, TurnId]>;
  readonly #prompted: Query<[string, SessionId, TurnId]>;
  readonly #leave: Query<[SessionId, SessionId, TurnId | null]>;
  readonly #enter: Query<[SessionId, TurnId | null]>;
  readonly #undo: Query<[RollbackId, SessionId, string]>;
  readonly #redo: Query<[SessionId, RollbackId]>;
  readonly #copy: Query<[SessionId, SessionId, number]>;
  readonly #disown: Query<[SessionId, SessionId, RollbackId]>;
  readonly #forget: Query<[SessionId, RollbackId]>;
  readonly #purge: Query<[SessionId]>;

  constructor(database: Database) {
    this.#one = database.query('SELECT body, active, undone FROM turns WHERE session_id = ? AND id = ?');
    this.#last = database.query(LAST_TURN_SQL);
    this.#lastPromptedIn = database.query(LAST_PROMPTED_IN_SQL);
    this.#newestIn = database.query(NEWEST_IN_SQL);
    this.#plan = database.query(PLAN_SQL);
    this.#siblings = database.query(SIBLINGS_SQL);
    this.#roots = database.query(ROOTS_SQL);
    this.#below = database.query(`${BELOW_SQL} SELECT id FROM below`);
    this.#leaf = database.query(`${BELOW_SQL} SELECT id FROM below ORDER BY birth DESC LIMIT 1`);
    this.#branches = database.query(BRANCHES_SQL);
    this.#put = database.query(PUT_SQL);
    this.#setPlan = database.query('UPDATE turns SET plan = ? WHERE session_id = ? AND id = ?');
    this.#prompted = database.query('UPDATE turns SET agent_session = ? WHERE session_id = ? AND id = ?');
    this.#leave = database.query(LEAVE_SQL);
    this.#enter = database.query(ENTER_SQL);
    this.#undo = database.query(UNDO_SQL);
    this.#redo = database.query('UPDATE turns SET undone = NULL WHERE session_id = ? AND undone = ?');
    this.#copy = database.query(COPY_SQL);
    this.#disown = database.query(DISOWN_SQL);
    this.#forget = database.query('DELETE FROM turns WHERE session_id = ? AND undone = ?');
    this.#purge = database.query('DELETE FROM turns WHERE session_id = ?');
  }

  get(session: SessionId, id: TurnId): StoredTurn | undefined {
    const row = this.#one.get(session, id);
    return row && { turn: JSON.parse(row.body) as Turn, active: row.active === 1, undone: row.undone };
  }

  /** What the head says of the active path. */
  ofPath(session: SessionId): Pick<Head, 'turn' | 'plan' | 'forks'> {
    const last = this.#last.get(session);
    const plan = this.#plan.get(session);
    const turn = last ? (JSON.parse(last.body) as Turn) : null;
    return { turn, plan: plan ? (JSON.parse(plan.plan) as Plan) : null, forks: this.#forks(session, turn) };
  }

  /** The agent session that was prompted last with the last turn of the active path: it knows just that path. */
  agentSession(session: SessionId): AgentSession | null {
    const last = this.#last.get(session);
    if (!last?.agentSession) return null;
    const turn = JSON.parse(last.body) as Turn;
    const newest = this.#newestIn.get(session, last.agentSession);
    return newest?.id === turn.id ? { id: last.agentSession, fork: false } : null;
  }

  lastPromptedIn(agentSession: string): TurnId | undefined {
    return this.#lastPromptedIn.get(agentSession)?.id;
  }

  /** The turn and all that follow it and were not taken back, parents before their children. */
  below(session: SessionId, turn: TurnId): readonly TurnId[] {
    return this.#below.all(session, turn).map((row) => row.id);
  }

  newestLeaf(session: SessionId, turn: TurnId): TurnId {
    return this.#leaf.get(session, turn)?.id ?? turn;
  }

  /** Oldest first. */
  roots(session: SessionId): readonly TurnId[] {
    return this.#roots.all(session).map((row) => row.id);
  }

  branchCount(session: SessionId): number {
    return this.#branches.get(session)?.branches ?? 0;
  }

  /** Inserts the turn at the end of the active path, or changes what is known of it. */
  put(session: SessionId, turn: Turn): void {
    this.#put.run(session, turn.id, turn.parent, turn.index, JSON.stringify(turn));
  }

  setPlan(session: SessionId, plan: Plan): void {
    this.#setPlan.run(JSON.stringify(plan), session, plan.turn);
  }

  setPrompted(session: SessionId, turn: TurnId, agentSession: string): void {
    this.#prompted.run(agentSession, session, turn);
  }

  activate(session: SessionId, leaf: TurnId | null): void {
    this.#leave.run(session, session, leaf);
    this.#enter.run(session, leaf);
  }

  undo(session: SessionId, turns: readonly TurnId[], by: RollbackId): void {
    this.#undo.run(by, session, JSON.stringify(turns));
  }

  redo(session: SessionId, by: RollbackId): void {
    this.#redo.run(session, by);
  }

  /**
   * Copies the active path of `from` up to a depth, without its plans; no agent session of ours has been prompted with
   * the copies.
   */
  copy(from: SessionId, to: SessionId, upToIndex: number): void {
    this.#copy.run(to, from, upToIndex);
  }

  /** Agent sessions that were told of these turns are forgotten with them: nobody could say any more what they know. */
  forget(session: SessionId, by: RollbackId): void {
    this.#disown.run(session, session, by);
    this.#forget.run(session, by);
  }

  purge(session: SessionId): void {
    this.#purge.run(session);
  }

  #forks(session: SessionId, last: Turn | null): readonly Fork[] {
    const families = Map.groupBy(this.#siblings.all(session), (node) => node.parent);
    return [...families].flatMap(([parent, nodes]) => {
      const index = nodes[0]?.idx ?? 0;
      const atEnd = parent === (last?.id ?? null);
      return nodes.length > 1 || atEnd ? [{ index, turns: nodes.map((node) => node.id) }] : [];
    });
  }
}

/** Turns and items of an active path, both in order: what a page costs depends on its length alone. */
export const ON_PATH_SQL = `FROM turns CROSS JOIN items ON items.session_id = turns.session_id AND items.turn_id = turns.id
  WHERE turns.session_id = ? AND turns.active = 1`;

export const LAST_TURN_SQL = `
  SELECT body, agent_session AS agentSession FROM turns WHERE session_id = ? AND active = 1 ORDER BY idx DESC LIMIT 1`;
export const NEWEST_IN_SQL = `
  SELECT id FROM turns WHERE session_id = ? AND agent_session = ? ORDER BY rowid DESC LIMIT 1`;
/** Asked once in the life of a copy: it may look through all that were prompted. */
const LAST_PROMPTED_IN_SQL = 'SELECT id FROM turns WHERE agent_session = ? ORDER BY rowid DESC LIMIT 1';
const PLAN_SQL = `
  SELECT plan FROM turns WHERE session_id = ? AND active = 1 AND plan IS NOT NULL ORDER BY idx DESC LIMIT 1`;
/** Turns whose parent is on the active path, or that begin the conversation. */
const SIBLINGS_SQL = `
  SELECT turns.id, turns.parent_id AS parent, turns.idx FROM turns
  LEFT JOIN turns AS parents ON parents.session_id = turns.session_id AND parents.id = turns.parent_id
  WHERE turns.session_id = ? AND turns.undone IS NULL AND (turns.parent_id IS NULL OR parents.active = 1)
  ORDER BY turns.idx, turns.rowid`;
const ROOTS_SQL = `
  SELECT id FROM turns WHERE session_id = ? AND parent_id IS NULL AND undone IS NULL ORDER BY rowid`;
const BELOW_SQL = `
  WITH RECURSIVE below (session_id, id, birth) AS (
    SELECT session_id, id, rowid FROM turns WHERE session_id = ? AND id = ?
    UNION ALL
    SELECT turns.session_id, turns.id, turns.rowid FROM below
    JOIN turns ON turns.session_id = below.session_id AND turns.parent_id = below.id
    WHERE turns.undone IS NULL
  )`;
/** All turns that stand beside an older one with the same parent. */
const BRANCHES_SQL = `
  SELECT coalesce(sum(turns - 1), 0) AS branches
  FROM (SELECT count(*) AS turns FROM turns WHERE session_id = ? GROUP BY parent_id)`;
const PUT_SQL = `
  INSERT INTO turns (session_id, id, parent_id, idx, body, active) VALUES (?, ?, ?, ?, ?, 1)
  ON CONFLICT (session_id, id) DO UPDATE SET body = excluded.body`;
/** From a leaf up to the first turn that is on the active path already. */
const UP_SQL = `
  WITH RECURSIVE up (session_id, id, parent_id, idx, active) AS (
    SELECT session_id, id, parent_id, idx, active FROM turns WHERE session_id = ? AND id = ?
    UNION ALL
    SELECT turns.session_id, turns.id, turns.parent_id, turns.idx, turns.active FROM up
    JOIN turns ON turns.session_id = up.session_id AND turns.id = up.parent_id
    WHERE up.active = 0
  )`;
/** Without a leaf nothing is kept: coalesce makes all of them deeper than what stays. */
const LEAVE_SQL = `
  UPDATE turns SET active = 0 WHERE session_id = ? AND active = 1
  AND idx > coalesce((${UP_SQL} SELECT max(idx) FROM up WHERE active = 1), -1)`;
const ENTER_SQL = `
  UPDATE turns SET active = 1 WHERE (session_id, id) IN (${UP_SQL} SELECT session_id, id FROM up WHERE active = 0)`;
const UNDO_SQL = `
  UPDATE turns SET undone = ? WHERE session_id = ? AND id IN (SELECT value FROM json_each(?)) AND undone IS NULL`;
const DISOWN_SQL = `
  UPDATE turns SET agent_session = NULL WHERE session_id = ?
  AND agent_session IN (SELECT agent_session FROM turns WHERE session_id = ? AND undone = ?)`;
const COPY_SQL = `
  INSERT INTO turns (session_id, id, parent_id, idx, body, active)
  SELECT ?, id, parent_id, idx, body, 1 FROM turns WHERE session_id = ? AND active = 1 AND idx <= ? ORDER BY idx`;
