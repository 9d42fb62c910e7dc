import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import {
  amountOf,
  type Money,
  microsOf,
  NOTHING_USED,
  plus,
  type Tokens,
  type TurnUsage,
  withTurn,
} from '../../protocol/usage.ts';
import type { TurnWrite, UsageStore } from './ports.ts';
import type { Report } from './runner-ports.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { AgentUpdate } from './update.ts';

type UsageUpdate = Extract<AgentUpdate, { readonly type: 'usage' }>;

export type SpendingPorts = {
  readonly usage: UsageStore;
  readonly stopwatch: Stopwatch;
  head(): Head;
  /** Epoch ms at which the turn was opened; undefined when nobody knows it. */
  openedAt(turn: TurnId): number | undefined;
};

/** What reports say of the use of a turn: how full the agent's context is, its cost, its tokens and its time. */
export class Spending {
  readonly #ports: SpendingPorts;

  constructor(ports: SpendingPorts) {
    this.#ports = ports;
  }

  /** Of all updates in one report, in their order. */
  heard(turn: TurnId, updates: readonly AgentUpdate[]): readonly SessionEvent[] {
    const told = updates.filter((update) => update.type === 'usage');
    const last = told.at(-1);
    if (!last) return [];
    const { usedTokens, sizeTokens } = last.usage;
    const known = this.#known(turn);
    const cost = spentIn(known?.cost ?? [], told, (currency) => this.#counted(turn, currency));
    const used =
      cost === known?.cost || cost.length === 0 ? [] : this.#used(turn, known, { ...(known ?? NOTHING_USED), cost });
    return [{ type: 'context-set', context: { usedTokens, sizeTokens } }, ...used];
  }

  /** Nothing for a turn that never had its place, and of which nothing was reported. */
  ended(turn: TurnId, tokens: Tokens | null): readonly SessionEvent[] {
    const watched = this.#ports.stopwatch.read(turn);
    const known = this.#known(turn);
    if (!known && tokens === null && watched?.begun === false) return [];
    const { times, toolCalls } = watched ?? NOTHING_USED;
    return this.#used(turn, known, { ...(known ?? NOTHING_USED), ...(tokens && { tokens }), times, toolCalls });
  }

  #used(turn: TurnId, known: TurnUsage | undefined, usage: TurnUsage): readonly SessionEvent[] {
    const at = this.#ports.openedAt(turn);
    if (at === undefined) return [];
    const spent = withTurn(this.#ports.head().spent, known, usage);
    return [{ type: 'turn-used', turn, at, usage, spent }];
  }

  #known(turn: TurnId): TurnUsage | undefined {
    return this.#ports.usage.turn(this.#id, turn);
  }

  #counted(turn: TurnId, currency: string): number {
    return this.#ports.usage.count(this.#id, turn, currency);
  }

  get #id(): SessionId {
    return this.#ports.head().id;
  }
}

/**
 * What was spent when the agent's count went on as told: by the difference to where it stood. A count that is lower than
 * before has begun anew, so all of it is new. Answers `before` itself when nothing was said of the cost.
 */
function spentIn(
  before: readonly Money[],
  told: readonly UsageUpdate[],
  counted: (currency: string) => number,
): readonly Money[] {
  const counts = new Map<string, number>();
  let cost = before;
  for (const { usage } of told) {
    if (!usage.cost) continue;
    const { amount, currency } = usage.cost;
    const [now, then] = [microsOf(amount), microsOf(counts.get(currency) ?? counted(currency))];
    cost = plus(cost, { amount: amountOf(now < then ? now : now - then), currency });
    counts.set(currency, amount);
  }
  return cost;
}

/** Where the counts of the cost stand after a report, for the rows. */
export function countsIn(turn: TurnId, report: Report): readonly TurnWrite[] {
  if (report.type === 'attached') return report.count ? [{ type: 'counted', turn, cost: report.count }] : [];
  if (report.type !== 'updates') return [];
  return report.updates.flatMap((update): readonly TurnWrite[] =>
    update.type === 'usage' && update.usage.cost ? [{ type: 'counted', turn, cost: update.usage.cost }] : [],
  );
}
