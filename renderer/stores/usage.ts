import { useEffect } from 'react';
import { create } from 'zustand';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { USED_TURNS_MAX } from '../../protocol/limits.ts';
import type { SessionUsage, TurnUsage, UsageGroup, UsageSummary } from '../../protocol/usage.ts';
import type { HostClient } from '../bridge/bridge.ts';
import { whileConnected } from './link.ts';
import { useRead } from './read.ts';

/** Turns whose use is remembered: some screens of every session that was shown. Beyond it all are asked for anew. */
const TURNS_KEPT_MAX = 2_000;

type Used = { readonly version: string; readonly usage: TurnUsage | null };

const useTurns = create<{ readonly used: Readonly<Record<TurnId, Used>> }>()(() => ({ used: {} }));

/**
 * What a turn has used; null: nothing is known. It is asked for anew when `version` changes; while that is null the turn
 * is not over, and nothing is asked.
 */
export function useTurnUsage(sessionId: SessionId, turn: TurnId, version: string | null): TurnUsage | null {
  const used = useTurns((state) => state.used[turn]);
  const wanted = version !== null && used?.version !== version;
  useEffect(() => {
    if (!wanted) return;
    return whileConnected(async (client) => ask(client, sessionId, turn, version));
  }, [wanted, sessionId, turn, version]);
  return version === null ? null : (used?.usage ?? null);
}

type Wanted = { readonly client: HostClient; readonly turns: Map<TurnId, string>; readonly done: Promise<void> };
const asking = new Map<SessionId, Wanted>();

/** All turns that a session shows at once are asked for together. */
function ask(client: HostClient, sessionId: SessionId, turn: TurnId, version: string): Promise<void> {
  const open = asking.get(sessionId);
  if (open?.client === client && open.turns.size < USED_TURNS_MAX) {
    open.turns.set(turn, version);
    return open.done;
  }
  const turns = new Map([[turn, version]]);
  const done = Promise.resolve().then(async () => {
    if (asking.get(sessionId)?.turns === turns) asking.delete(sessionId);
    take(turns, await client.usage.turns({ sessionId, turns: [...turns.keys()] }));
  });
  asking.set(sessionId, { client, turns, done });
  return done;
}

function take(
  asked: ReadonlyMap<TurnId, string>,
  found: readonly { readonly turn: TurnId; readonly usage: TurnUsage }[],
): void {
  const known = new Map(found.map(({ turn, usage }) => [turn, usage]));
  const fresh = [...asked].map(([turn, version]) => [turn, { version, usage: known.get(turn) ?? null }] as const);
  useTurns.setState(({ used }) => {
    const kept = Object.keys(used).length + fresh.length > TURNS_KEPT_MAX ? {} : used;
    return { used: { ...kept, ...Object.fromEntries(fresh) } };
  });
}

/** What a session has used, asked for anew when `version` changes; null until it is known. */
export const useSessionUsage = (sessionId: SessionId, version: string): SessionUsage | null =>
  useRead(sessionId, version, (client) => client.usage.of({ sessionId }));

/** The sums since `since`, epoch ms; null until they are known. */
export const useUsageSummary = (by: UsageGroup, since: number | null): UsageSummary | null =>
  useRead(`${by} ${since}`, null, (client) => client.usage.summary({ by, since }));
