import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { USAGE_LINES_MAX, USED_TURNS_MAX } from '../../protocol/limits.ts';
import {
  amountOf,
  type Money,
  microsOf,
  type SessionUsage,
  type TurnUsage,
  USAGE_GROUPS,
  type UsageGroup,
  type UsageLine,
  type UsageSum,
  type UsageSummary,
  type UsedTurn,
} from '../../protocol/usage.ts';
import type { UsageStore, UsedWrite } from '../session/ports.ts';
import type { Database, Query } from './database.ts';
import * as sql from './usage-sql.ts';

type Fields = sql.Fields;
type Sum = Fields & {
  readonly turns: number;
  readonly withTokens: number;
  readonly withTime: number;
  readonly withCost: number;
};
type Micros = { readonly currency: string; readonly micros: number };
type TurnRow = Fields & {
  readonly turn: TurnId;
  readonly at: number;
  readonly idx: number | null;
  readonly active: number | null;
  readonly undone: number;
};
type Head = [SessionId, SessionId, TurnId, number, string, string, string | null, number];
type Summing = {
  readonly lines: Query<[number, number], Sum & { readonly key: string }>;
  readonly costs: Query<[number], Micros & { readonly key: string }>;
};

/** What turns have used. Writing calls belong into a transaction. */
export class UsageRows implements UsageStore {
  readonly #turn: Query<[SessionId, TurnId], Fields>;
  readonly #turnCosts: Query<[SessionId, TurnId], Micros>;
  readonly #count: Query<[SessionId, SessionId, TurnId, string], { micros: number }>;
  readonly #setCount: Query<[SessionId, SessionId, TurnId, string, number]>;
  readonly #put: Query<[...Head, ...(number | null)[]]>;
  readonly #putCost: Query<[SessionId, SessionId, TurnId, string, number]>;
  readonly #turns: Query<[SessionId, number], TurnRow>;
  readonly #own: Query<[SessionId], Sum>;
  readonly #ownCosts: Query<[SessionId], Micros>;
  readonly #family: Query<[SessionId], Sum & { readonly sessions: number }>;
  readonly #familyCosts: Query<[SessionId], Micros>;
  readonly #total: Query<[number], Sum>;
  readonly #totalCosts: Query<[number], Micros>;
  readonly #summing: ReadonlyMap<UsageGroup, Summing>;
  readonly #title: Query<[string], { title: string }>;
  readonly #forgetCounts: Query<[SessionId]>;

