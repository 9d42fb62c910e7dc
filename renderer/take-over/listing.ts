import { useCallback, useEffect, useRef, useState } from 'react';
import type { AgentId } from '../../protocol/ids.ts';
import type { AgentSessionInfo, AgentSessionsRefusal } from '../../protocol/origin.ts';
import { asked } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import { words } from '../words/words.ts';

/** `why`: a sentence. `said`: what the agent said, which may be empty. */
type Problem = { readonly why: string; readonly said: string };

/** What is known of an agent's own list. */
export type Listing = {
  readonly sessions: readonly AgentSessionInfo[];
  readonly next: string | null;
  readonly omitted: number;
  readonly asking: boolean;
  readonly problem: Problem | null;
};

const NOTHING: Listing = { sessions: [], next: null, omitted: 0, asking: true, problem: null };

/** Asks the agent, and again for each further page. Another agent, or leaving, ends the question. */
export function useListing(agent: AgentId): { readonly listing: Listing; more(): void; again(): void } {
  const [listing, setListing] = useState(NOTHING);
  const open = useRef<AbortController | null>(null);
  const ask = useCallback(
    async (before: Listing) => {
      open.current?.abort();
      const stop = new AbortController();
      open.current = stop;
      setListing({ ...before, asking: true, problem: null });
      const input = { agentId: agent, folder: null, cursor: before.next };
      const page = await asked(() => host().agents.sessions(input, { signal: stop.signal }), problemOf);
      if (stop.signal.aborted) return;
      if (!page.ok) return setListing({ ...before, asking: false, problem: withWhy(page.refusal) });
      const sessions = joined(before.sessions, page.value.sessions);
      setListing({ ...page.value, sessions, asking: false, problem: null });
    },
    [agent],
  );
  useEffect(() => {
    void ask(NOTHING);
    return () => open.current?.abort();
  }, [ask]);
  return { listing, more: () => void ask(listing), again: () => void ask(listing.next === null ? NOTHING : listing) };
}

function problemOf(refusal: AgentSessionsRefusal): Problem {
  if (refusal.code !== 'agent-failed') return { why: words().sessionsRefusal(refusal.code), said: '' };
  return { why: words().failure(refusal.failure), said: refusal.failure.message };
}

const withWhy = (problem: Problem | string): Problem =>
  typeof problem === 'string' ? { why: problem, said: '' } : problem;

/** An agent that changes its list between two pages may name one twice. */
function joined(before: readonly AgentSessionInfo[], more: readonly AgentSessionInfo[]) {
  const known = new Set(before.map(({ agentSession }) => agentSession));
  return [...before, ...more.filter(({ agentSession }) => !known.has(agentSession))];
}
