import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { TIMELINE_TURNS_MAX, TIMELINE_WAITS_MAX } from '../../protocol/limits.ts';
import type { Timeline, TimelineTurn, TurnWait, WaitCause } from '../../protocol/timeline.ts';
import type { Turn } from '../../protocol/turn.ts';
import type { Database, Query } from './database.ts';

type TurnRow = { readonly session: SessionId; readonly body: string };
type WaitRow = {
  readonly session: SessionId;
  readonly turn: TurnId;
  readonly at: number;
  readonly endedAt: number | null;
  readonly wait: string;
};

/** When turns ran, and what they waited for. Writing calls belong into a transaction. */
export class TimelineRows {
  readonly #turns: Query<[string, number], TurnRow>;
  readonly #waits: Query<[string, number, number], WaitRow>;
  readonly #begin: Query<[SessionId, TurnId, number, string]>;
  readonly #end: Query<[number, SessionId, TurnId]>;
  readonly #forget: Query<[SessionId, SessionId]>;
  readonly #purge: Query<[SessionId]>;

  constructor(database: Database) {
    this.#turns = database.query(TIMELINE_TURNS_SQL);
    this.#waits = database.query(TIMELINE_WAITS_SQL);
    this.#begin = database.query(BEGIN_SQL);
    this.#end = database.query(END_SQL);
    this.#forget = database.query(FORGET_SQL);
    this.#purge = database.query('DELETE FROM turn_waits WHERE session_id = ?');
  }

  /** Of these sessions together. Turns that a session has from another one, or from elsewhere, did not run in it. */
  of(sessions: readonly SessionId[]): Timeline {
    const ids = JSON.stringify(sessions);
    const rows = this.#turns.all(ids, TIMELINE_TURNS_MAX + 1);
    const found = rows.slice(0, TIMELINE_TURNS_MAX).toReversed();
    const turns = found.map(({ session, body }) => ({ session, turn: JSON.parse(body) as Turn }));
    const since = turns[0]?.turn.at ?? 0;
    const waits = this.#waits.all(ids, since, TIMELINE_WAITS_MAX).toReversed();
    const byTurn = Map.groupBy(waits, ({ session, turn }) => `${session} ${turn}`);
    return {
      turns: turns.map(({ session, turn }) => spanOf(session, turn, byTurn.get(`${session} ${turn.id}`) ?? [])),
      more: rows.length > TIMELINE_TURNS_MAX,
    };
  }

  begin(session: SessionId, turn: TurnId, at: number, cause: WaitCause): void {
    this.#begin.run(session, turn, at, JSON.stringify(cause));
  }

  end(session: SessionId, turn: TurnId, at: number): void {
    this.#end.run(at, session, turn);
  }

  /** What its turns waited for that are gone by now. */
  forget(session: SessionId): void {
    this.#forget.run(session, session);
  }

  purge(session: SessionId): void {
    this.#purge.run(session);
  }
}

function spanOf(session: SessionId, { id, at, phase }: Turn, waits: readonly WaitRow[]): TimelineTurn {
  const ended = phase.kind === 'ended' ? phase : null;
  return {
    ...{ session, turn: id, at, endedAt: ended?.at ?? null, outcome: ended?.outcome.kind ?? null },
    waits: waits.map(
      (row): TurnWait => ({ at: row.at, endedAt: row.endedAt, cause: JSON.parse(row.wait) as WaitCause }),
    ),
  };
}

/** A turn that is older than its session was copied, or fetched from elsewhere. */
export const TIMELINE_TURNS_SQL = `
  SELECT turns.session_id AS session, turns.body AS body
  FROM json_each(?) AS wanted CROSS JOIN sessions ON sessions.id = wanted.value
  CROSS JOIN turns ON turns.session_id = sessions.id
  WHERE turns.undone IS NULL AND json_extract(turns.body, '$.at') >= json_extract(sessions.head, '$.createdAt')
  ORDER BY json_extract(turns.body, '$.at') DESC, turns.rowid DESC LIMIT ?`;
export const TIMELINE_WAITS_SQL = `
  SELECT turn_waits.session_id AS session, turn_id AS turn, at, ended_at AS endedAt, wait
  FROM json_each(?) AS wanted CROSS JOIN turn_waits ON turn_waits.session_id = wanted.value
  WHERE at >= ? AND (ended_at IS NULL OR ended_at > at) ORDER BY at DESC LIMIT ?`;
/** One that begins in the millisecond in which another began, which lasted no time then, takes its place. */
const BEGIN_SQL = `
  INSERT INTO turn_waits (session_id, turn_id, at, wait) VALUES (?, ?, ?, ?)
  ON CONFLICT (session_id, turn_id, at) DO UPDATE SET wait = excluded.wait, ended_at = NULL`;
const END_SQL = 'UPDATE turn_waits SET ended_at = ? WHERE session_id = ? AND turn_id = ? AND ended_at IS NULL';
const FORGET_SQL = `
  DELETE FROM turn_waits WHERE session_id = ? AND turn_id NOT IN (SELECT id FROM turns WHERE session_id = ?)`;