  constructor(database: Database) {
    this.#turn = database.query(sql.TURN_SQL);
    this.#turnCosts = database.query(sql.TURN_COSTS_SQL);
    this.#count = database.query(sql.COUNT_SQL);
    this.#setCount = database.query(sql.SET_COUNT_SQL);
    this.#put = database.query(sql.PUT_SQL);
    this.#putCost = database.query(sql.PUT_COST_SQL);
    this.#turns = database.query(sql.TURNS_SQL);
    this.#own = database.query(sql.OWN_SUM_SQL);
    this.#ownCosts = database.query(sql.OWN_COSTS_SQL);
    this.#family = database.query(sql.FAMILY_SUM_SQL);
    this.#familyCosts = database.query(sql.FAMILY_COSTS_SQL);
    this.#total = database.query(sql.TOTAL_SQL);
    this.#totalCosts = database.query(sql.TOTAL_COSTS_SQL);
    this.#summing = new Map(
      USAGE_GROUPS.map((by) => {
        const { lines, costs } = sql.summarySql(by);
        return [by, { lines: database.query(lines), costs: database.query(costs) }];
      }),
    );
    this.#title = database.query(sql.TITLE_SQL);
    this.#forgetCounts = database.query('DELETE FROM usage_counts WHERE session_id = ?');
  }

  turn(session: SessionId, turn: TurnId): TurnUsage | undefined {
    const row = this.#turn.get(session, turn);
    return row && usageOf(row, this.#turnCosts.all(session, turn));
  }

  count(session: SessionId, turn: TurnId, currency: string): number {
    return amountOf(this.#count.get(session, session, turn, currency)?.micros ?? 0);
  }

  turns(session: SessionId, turns: readonly TurnId[]) {
    return turns.flatMap((turn) => {
      const usage = this.turn(session, turn);
      return usage ? [{ turn, usage }] : [];
    });
  }

  of(session: SessionId): SessionUsage {
    const own = sumOf(this.#own.get(session), this.#ownCosts.all(session));
    const all = this.#family.get(session);
    return {
      own,
      family: sumOf(all, this.#familyCosts.all(session)),
      below: Math.max(0, (all?.sessions ?? 0) - (own.turns > 0 ? 1 : 0)),
      turns: this.#turns.all(session, USED_TURNS_MAX).map((row) => this.#usedTurn(session, row)),
    };
  }

  summary(by: UsageGroup, since: number | null): UsageSummary {
    const summing = this.#summing.get(by);
    if (!summing) throw new Error(`There is no summary by ${by}`);
    const from = since ?? 0;
    const rows = summing.lines.all(from, USAGE_LINES_MAX + 1);
    const costs = Map.groupBy(summing.costs.all(from), ({ key }) => key);
    const lines = rows.slice(0, USAGE_LINES_MAX).map((row): UsageLine => {
      const title = by === 'session' ? (this.#title.get(row.key)?.title ?? null) : null;
      return { key: row.key, title, sum: sumOf(row, costs.get(row.key) ?? []) };
    });
    const total = sumOf(this.#total.get(from), this.#totalCosts.all(from));
    return { lines, total, more: rows.length > USAGE_LINES_MAX };
  }

  /** The row as it now is; `root`: of the tree that the session is in. */
  put(root: SessionId, session: SessionId, { turn, at, agentId, folder, parent, usage }: UsedWrite): void {
    const { tokens, times, cost, toolCalls } = usage;
    const fields: Fields = { ...tokens, ...times, toolCalls };
    const head: Head = [root, session, turn, at, agentId, folder, parent, cost.length];
    this.#put.run(...head, ...sql.FIELDS.map(([name]) => fields[name]));
    for (const { amount, currency } of cost) this.#putCost.run(root, session, turn, currency, microsOf(amount));
  }

  setCount(session: SessionId, turn: TurnId, { amount, currency }: Money): void {
    this.#setCount.run(session, session, turn, currency, microsOf(amount));
  }

  /** What was used stays; nobody goes on counting. */
  purge(session: SessionId): void {
    this.#forgetCounts.run(session);
  }

  #usedTurn(session: SessionId, row: TurnRow): UsedTurn {
    const { turn, at, idx } = row;
    return { turn, at, index: idx, place: placeOf(row), usage: usageOf(row, this.#turnCosts.all(session, turn)) };
  }
}

function placeOf({ idx, active, undone }: TurnRow): UsedTurn['place'] {
  if (idx === null) return 'gone';
  if (undone === 1) return 'undone';
  return active === 1 ? 'shown' : 'branch';
}

const moneyOf = ({ currency, micros }: Micros): Money => ({ amount: amountOf(micros), currency });

function usageOf(row: Fields, costs: readonly Micros[]): TurnUsage {
  const { input, output, cachedRead, cachedWrite, thought, total, workMs, personMs, childrenMs, toolCalls } = row;
  return {
    tokens: { input, output, cachedRead, cachedWrite, thought, total },
    cost: costs.map(moneyOf),
    times: { workMs, personMs, childrenMs },
    toolCalls,
  };
}

function sumOf(row: Sum | undefined, costs: readonly Micros[]): UsageSum {
  if (!row) throw new Error('A sum always has a row');
  const { turns, withTokens, withCost, withTime } = row;
  return { ...usageOf(row, costs), turns, reported: { tokens: withTokens, cost: withCost, time: withTime } };
}
