import { type Asks, asksOf } from '../../protocol/asks.ts';
import { type Attention, asksBelow, type Step } from '../../protocol/attention.ts';
import type { Head } from '../../protocol/head.ts';
import type { AgentId, SessionId } from '../../protocol/ids.ts';
import { useSessions } from '../stores/sessions.ts';

/** A session that waits for a person, as seen from itself or from one above it. */
export type Waiting = {
  readonly session: SessionId;
  /** The sessions that lead to it from the one that is looked at, itself last; empty for that one. */
  readonly way: readonly Step[];
  readonly agentId: AgentId;
  readonly asks: Asks;
};

type Looked = Pick<Head, 'id' | 'agentId' | 'requests' | 'forms'>;

/** What waits in a session and below it, the oldest first. */
export function waitingIn(head: Looked, attention: readonly Attention[]): readonly Waiting[] {
  const own = asksOf(head);
  const below = asksBelow(attention, head.id).flatMap((one) => {
    const { session, agentId, asks } = one;
    return asks ? [{ session, way: wayFrom(head.id, one), agentId, asks }] : [];
  });
  const all = own ? [{ session: head.id, way: [], agentId: head.agentId, asks: own }, ...below] : below;
  return all.toSorted((one, other) => one.asks.since - other.asks.since);
}

function wayFrom(above: SessionId, { session, title, path }: Attention): readonly Step[] {
  const at = path.findIndex((step) => step.session === above);
  return [...path.slice(at + 1), { session, title }];
}

const NONE: ReadonlyMap<SessionId, number> = new Map();
const counted = new WeakMap<readonly Attention[], ReadonlyMap<SessionId, number>>();

/** How many questions and forms wait below a session. */
export const useAsksBelow = (session: SessionId): number =>
  useSessions(({ app }) => (app ? countsIn(app.attention) : NONE).get(session) ?? 0);

/** Every row of a list asks for its own: all are counted once. */
export function countsIn(attention: readonly Attention[]): ReadonlyMap<SessionId, number> {
  const known = counted.get(attention);
  if (known) return known;
  const counts = new Map<SessionId, number>();
  for (const { kind, aside, path, asks } of attention) {
    if (kind !== 'waiting' || aside) continue;
    for (const { session } of path) counts.set(session, (counts.get(session) ?? 0) + (asks?.count ?? 1));
  }
  counted.set(attention, counts);
  return counts;
}
