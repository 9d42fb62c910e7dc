import { create } from 'zustand';
import type { Agent } from '../../protocol/agent.ts';
import type { Attention } from '../../protocol/attention.ts';
import type { About } from '../../protocol/contract.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { PAGE_SESSIONS_MAX } from '../../protocol/limits.ts';
import type { AppEvent, AppState, AppStreamItem, SessionsCursor } from '../../protocol/stream.ts';
import { isListed, type Summary } from '../../protocol/summary.ts';
import { asked, doneOrSaid, refusesNothing } from './asked.ts';
import { collectPerFrame } from './frame.ts';
import { host, useLink, whileConnected } from './link.ts';

type Sessions = {
  /** Null until the host has told; what it told last stays while it is away. */
  readonly app: AppState | null;
  readonly about: About | null;
  /** By which the window follows the app now; null while there is no host. */
  readonly stream: string | null;
  readonly summaries: ReadonlyMap<SessionId, Summary>;
  /** Those that stand in no list and were told over an earlier connection: whether they are still so is to be asked. */
  readonly unconfirmed: ReadonlySet<SessionId>;
  /** Where the list goes on; null at its end. */
  readonly next: SessionsCursor | null;
  readonly loadingMore: boolean;
};

export const useSessions = create<Sessions>()(() => ({
  app: null,
  about: null,
  stream: null,
  summaries: new Map(),
  unconfirmed: new Set(),
  next: null,
  loadingMore: false,
}));

const alertListeners = new Set<(attention: Attention) => void>();

/** Tells of each thing that has just happened where nobody looked. */
export const onAlert = (listener: (attention: Attention) => void) => alertListeners.add(listener);

type Known = Exclude<AppStreamItem, { type: 'opened' }>;

/** Follows all sessions, agents and the disk, for as long as the window lives. */
export function startSessions(): void {
  whileConnected(async (client, signal) => {
    useSessions.setState({ about: await client.app.about() });
    let stream = '';
    signal.addEventListener('abort', () => useSessions.setState({ stream: null }));
    const take = collectPerFrame<Known>((items) => {
      useSessions.setState((state) => items.reduce(applied, state));
      for (const item of items) if (item.type === 'batch') item.events.forEach(tellAlert);
      const last = items.at(-1);
      if (last)
        void client.streams.ack({ stream, seq: last.type === 'batch' ? last.to : last.seq }).catch(ignoreClosed);
    });
    for await (const item of await client.app.watch({}, { signal })) {
      if (item.type !== 'opened') {
        take(item);
        continue;
      }
      stream = item.stream;
      useSessions.setState({ stream });
    }
  });
}

/** The connection went while we were answering: the next one starts from a snapshot. */
function ignoreClosed(): void {}

function applied(state: Sessions, item: Known): Sessions {
  if (item.type === 'snapshot') {
    const { sessions, next } = item.sessions;
    const hidden = [...state.summaries.values()].filter((summary) => !isListed(summary));
    const summaries = new Map([...hidden, ...sessions].map((summary) => [summary.id, summary] as const));
    return { ...state, app: item.app, next, summaries, unconfirmed: new Set(hidden.map(({ id }) => id)) };
  }
  return item.events.reduce(reduceApp, state);
}

function reduceApp(state: Sessions, event: AppEvent): Sessions {
  if (event.type === 'app-changed') return { ...state, app: event.app };
  if (event.type === 'alerted') return state;
  if (event.type === 'attention-changed') {
    return state.app ? { ...state, app: { ...state.app, attention: event.attention } } : state;
  }
  const summaries = new Map(state.summaries);
  if (event.type === 'session-changed') summaries.set(event.summary.id, event.summary);
  else summaries.delete(event.id);
  return { ...state, summaries, unconfirmed: confirmed(state, event) };
}

function confirmed({ unconfirmed }: Sessions, event: AppEvent): Sessions['unconfirmed'] {
  const id = event.type === 'session-changed' ? event.summary.id : event.type === 'session-purged' ? event.id : null;
  if (id === null || !unconfirmed.has(id)) return unconfirmed;
  return new Set([...unconfirmed].filter((one) => one !== id));
}

/**
 * Takes in what the host answered about sessions: what was announced meanwhile is newer. `gone`: those that it was asked
 * for and does not have.
 */
export function takeFound(found: readonly Summary[], gone: readonly SessionId[]): void {
  useSessions.setState(({ summaries, unconfirmed }) => {
    const [next, open] = [new Map(summaries), new Set(unconfirmed)];
    for (const id of gone) if (open.delete(id)) next.delete(id);
    for (const summary of found) {
      if (open.delete(summary.id) || !next.has(summary.id)) next.set(summary.id, summary);
    }
    return { summaries: next, unconfirmed: open };
  });
}

function tellAlert(event: AppEvent): void {
  if (event.type === 'alerted') for (const listener of alertListeners) listener(event.attention);
}

/** Fetches the next page of older sessions, when there is one and a host to ask. */
export async function loadMoreSessions(): Promise<void> {
  const { next, loadingMore } = useSessions.getState();
  if (!next || loadingMore || useLink.getState().kind !== 'open') return;
  useSessions.setState({ loadingMore: true });
  const page = await asked(() => host().sessions.list({ after: next, limit: PAGE_SESSIONS_MAX }), refusesNothing);
  useSessions.setState({ loadingMore: false });
  if (!doneOrSaid(page)) return;
  // The host has told the list anew meanwhile, from its start: the page does not join what is known now.
  if (useSessions.getState().next !== next) return;
  useSessions.setState((state) => ({
    summaries: new Map([...page.value.sessions.map((summary) => [summary.id, summary] as const), ...state.summaries]),
    next: page.value.next,
  }));
}

const NONE_WANTED: readonly Attention[] = [];
/** The sessions that want a person. */
export const useAttention = () => useSessions((state) => state.app?.attention ?? NONE_WANTED);

const NO_AGENTS: readonly Agent[] = [];

export const useAgents = () => useSessions((state) => state.app?.agents ?? NO_AGENTS);
export const useAgent = (id: string) => useAgents().find((agent) => agent.id === id);

/** The home folder as people write it. */
export function shortened(folder: string): string {
  const home = useSessions.getState().about?.homeFolder;
  return home && folder.startsWith(home) ? `~${folder.slice(home.length)}` : folder;
}
