import type { TurnId } from './ids.ts';

/** An amount as an agent reported it. Amounts of different currencies are never joined, nor converted. */
export type Money = { readonly amount: number; readonly currency: string };

/** Tokens by what they were spent on. Null: nobody reported them, which is not the same as none. */
export type Tokens = { readonly [Kind in TokenKind]: number | null };

/** `input` is without what came from a cache; `thought` may be a part of `output`, as the agent counts. */
export const TOKEN_KINDS = ['input', 'output', 'cachedRead', 'cachedWrite', 'thought', 'total'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** How long a turn took from when it had its place to its end, by what it did meanwhile. Milliseconds. */
export type Times = {
  readonly workMs: number | null;
  /** It waited for a person's answer. */
  readonly personMs: number | null;
  /** It waited for the sessions that it had spawned. */
  readonly childrenMs: number | null;
};

/** What one turn has used. Null, or no cost: not reported. */
export type TurnUsage = {
  readonly tokens: Tokens;
  /** At most one for each currency, by their names. */
  readonly cost: readonly Money[];
  readonly times: Times;
  readonly toolCalls: number | null;
};

/** The sum over turns. Null, or no cost: none of them reported it. */
export type UsageSum = TurnUsage & {
  readonly turns: number;
  /** How many of the turns the sums know. */
  readonly reported: { readonly tokens: number; readonly cost: number; readonly time: number };
};

/** A turn in the list of a session. `undone`: it was taken back; `gone`: for good. */
export type UsedTurn = {
  readonly turn: TurnId;
  /** Epoch ms at which its prompt was recorded. */
  readonly at: number;
  /** From 0, as {@link Turn.index}; null when the turn is gone. */
  readonly index: number | null;
  readonly place: 'shown' | 'branch' | 'undone' | 'gone';
  readonly usage: TurnUsage;
};

/** What a session has used. Turns that were taken back count, and so do sessions below that are gone. */
export type SessionUsage = {
  readonly own: UsageSum;
  /** With all sessions below it. */
  readonly family: UsageSum;
  /** How many sessions below it have used anything. */
  readonly below: number;
  /** The newest {@link USED_TURNS_MAX} turns, newest first. */
  readonly turns: readonly UsedTurn[];
};

export const USAGE_GROUPS = ['agent', 'folder', 'day', 'session'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

/** One line of a summary. */
export type UsageLine = {
  /** The agent's id, the folder's path, the day of the host's calendar as `YYYY-MM-DD`, or the session's id. */
  readonly key: string;
  /** The session's title; null for other groups. */
  readonly title: string | null;
  readonly sum: UsageSum;
};

export type UsageSummary = {
  /** Days newest first, all else by its tokens, most first; at most {@link USAGE_LINES_MAX}. */
  readonly lines: readonly UsageLine[];
  /** Over all lines, also those that are not listed. */
  readonly total: UsageSum;
  readonly more: boolean;
};

/** The key of all sessions that are gone, and of asides, in a summary by session. */
export const GONE_SESSIONS = '';

export type TurnUsed = { readonly turn: TurnId; readonly usage: TurnUsage };

export const NO_TOKENS: Tokens = {
  input: null,
  output: null,
  cachedRead: null,
  cachedWrite: null,
  thought: null,
  total: null,
};
const NO_TIMES: Times = { workMs: null, personMs: null, childrenMs: null };
export const NOTHING_USED: TurnUsage = { tokens: NO_TOKENS, cost: [], times: NO_TIMES, toolCalls: null };
export const NOTHING_SPENT: UsageSum = { ...NOTHING_USED, turns: 0, reported: { tokens: 0, cost: 0, time: 0 } };

/** Money is counted in millionths, so that sums are exact, however many and in whatever order. */
export const microsOf = (amount: number): number => Math.round(amount * 1e6);
export const amountOf = (micros: number): number => micros / 1e6;

/** The list, by the names of its currencies, with an amount more, or less, in one of them. */
export function plus(cost: readonly Money[], { amount, currency }: Money): readonly Money[] {
  const before = cost.find((money) => money.currency === currency);
  if (!before) {
    const all = [...cost, { amount: amountOf(microsOf(amount)), currency }];
    return all.toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
  }
  const sum = { amount: amountOf(microsOf(before.amount) + microsOf(amount)), currency };
  return cost.map((money) => (money === before ? sum : money));
}

/**
 * A sum in which a turn stands as it was known `before` (undefined: not at all), with what is known of it now. What was
 * reported once stays reported.
 */
export function withTurn(sum: UsageSum, before: TurnUsage | undefined, after: TurnUsage): UsageSum {
  const old = before ?? NOTHING_USED;
  const more = (has: (usage: TurnUsage) => boolean) => (has(after) ? 1 : 0) - (has(old) ? 1 : 0);
  const less = old.cost.map(({ amount, currency }) => ({ amount: -amount, currency }));
  return {
    turns: sum.turns + (before ? 0 : 1),
    tokens: joined(TOKEN_KINDS, (kind) => moved(sum.tokens[kind], old.tokens[kind], after.tokens[kind])),
    cost: [...less, ...after.cost].reduce(plus, sum.cost),
    times: joined(TIME_KINDS, (kind) => moved(sum.times[kind], old.times[kind], after.times[kind])),
    toolCalls: moved(sum.toolCalls, old.toolCalls, after.toolCalls),
    reported: {
      tokens: sum.reported.tokens + more(hasTokens),
      cost: sum.reported.cost + more(({ cost }) => cost.length > 0),
      time: sum.reported.time + more(({ times }) => times.workMs !== null),
    },
  };
}

const hasTokens = ({ tokens }: TurnUsage): boolean => tokens.total !== null;

const TIME_KINDS = ['workMs', 'personMs', 'childrenMs'] as const;

const moved = (sum: number | null, before: number | null, after: number | null): number | null =>
  after === null ? sum : (sum ?? 0) - (before ?? 0) + after;

function joined<Kind extends string>(kinds: readonly Kind[], of: (kind: Kind) => number | null) {
  return Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as { readonly [Key in Kind]: number | null };
}
