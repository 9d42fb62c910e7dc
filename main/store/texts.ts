import type { ItemId, RollbackId, SessionId } from '../../protocol/ids.ts';
import { TAIL_BLOCK_CHARS } from '../../protocol/limits.ts';
import type { Database, Query } from './database.ts';
import { ON_PATH_SQL } from './turns.ts';

/**
 * Words that arrived in small parts are joined whenever they fill a row of this. As tails are cut at the same
 * places, a view of a long text is two rows of its start and at most three of its end.
 */
const ROW_CHARS = TAIL_BLOCK_CHARS;

/** One text of one item; the key is '' for the only text of a reply or thought. */
export type TextRef = { readonly session: SessionId; readonly item: ItemId; readonly key: string };

type Ref = [SessionId, ItemId, string];
type Part = { readonly at: number; readonly text: string | Uint8Array };

/** The rows of texts. Offsets and lengths are UTF-16 units. Writing calls belong into a transaction. */
export class TextRows {
  readonly #end: Query<Ref, { end: number }>;
  readonly #from: Query<[...Ref, number], Part>;
  readonly #overlapping: Query<[...Ref, number, ...Ref, number], Part>;
  readonly #insert: Query<[...Ref, number, number, string | Uint8Array]>;
  readonly #deleteFrom: Query<[...Ref, number]>;
  readonly #keys: Query<[SessionId, ItemId, SessionId, ItemId], { key: string }>;
  readonly #copy: Query<[SessionId, SessionId, number]>;
  readonly #forget: Query<[SessionId, SessionId, SessionId, RollbackId]>;
  readonly #purge: Query<[SessionId]>;

  constructor(database: Database) {
    this.#end = database.query(END_SQL);
    this.#from = database.query(`SELECT at, text FROM texts WHERE ${REF_SQL} AND at >= ? ORDER BY at`);
    this.#overlapping = database.query(OVERLAPPING_SQL);
    this.#insert = database.query(INSERT_TEXT_SQL);
    this.#deleteFrom = database.query(`DELETE FROM texts WHERE ${REF_SQL} AND at >= ?`);
    this.#keys = database.query(KEYS_SQL);
    this.#copy = database.query(COPY_SQL);
    this.#forget = database.query(FORGET_SQL);
    this.#purge = database.query('DELETE FROM texts WHERE session_id = ?');
  }

  /** 0 when there are no rows. */
  lengthOf(ref: TextRef): number {
    return this.#end.get(...columns(ref))?.end ?? 0;
  }

  /** Adds words to a text whose length is `end`. What it costs does not depend on that length. */
  append(ref: TextRef, end: number, words: string): void {
    if ((end % ROW_CHARS) + words.length < ROW_CHARS) this.#add(ref, end, words);
    else this.#join(ref, end, words);
  }

  /** Joins the small parts at the end of a text whose length is `end`: nothing more is to come soon. */
  settle(ref: TextRef, end: number): void {
    this.#join(ref, end, '');
  }

  /** The stretch from `from` to `to`, as far as there is text. */
  read(ref: TextRef, from: number, to: number): string {
    const parts = this.#overlapping.all(...columns(ref), to, ...columns(ref), from);
    return stretchOf(parts, from, to);
  }

  drop(ref: TextRef): void {
    this.#deleteFrom.run(...columns(ref), 0);
  }

  /** Which texts of an item have rows. */
  keysOf(session: SessionId, item: ItemId): readonly string[] {
    return this.#keys.all(session, item, session, item).map((row) => row.key);
  }

  /** Copies the texts of the items on the active path of `from` up to a turn of this index. */
  copy(from: SessionId, to: SessionId, upToIndex: number): void {
    this.#copy.run(to, from, upToIndex);
  }

  /** Forgets the texts of turns that were taken back by this. */
  forget(session: SessionId, by: RollbackId): void {
    this.#forget.run(session, session, session, by);
  }

  purge(session: SessionId): void {
    this.#purge.run(session);
  }

