import { isDefinedError, safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/shallow';
import type { SessionId } from '../../protocol/ids.ts';
import type { ToolItem } from '../../protocol/item.ts';
import { type Summary, summaryOf } from '../../protocol/summary.ts';
import type { HostClient } from '../bridge/bridge.ts';
import { childrenOfCard } from '../children/projection.ts';
import { whileConnected } from './link.ts';
import { takeFound, useSessions } from './sessions.ts';
import { askTree } from './tree.ts';
import { useViews } from './views.ts';

/** `asking`: nobody has said anything of it yet. `missing`: it lies in the bin, or is gone for good. */
export type Kin = Summary | 'asking' | 'missing';

const NONE: readonly SessionId[] = [];

/** The sessions that a tool card of a session that is shown has spawned, in order. */
export function useChildrenOf(sessionId: SessionId, card: ToolItem): readonly SessionId[] {
  return useViews(
    useShallow(({ views }) => {
      const view = views[sessionId];
      return view && view.kind !== 'waiting' ? childrenOfCard(view.state.head.children, card) : NONE;
    }),
  );
}

/** A child of a session, found among all that are below it. */
export const useChild = (id: SessionId, parent: SessionId): Kin => useKin(id, (client) => askTree(client, parent));

/** Any session by its id, wherever it stands. One that is not there any more is `missing` as soon as it is told. */
export const useSession = (id: SessionId | null): Kin =>
  useKin(id, async (client, signal) => (id === null ? [] : askOne(client, id, signal)));

type Ask = (client: HostClient, signal: AbortSignal) => Promise<readonly Summary[]>;

/** Sessions that stand in no list are announced when they change; one that has not changed since is asked for. */
function useKin(id: SessionId | null, ask: Ask): Kin {
  const known = useSessions((state) => (id === null ? undefined : state.summaries.get(id)));
  const confirmed = useSessions((state) => id === null || !state.unconfirmed.has(id));
  const [missing, setMissing] = useState<SessionId | null>(null);
  const wanted = id !== null && (known === undefined || !confirmed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how it is asked for follows from the id.
  useEffect(() => {
    if (!wanted) return;
    return whileConnected(async (client, signal) => {
      const found = await ask(client, signal);
      if (signal.aborted) return;
      const there = found.some((summary) => summary.id === id);
      takeFound(found, there ? [] : [id]);
      setMissing(there ? null : id);
    });
  }, [id, wanted]);
  return known ?? (id !== null && missing === id ? 'missing' : 'asking');
}

/** Follows it no further than to its head. */
async function askOne(client: HostClient, id: SessionId, signal: AbortSignal): Promise<readonly Summary[]> {
  const { error, data } = await safe(client.sessions.follow({ sessionId: id, tail: 1, hidden: true }, { signal }));
  if (isDefinedError(error)) return [];
  if (error) throw error;
  for await (const item of data) if (item.type === 'snapshot') return [summaryOf(item.state.head)];
  return [];
}
