import { homedir } from 'node:os';
import type { Agent } from '../../protocol/agent.ts';
import { AGENT_CURSOR_CHARS_MAX, AGENT_SESSIONS_MAX, TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import type { AgentSessionInfo, AgentSessionsPage, AgentSessionsRefusal } from '../../protocol/origin.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { oneLine } from '../../protocol/text.ts';
import type { Clock } from '../clock.ts';
import { within } from './deadline.ts';
import { silent } from './failures.ts';
import type { AgentHost } from './host.ts';
import type { HostPool, Tenant } from './pool.ts';
import { ConnectionLost, RpcError } from './rpc-error.ts';
import { aborted } from './running-turn.ts';
import { cut, isShape, type Shape, shapesAt, textAt } from './shape.ts';

/** Agents read the beginning of every conversation on the disk to name them. */
const LIST_MS = 60_000;
/** Longest path and id that are taken; one that is longer names nothing. */
const FOLDER_CHARS_MAX = 4096;
const ID_CHARS_MAX = 1024;

type ListingPorts = { readonly clock: Clock; readonly pool: HostPool };

/** A page of the agent's own list, without who holds what here. */
export type Listing = Omit<AgentSessionsPage, 'sessions'> & {
  readonly sessions: readonly Omit<AgentSessionInfo, 'held'>[];
};

export type ListingWanted = { readonly folder: string | null; readonly cursor: string | null };

/**
 * Asks the agent what conversations it has: a process of it that runs, else one that is started for this and ends like
 * any that rests. Rejects with the signal's reason when that is aborted.
 */
export async function listSessions(
  ports: ListingPorts,
  agent: Agent,
  wanted: ListingWanted,
  signal: AbortSignal,
): Promise<Result<Listing, AgentSessionsRefusal>> {
  const running = ports.pool.running(agent);
  if (running) {
    const answer = await ask(ports, running, wanted, signal);
    if (answer !== 'lost') return answer;
  }
  const tenant: Tenant = { awaiting: false, heavy: () => undefined };
  const folder = homedir(); // that of the list may be gone
  const claim = { key: `${agent.id} ${folder}`, agent, folder, tenant, signal, agentSession: undefined };
  const start = await ports.pool.claim({ ...claim, onWait: () => undefined });
  if (start.kind === 'stopped') throw signal.reason;
  if (start.kind === 'failed') return refuse({ code: 'agent-failed', failure: start.failure });
  const { host } = start;
  try {
    const answer = await ask(ports, host, wanted, signal);
    if (answer !== 'lost') return answer;
    return refuse({ code: 'agent-failed', failure: await host.loss() });
  } finally {
    ports.pool.rest(host, tenant);
  }
}

async function ask(
  { clock }: ListingPorts,
  host: AgentHost,
  { folder, cursor }: ListingWanted,
  signal: AbortSignal,
): Promise<Result<Listing, AgentSessionsRefusal> | 'lost'> {
  const { agent, facts, connection } = host;
  if (!facts.can.includes('list')) return refuse({ code: 'cannot-list' });
  const params = { ...(folder === null ? {} : { cwd: folder }), ...(cursor === null ? {} : { cursor }) };
  try {
    const asked = within(clock, LIST_MS, connection.request('session/list', params));
    const answer = await Promise.race([asked, aborted(signal)]);
    signal.throwIfAborted();
    if (answer?.kind === 'done') return ok(parseListing(answer.value));
    return refuse({ code: 'agent-failed', failure: silent(agent, 'answer', LIST_MS, connection.stderrTail()) });
  } catch (error) {
    if (error instanceof ConnectionLost) return 'lost';
    if (!(error instanceof RpcError)) throw error;
    return refuse({ code: 'agent-failed', failure: host.failureOf(error) });
  }
}

/** Reads the answer to `session/list`; what has neither an id nor a folder cannot be taken over, and is left out. */
function parseListing(answer: unknown): Listing {
  const shape: Shape = isShape(answer) ? answer : {};
  const all = shapesAt(shape, 'sessions', Number.MAX_SAFE_INTEGER) ?? [];
  const next = textAt(shape, 'nextCursor') ?? '';
  const known = new Map(all.flatMap(infoOf).map((info) => [info.agentSession, info]));
  const sessions = [...known.values()].slice(0, AGENT_SESSIONS_MAX);
  const usable = next !== '' && next.length <= AGENT_CURSOR_CHARS_MAX;
  return { sessions, next: usable ? next : null, omitted: known.size - sessions.length };
}

function infoOf(shape: Shape): readonly Omit<AgentSessionInfo, 'held'>[] {
  const agentSession = textAt(shape, 'sessionId') ?? '';
  const folder = textAt(shape, 'cwd') ?? '';
  const sound = agentSession !== '' && agentSession.length <= ID_CHARS_MAX;
  if (!sound || folder === '' || folder.length > FOLDER_CHARS_MAX) return [];
  const title = cut(oneLine(textAt(shape, 'title') ?? ''), TITLE_CHARS_MAX);
  const at = Date.parse(textAt(shape, 'updatedAt') ?? '');
  return [{ agentSession, folder, title, changedAt: Number.isFinite(at) && at > 0 ? at : null }];
}
