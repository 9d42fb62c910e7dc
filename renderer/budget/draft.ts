import type { Budget, OverBudget } from '../../protocol/budget.ts';

/** What a budget limits, in the order in which it is shown. */
export const LIMITS = ['children', 'depth', 'tokens', 'cost', 'timeMs'] as const satisfies readonly Limit[];
export type Limit = OverBudget['limit'];

/** A budget as it is typed; empty: no limit. Time is typed in minutes. */
export type BudgetDraft = { readonly [Name in Limit]: string } & { readonly currency: string };

/** What most agents report their cost in. */
const USUAL_CURRENCY = 'USD';
const MINUTE_MS = 60_000;
const CHILDREN_MAX = 100_000;
const DEPTH_MAX = 1_000;
/** Far above what anybody means, and exact in every sum. */
const TOKENS_MAX = 1e12;
const AMOUNT_MAX = 1e9;
const MINUTES_MAX = 1e7;

export const draftOf = ({ children, depth, tokens, cost, timeMs }: Budget): BudgetDraft => ({
  children: typed(children),
  depth: typed(depth),
  tokens: typed(tokens),
  cost: typed(cost?.amount ?? null),
  currency: cost?.currency ?? USUAL_CURRENCY,
  timeMs: typed(timeMs === null ? null : timeMs / MINUTE_MS),
});

const typed = (n: number | null): string => (n === null ? '' : String(n));

/** The budget that is meant, and which of its fields mean none. */
export type ReadDraft = { readonly budget: Budget; readonly wrong: readonly Limit[] };

export function readDraft(draft: BudgetDraft): ReadDraft {
  const found = {
    children: whole(draft.children, CHILDREN_MAX),
    depth: whole(draft.depth, DEPTH_MAX),
    tokens: tokensIn(draft.tokens),
    cost: decimal(draft.cost, AMOUNT_MAX),
    timeMs: decimal(draft.timeMs, MINUTES_MAX),
  };
  const { children = null, depth = null, tokens = null, cost = null, timeMs = null } = found;
  const money = cost === null ? null : { amount: cost, currency: draft.currency };
  const ms = timeMs === null ? null : Math.round(timeMs * MINUTE_MS);
  return {
    budget: { children, depth, tokens, cost: money, timeMs: ms },
    wrong: LIMITS.filter((limit) => found[limit] === undefined),
  };
}

/** Null: no limit. Undefined: it cannot be read. */
type Read = number | null | undefined;

/** Digits may stand in groups, as they are copied from elsewhere. */
const bare = (text: string): string => text.replace(/[\s,_\u00a0\u202f]/g, '');

function whole(text: string, max: number): Read {
  const digits = bare(text);
  if (digits === '') return null;
  const n = /^\d+$/.test(digits) ? Number(digits) : undefined;
  return n !== undefined && n <= max ? n : undefined;
}

const THOUSANDS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

function tokensIn(text: string): Read {
  const digits = bare(text);
  if (digits === '') return null;
  const { n = '', unit = '' } = /^(?<n>\d+(?:\.\d+)?)(?<unit>[kmb]?)$/i.exec(digits)?.groups ?? {};
  if (n === '') return undefined;
  const tokens = Math.round(Number(n) * (THOUSANDS[unit.toLowerCase()] ?? 1) * 1e3) / 1e3;
  return Number.isInteger(tokens) && tokens <= TOKENS_MAX ? tokens : undefined;
}

/** A comma that has no three digits behind it divides a whole from its parts. */
function decimal(text: string, max: number): Read {
  const digits = bare(text.trim().replace(/,(?=\d{1,2}$)/, '.'));
  if (digits === '') return null;
  const n = /^\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : undefined;
  return n !== undefined && n <= max ? n : undefined;
}
