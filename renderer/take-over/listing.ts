import { isDefinedError, safe } from '@orpc/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AgentId } from '../../protocol/ids.ts';
import type { AgentSessionInfo } from '../../protocol/origin.ts';
import { Disconnected, host } from '../stores/link.ts';
import { words } from '../words/words.ts';

/** What is known of an agent's own list. `why`: a sentence, and what the agent said, which may be empty. */
export type Listing = {
  readonly sessions: readonly AgentSessionInfo[];
  readonly next: string | null;
  readonly omitted: number;
  readonly asking: boolean;
  readonly problem: { readonly why: string; readonly said: string } | null;
};

const NOTHING: Listing = { sessions: [], next: null, omitted: 0, asking: true, problem: null };

/** Asks the agent, and again for each further page. Another agent, or leaving, ends the question. */
export function useListing(agent: AgentId): { readonly listing: Listing; more(): void; again(): void } {
  const [listing, setListing] = useState(NOTHING);
  const asked = useRef<AbortController | null>(null);
  const ask = useCallback(
    async (before: Listing) => {
      asked.current?.abort();
      const stop = new AbortController();
      asked.current = stop;
      setListing({ ...before, asking: true, problem: null });
      const page = await pageOf(agent, before.next, stop.signal);
      if (stop.signal.aborted) return;
      if ('problem' in page) setListing({ ...before, asking: false, problem: page.problem });
      else setListing({ ...page, sessions: joined(before.sessions, page.sessions), asking: false, problem: null });
    },
    [agent],
  );
  useEffect(() => {
    void ask(NOTHING);
    return () => asked.current?.abort();
  }, [ask]);
  return { listing, more: () => void ask(listing), again: () => void ask(listing.next === null ? NOTHING : listing) };
}

async function pageOf(agent: AgentId, cursor: string | null, signal: AbortSignal) {
  try {
    const input = { agentId: agent, folder: null, cursor };
    const { data, error } = await safe(host().agents.sessions(input, { signal }));
    if (!error) return data;
    if (!isDefinedError(error)) return { problem: { why: words().hostBroke, said: '' } };
    const refusal = error.data;
    if (refusal.code !== 'agent-failed') return { problem: { why: words().sessionsRefusal(refusal.code), said: '' } };
    return { problem: { why: words().failure(refusal.failure), said: refusal.failure.message } };
  } catch (error) {
    if (error instanceof Disconnected) return { problem: { why: words().notConnected, said: '' } };
    throw error;
  }
}

/** An agent that changes its list between two pages may name one twice. */
function joined(before: readonly AgentSessionInfo[], more: readonly AgentSessionInfo[]) {
  const known = new Set(before.map(({ agentSession }) => agentSession));
  return [...before, ...more.filter(({ agentSession }) => !known.has(agentSession))];
}
