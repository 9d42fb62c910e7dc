import type { ItemId, SessionId } from '../../protocol/ids.ts';
import { HEAD_CHARS } from '../../protocol/limits.ts';
import { EMPTY_TEXT, type Text, tailStart } from '../../protocol/text.ts';
import type { Database, Query } from './database.ts';
import { stretchOf } from './texts.ts';

/** A text in rows that is to be read. */
export type Wanted = { readonly item: ItemId; readonly key: string };

type Range = Wanted & { readonly from: number; readonly to: number };
type RangePart = { readonly place: number; readonly at: number; readonly text: string | Uint8Array };

/** Reads many texts of one session at once, each as views hold it: two queries, however many texts there are. */
export class TextViews {
  readonly #ends: Query<[SessionId, string], { end: number }>;
  readonly #ranges: Query<[string, SessionId, SessionId], RangePart>;

  constructor(database: Database) {
    this.#ends = database.query(ENDS_SQL);
    this.#ranges = database.query(RANGES_SQL);
  }

  /** In the order of `wanted`; 0 for what has no rows. */
  lengthsOf(session: SessionId, wanted: readonly Wanted[]): readonly number[] {
    if (wanted.length === 0) return [];
    const refs = wanted.map(({ item, key }) => [item, key]);
    return this.#ends.all(session, JSON.stringify(refs)).map((row) => row.end);
  }

  /** In the order of `wanted`, whose lengths are known. What lies between head and tail is not read. */
  textsOf(session: SessionId, wanted: readonly Wanted[], lengths: readonly number[]): readonly Text[] {
    const ranges = wanted.flatMap((ref, index) => rangesOf(ref, lengths[index] ?? 0));
    const stretches = this.#read(session, ranges)[Symbol.iterator]();
    const next = () => stretches.next().value ?? '';
    return wanted.map((_, index) => {
      const length = lengths[index] ?? 0;
      if (length === 0) return EMPTY_TEXT;
      return { head: next(), tail: length > HEAD_CHARS ? next() : '', length };
    });
  }

  #read(session: SessionId, ranges: readonly Range[]): readonly string[] {
    if (ranges.length === 0) return [];
    const rows = this.#ranges.all(
      JSON.stringify(ranges.map(({ item, key, from, to }) => [item, key, from, to])),
      session,
      session,
    );
    const parts = Map.groupBy(rows, (row) => row.place);
    return ranges.map(({ from, to }, place) => {
      const sorted = (parts.get(place) ?? []).toSorted((a, b) => a.at - b.at);
      return stretchOf(sorted, from, to);
    });
  }
}

function rangesOf(ref: Wanted, length: number): readonly Range[] {
  if (length === 0) return [];
  const head = { ...ref, from: 0, to: Math.min(length, HEAD_CHARS) };
  return length > HEAD_CHARS ? [head, { ...ref, from: tailStart(length), to: length }] : [head];
}

export const ENDS_SQL = `
  SELECT coalesce((
    SELECT at + chars FROM texts
    WHERE session_id = ? AND item_id = wanted.value ->> 0 AND key = wanted.value ->> 1
    ORDER BY at DESC LIMIT 1
  ), 0) AS end
  FROM json_each(?) AS wanted ORDER BY wanted.key`;

/** CROSS JOIN keeps this order of loops: for each range its rows, by the primary key. */
export const RANGES_SQL = `
  SELECT wanted.key AS place, texts.at, texts.text
  FROM json_each(?) AS wanted CROSS JOIN texts
  WHERE texts.session_id = ? AND texts.item_id = wanted.value ->> 0 AND texts.key = wanted.value ->> 1
    AND texts.at < wanted.value ->> 3
    AND texts.at >= coalesce((
      SELECT max(first.at) FROM texts AS first
      WHERE first.session_id = ? AND first.item_id = wanted.value ->> 0 AND first.key = wanted.value ->> 1
        AND first.at <= wanted.value ->> 2
    ), 0)`;