  /** Rows before the last multiple of ROW_CHARS are full already; only what lies behind it is written again. */
  #join(ref: TextRef, end: number, words: string): void {
    const from = Math.max(0, Math.floor(end / ROW_CHARS) * ROW_CHARS - 1);
    const loose = this.#from.all(...columns(ref), from);
    if (words === '' && loose.length <= 1) return;
    const start = loose[0]?.at ?? end;
    const text = loose.map((part) => decode(part.text)).join('') + words;
    this.#deleteFrom.run(...columns(ref), start);
    for (const [at, piece] of piecesOf(text, start)) this.#add(ref, at, piece);
  }

  #add(ref: TextRef, at: number, text: string): void {
    this.#insert.run(...columns(ref), at, text.length, encode(text));
  }
}

const REF_SQL = 'session_id = ? AND item_id = ? AND key = ?';
const COPY_SQL = `
  INSERT INTO texts (session_id, item_id, key, at, chars, text)
  SELECT ?, texts.item_id, texts.key, texts.at, texts.chars, texts.text FROM texts
  WHERE (texts.session_id, texts.item_id) IN (SELECT items.session_id, items.id ${ON_PATH_SQL} AND turns.idx <= ?)`;
const FORGET_SQL = `
  DELETE FROM texts WHERE session_id = ? AND item_id IN (
    SELECT id FROM items WHERE session_id = ? AND turn_id IN (
      SELECT id FROM turns WHERE session_id = ? AND undone = ?))`;
export const END_SQL = `SELECT at + chars AS end FROM texts WHERE ${REF_SQL} ORDER BY at DESC LIMIT 1`;
export const INSERT_TEXT_SQL =
  'INSERT INTO texts (session_id, item_id, key, at, chars, text) VALUES (?, ?, ?, ?, ?, ?)';
const OVERLAPPING_SQL = `
  SELECT at, text FROM texts
  WHERE ${REF_SQL} AND at < ?
    AND at >= coalesce((SELECT max(at) FROM texts WHERE ${REF_SQL} AND at <= ?), 0)
  ORDER BY at`;
/** Jumps from key to key instead of reading all parts. */
const KEYS_SQL = `
  WITH RECURSIVE keys (key) AS (
    SELECT min(key) FROM texts WHERE session_id = ? AND item_id = ?
    UNION ALL
    SELECT (SELECT min(texts.key) FROM texts WHERE session_id = ? AND item_id = ? AND texts.key > keys.key)
    FROM keys WHERE keys.key IS NOT NULL
  )
  SELECT key FROM keys WHERE key IS NOT NULL`;

const columns = (ref: TextRef): Ref => [ref.session, ref.item, ref.key];

/** What lies between `from` and `to` in parts that are in order and without gaps. */
export function stretchOf(parts: readonly Part[], from: number, to: number): string {
  const start = parts[0]?.at ?? 0;
  return parts
    .map((part) => decode(part.text))
    .join('')
    .slice(Math.max(0, from - start), Math.max(0, to - start));
}

/** Cuts at multiples of ROW_CHARS, or one before where that would part a surrogate pair. */
function* piecesOf(text: string, start: number): Iterable<readonly [at: number, piece: string]> {
  let from = 0;
  while (from < text.length) {
    const boundary = (Math.floor((start + from + 1) / ROW_CHARS) + 1) * ROW_CHARS - start;
    const to = boundary <= text.length && isHighSurrogate(text.charCodeAt(boundary - 1)) ? boundary - 1 : boundary;
    yield [start + from, text.slice(from, to)];
    from = to;
  }
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;

/** SQLite keeps UTF-8, which has no form for half a pair; such a part waits as UTF-16 for its other half. */
const encode = (text: string) => (text.isWellFormed() ? text : Buffer.from(text, 'utf16le'));
const decode = (text: string | Uint8Array) => (typeof text === 'string' ? text : Buffer.from(text).toString('utf16le'));
