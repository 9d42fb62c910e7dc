import type { AttachmentId } from '../../protocol/attachment.ts';
import type { Window } from '../../protocol/head.ts';
import type { ItemId, RollbackId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { INLINE_CHARS_MAX, TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import { SESSION_PREFIX } from '../../protocol/mentions.ts';
import { textOf } from '../../protocol/text.ts';
import type { Database, Query } from './database.ts';
import { bodyOf, type InlineTexts, inlineOf, isOpen, keysOf, parseBody, parseInline, withTexts } from './item-body.ts';
import { TextViews, type Wanted } from './text-views.ts';
import { ON_PATH_SQL } from './turns.ts';

type Row = { readonly body: string; readonly inline: string | null };
type Draft = { readonly item: Item; readonly inline: InlineTexts; readonly chars: number };
type Measured = Draft & { readonly wanted: readonly Wanted[]; readonly lengths: readonly number[] };

/** The rows of items, read with their texts. Writing calls belong into a transaction. */
export class ItemRows {
  readonly #views: TextViews;
  readonly #one: Query<[SessionId, ItemId], Row>;
  readonly #inline: Query<[SessionId, ItemId], Pick<Row, 'inline'>>;
  readonly #before: Query<[SessionId, number, number, number], Row>;
  readonly #after: Query<[SessionId, number, number, number], Row>;
  readonly #open: Query<[SessionId], Row>;
  readonly #mentions: Query<[SessionId, string], { found: number }>;
  readonly #lastOrder: Query<[SessionId, TurnId], { ord: number }>;
  readonly #onPath: Query<[SessionId], { items: number }>;
  readonly #ofTurns: Query<[SessionId, string], { items: number }>;
  readonly #attachments: Query<[], { id: AttachmentId }>;
  readonly #put: Query<[SessionId, ItemId, number, string, string, number, string]>;
  readonly #keep: Query<[string | null, SessionId, ItemId]>;
  readonly #copy: Query<[SessionId, SessionId, number]>;
  readonly #forget: Query<[SessionId, SessionId, RollbackId]>;
  readonly #purge: Query<[SessionId]>;

  constructor(database: Database) {
    this.#views = new TextViews(database);
    this.#one = database.query('SELECT body, inline FROM items WHERE session_id = ? AND id = ?');
    this.#inline = database.query('SELECT inline FROM items WHERE session_id = ? AND id = ?');
    this.#before = database.query(ITEMS_BEFORE_SQL);
    this.#open = database.query(OPEN_ITEMS_SQL);
    this.#mentions = database.query(MENTIONS_SQL);
    this.#lastOrder = database.query(LAST_ORDER_SQL);
    this.#after = database.query(ITEMS_AFTER_SQL);
    this.#onPath = database.query(`SELECT count(*) AS items ${ON_PATH_SQL}`);
    this.#ofTurns = database.query(OF_TURNS_SQL);
    this.#copy = database.query(COPY_SQL);
    this.#forget = database.query(FORGET_SQL);
    this.#attachments = database.query(ATTACHMENTS_SQL);
    this.#put = database.query(PUT_SQL);
    this.#keep = database.query('UPDATE items SET inline = ? WHERE session_id = ? AND id = ?');
    this.#purge = database.query('DELETE FROM items WHERE session_id = ?');
  }

  get(session: SessionId, id: ItemId): Item | undefined {
    const row = this.#one.get(session, id);
    return row && this.#withTexts(session, this.#measure(session, [draftOf(row)]))[0];
  }

  /** Whether a person wrote the other session's id in a prompt of this one. Reads all that was asked in it. */
  mentions(session: SessionId, other: SessionId): boolean {
    return this.#mentions.get(session, `${SESSION_PREFIX}${other}`) !== undefined;
  }

  /** The item without its texts, and those that are kept with it. */
  draft(session: SessionId, id: ItemId): Pick<Draft, 'item' | 'inline'> | undefined {
    const row = this.#one.get(session, id);
    return row && draftOf(row);
  }

  /** The texts that are kept with an item; none when there is no such item. */
  inline(session: SessionId, id: ItemId): InlineTexts {
    return parseInline(this.#inline.get(session, id)?.inline ?? null);
  }

  open(session: SessionId): readonly Item[] {
    const drafts = this.#open.all(session).map(draftOf);
    return this.#withTexts(session, this.#measure(session, drafts));
  }

  lastOrder(session: SessionId, turn: TurnId): number | undefined {
    return this.#lastOrder.get(session, turn)?.ord;
  }

  /** Items on the active path. */
  countOnPath(session: SessionId): number {
    return this.#onPath.get(session)?.items ?? 0;
  }

  countOf(session: SessionId, turns: readonly TurnId[]): number {
    return this.#ofTurns.get(session, JSON.stringify(turns))?.items ?? 0;
  }

  /**
   * Items of the active path before an order: a fixed number of queries, none of which reads more than about `charsMax`
   * characters.
   */
  before(session: SessionId, before: number, limit: number, charsMax: number): Window {
    const rows = (most: number) => this.#before.each(session, before, before, most);
    const { items, all } = this.#page(session, rows, limit, charsMax);
    return { items: items.toReversed(), atStart: all };
  }

  /** The same for those after an order. */
  after(session: SessionId, after: number, limit: number, charsMax: number): Window & { readonly atEnd: boolean } {
    const rows = (most: number) => this.#after.each(session, after, after, most);
    const { items, all } = this.#page(session, rows, limit, charsMax);
    return { items, atStart: after < 0, atEnd: all };
  }

  /** Inserts or updates all but the texts. */
  put(session: SessionId, item: Item): void {
    this.#put.run(session, item.id, item.order, item.turn, item.kind, isOpen(item) ? 1 : 0, bodyOf(item));
  }

  /** Sets the texts that are kept whole with the item. */
  keepInline(session: SessionId, id: ItemId, texts: InlineTexts): void {
    this.#keep.run(inlineOf(texts), session, id);
  }

  /** What prompts of any branch name, those that were taken back included. */
  attachmentIds(): readonly AttachmentId[] {
    return this.#attachments.all().map((row) => row.id);
  }

  /** Copies the items on the active path of `from` up to a turn of this index. */
  copy(from: SessionId, to: SessionId, upToIndex: number): void {
    this.#copy.run(to, from, upToIndex);
  }

  /** Forgets the items of turns that were taken back by this. */
  forget(session: SessionId, by: RollbackId): void {
    this.#forget.run(session, session, by);
  }

  purge(session: SessionId): void {
    this.#purge.run(session);
  }

  /** As many as fit, in the order of the rows. `all`: there are no more. */
  #page(session: SessionId, rows: (most: number) => Iterable<Row>, limit: number, charsMax: number) {
    const { drafts, all } = draftsOf(rows, Math.max(1, limit), charsMax);
    const measured = this.#measure(session, drafts);
    const fitting = fittingOf(measured, charsMax);
    return { items: this.#withTexts(session, fitting), all: all && fitting.length === measured.length };
  }

  #measure(session: SessionId, drafts: readonly Draft[]): readonly Measured[] {
    const wanted = drafts.map(({ item, inline }) =>
      keysOf(item)
        .filter((key) => !inline.has(key))
        .map((key) => ({ item: item.id, key })),
    );
    const lengths = this.#views.lengthsOf(session, wanted.flat())[Symbol.iterator]();
    return drafts.map((draft, index) => {
      const own = wanted[index] ?? [];
      return { ...draft, wanted: own, lengths: own.map(() => lengths.next().value ?? 0) };
    });
  }

  #withTexts(session: SessionId, measured: readonly Measured[]): readonly Item[] {
    const texts = this.#views
      .textsOf(
        session,
        measured.flatMap((draft) => draft.wanted),
        measured.flatMap((draft) => draft.lengths),
      )
      [Symbol.iterator]();
    return measured.map(({ item, inline, wanted }) => {
      const inRows = new Map(wanted.map(({ key }) => [key, texts.next().value]));
      return withTexts(item, (key) => inRows.get(key) ?? textOf(inline.get(key) ?? ''));
    });
  }
}

/** A mention is found wherever it stands: whoever wrote the id of a session has meant it. */
const MENTIONS_SQL = `
  SELECT 1 AS found FROM items
  WHERE session_id = ? AND kind = 'prompt' AND json_extract(body, '$.from') IS NULL AND instr(inline, ?) > 0
  LIMIT 1`;
export const OPEN_ITEMS_SQL = 'SELECT body, inline FROM items WHERE session_id = ? AND open = 1 ORDER BY ord';
export const ITEMS_BEFORE_SQL = `
  SELECT items.body, items.inline ${ON_PATH_SQL} AND turns.idx <= ? / ${TURN_ITEMS_MAX} AND items.ord < ?
  ORDER BY turns.idx DESC, items.ord DESC LIMIT ?`;
/** Numbers are bound as REAL, so that the division has a fraction: the turn that holds the order is wanted, too. */
export const ITEMS_AFTER_SQL = `
  SELECT items.body, items.inline ${ON_PATH_SQL} AND turns.idx >= CAST(? / ${TURN_ITEMS_MAX} AS INTEGER) AND items.ord > ?
  ORDER BY turns.idx, items.ord LIMIT ?`;
export const LAST_ORDER_SQL = 'SELECT ord FROM items WHERE session_id = ? AND turn_id = ? ORDER BY ord DESC LIMIT 1';
const OF_TURNS_SQL = `
  SELECT count(*) AS items FROM items WHERE session_id = ? AND turn_id IN (SELECT value FROM json_each(?))`;
/** A copy has ended, whatever becomes of the original. */
const COPY_SQL = `
  INSERT INTO items (session_id, id, ord, turn_id, kind, open, body, inline)
  SELECT ?, items.id, items.ord, items.turn_id, items.kind, 0, items.body, items.inline
  ${ON_PATH_SQL} AND turns.idx <= ?`;
/** By an index that has these prompts alone. */
export const ATTACHMENTS_SQL = `
  SELECT DISTINCT json_extract(attached.value, '$.id') AS id
  FROM items, json_each(items.body, '$.attachments') AS attached
  WHERE items.kind = 'prompt' AND json_extract(items.body, '$.attachments') IS NOT NULL`;
const FORGET_SQL = `
  DELETE FROM items WHERE session_id = ?
  AND turn_id IN (SELECT id FROM turns WHERE session_id = ? AND undone = ?)`;
const PUT_SQL = `
  INSERT INTO items (session_id, id, ord, turn_id, kind, open, body) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (session_id, id) DO UPDATE SET ord = excluded.ord, open = excluded.open, body = excluded.body`;

function draftOf(row: Row): Draft {
  const chars = row.body.length + (row.inline?.length ?? 0);
  return { item: parseBody(row.body), inline: parseInline(row.inline), chars };
}

/** The first rows whose bodies fit, but at least one. */
function draftsOf(rows: (most: number) => Iterable<Row>, limit: number, charsMax: number) {
  const drafts: Draft[] = [];
  let chars = 0;
  for (const row of rows(limit + 1)) {
    chars += row.body.length + (row.inline?.length ?? 0);
    if (drafts.length === limit || (chars > charsMax && drafts.length > 0)) return { drafts, all: false };
    drafts.push(draftOf(row));
  }
  return { drafts, all: true };
}

/** The first ones that fit, but at least one. */
function fittingOf(drafts: readonly Measured[], charsMax: number): readonly Measured[] {
  let chars = 0;
  const tooMany = drafts.findIndex(({ chars: own, lengths }, index) => {
    chars += own + lengths.reduce((sum, length) => sum + Math.min(length, INLINE_CHARS_MAX), 0);
    return chars > charsMax && index > 0;
  });
  return tooMany === -1 ? drafts : drafts.slice(0, tooMany);
}
