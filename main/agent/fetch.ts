import type { Failure } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import type { FetchRun, Report } from '../session/runner-ports.ts';
import { Attempt } from './attempt.ts';
import { Conversation } from './conversation.ts';
import { conversationPorts, holdWhile } from './conversation-ports.ts';
import { within } from './deadline.ts';
import { cannotReopen, silent } from './failures.ts';
import type { AgentHost } from './host.ts';
import type { PerformPorts, Place } from './perform.ts';
import type { Tenant } from './pool.ts';
import { untilQuiet } from './quiet.ts';
import { Replay } from './replay.ts';
import { ConnectionLost, RpcError } from './rpc-error.ts';
import { aborted } from './running-turn.ts';
import type { ToolOffer } from './tool-offer.ts';

/** An agent that neither repeats anything nor answers for so long will not. */
const SILENT_MS = 60_000;

type FetchEnd = Extract<Report, { readonly type: 'fetched' }>;

/**
 * Opens a conversation that an agent has from elsewhere and reports what it repeats of it. Ends with one report of how
 * far that went; with none when `signal` was aborted.
 */
export async function fetchHistory(
  run: FetchRun,
  { key, agent }: Place,
  ports: PerformPorts,
  signal: AbortSignal,
): Promise<void> {
  const tenant: Tenant = { awaiting: false, heavy: () => undefined };
  const claim = { key, agent, folder: run.folder, agentSession: undefined, tenant, signal };
  const start = await ports.pool.claim({ ...claim, onWait: () => undefined });
  if (start.kind === 'stopped') return;
  if (start.kind === 'failed') return report(run, ports, incomplete(start.failure));
  const { host } = start;
  try {
    await occupy(run, host, tenant, ports, signal);
  } finally {
    ports.pool.rest(host, tenant);
  }
}

/** How an attempt ends that failed. */
export const incomplete = (failure: Failure): FetchEnd => ({
  type: 'fetched',
  state: { kind: 'incomplete', failure },
  options: null,
});

function report(run: FetchRun, ports: PerformPorts, told: Report): void {
  void ports.reports().report(run.sessionId, run.fetch, told);
}

async function occupy(
  run: FetchRun,
  host: AgentHost,
  tenant: Tenant,
  ports: PerformPorts,
  signal: AbortSignal,
): Promise<void> {
  const attempt = new Attempt((told) => {
    holdWhile(host, ports.reports().report(run.sessionId, run.fetch, told));
  });
  const tools = await ports.offerTools(run.sessionId, host.facts.can);
  const conversation = new Conversation({ ...run, tools }, conversationPorts(host, ports));
  const replay = new Replay(ports.clock, ports.pace, (steps) => attempt.tell({ type: 'replayed', steps }));
  conversation.replayTo(replay);
  host.keep(conversation);
  const opening = open(run, host, { conversation, replay, tools }, ports.clock);
  const stopped = () => {
    replay.finish();
    attempt.discard();
  };
  signal.addEventListener('abort', stopped, { once: true });
  const end = await Promise.race([opening, aborted(signal)]);
  signal.removeEventListener('abort', stopped);
  if (end) replay.finish();
  if (end) attempt.tell(end);
  if (end && end.state.kind !== 'incomplete') return;
  const forgotten = host.forget(conversation);
  // An agent in the middle of opening a conversation cannot be told to leave it.
  const answered = end?.state.kind === 'incomplete' && end.state.failure?.code !== 'agent-silent';
  if (!answered) await ports.pool.drain(host, tenant, opening, new Promise(() => undefined));
  await forgotten;
}

type Opening = { readonly conversation: Conversation; readonly replay: Replay; readonly tools: ToolOffer };

async function open(
  run: FetchRun,
  host: AgentHost,
  { conversation, replay, tools }: Opening,
  clock: Clock,
): Promise<FetchEnd> {
  const { agent, facts, connection } = host;
  const method = facts.can.includes('load') ? 'session/load' : 'session/resume';
  if (method === 'session/resume' && !facts.can.includes('resume')) return incomplete(cannotReopen(agent));
  try {
    const place = { cwd: run.folder, mcpServers: tools.servers };
    const asked = connection.request(method, { sessionId: run.agentSession, ...place });
    const answer = await spoken(clock, asked, () => conversation.repeated);
    if (answer.kind === 'late') return incomplete(silent(agent, 'answer', SILENT_MS, connection.stderrTail()));
    replay.answered();
    conversation.choices.learn(answer.value);
    if (method === 'session/load') await untilQuiet(clock, () => conversation.repeated);
    const kind = method === 'session/load' ? 'fetched' : 'untold';
    return { type: 'fetched', state: { kind }, options: conversation.choices.offered };
  } catch (error) {
    if (error instanceof ConnectionLost) return incomplete(await host.loss());
    if (!(error instanceof RpcError)) throw error;
    return incomplete(host.failureOf(error));
  }
}

/** Waits for an answer as long as something comes meanwhile. */
async function spoken(clock: Clock, answer: Promise<unknown>, count: () => number) {
  for (;;) {
    const before = count();
    const timely = await within(clock, SILENT_MS, answer);
    if (timely.kind === 'done' || count() === before) return timely;
  }
}
