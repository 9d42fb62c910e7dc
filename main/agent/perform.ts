import type { Agent } from '../../protocol/agent.ts';
import type { Outcome } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import type { Report, TurnReports } from '../session/ports.ts';
import { type Attached, attach } from './attach.ts';
import type { Pace } from './coalesce.ts';
import type { Conversation, ConversationPorts } from './conversation.ts';
import { type Timely, within } from './deadline.ts';
import { lost } from './failures.ts';
import type { AgentHost } from './host.ts';
import type { Permissions } from './permissions.ts';
import type { HostPool } from './pool.ts';
import type { Processes } from './processes.ts';
import { promptAgent } from './prompt.ts';
import { ConnectionLost } from './rpc-error.ts';
import { aborted, type RunningTurn } from './running-turn.ts';

/** What an agent has to end a turn by itself once it is asked to. */
export const STOP_GRACE_MS = 5_000;

export type PerformPorts = {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly processes: Processes;
  readonly permissions: Permissions;
  readonly pool: HostPool;
  readonly reports: () => TurnReports;
};

/** Where a turn runs: `key` names the agent and the real folder. */
export type Place = { readonly key: string; readonly agent: Agent };

/** One turn, from when it has the lock until nothing of it is left that could disturb the next one. */
export async function perform(turn: RunningTurn, place: Place, ports: PerformPorts): Promise<void> {
  void turn.tell({ type: 'moved', phase: { kind: 'starting' } });
  const start = await ports.pool.claim(place.key, place.agent, turn.run.folder, turn.stopping);
  if (start.kind === 'failed') return turn.end({ kind: 'failed', failure: start.failure });
  if (start.kind === 'stopped' || turn.stopping.aborted) return turn.end({ kind: 'stopped' });
  const { host } = start;
  const attached = await enterConversation(turn, host, ports);
  if (attached) await converse(turn, host, attached, ports);
  if (host.over) await host.gone;
}

/** Undefined when the turn ended before the agent could be prompted. */
async function enterConversation(
  turn: RunningTurn,
  host: AgentHost,
  ports: PerformPorts,
): Promise<Attached | undefined> {
  const { sessionId, turnId } = turn.run;
  const transcript = () => ports.reports().transcript(sessionId, turnId);
  try {
    const attaching = attach(host, turn.run, conversationPorts(host, ports), transcript);
    const attached = await Promise.race([attaching, turn.stopped]);
    if (attached !== 'stop' && attached.ok) return attached.value;
    // An agent in the middle of opening a session cannot be told to leave it; the next turn starts it again.
    if (attached !== 'stop') turn.end({ kind: 'failed', failure: attached.refusal });
    if (attached === 'stop' || attached.refusal.code === 'agent-silent') await host.kill();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    const failure = lost(host.agent, await host.connection.ended, host.connection.stderrTail());
    turn.end({ kind: 'failed', failure });
  }
  return undefined;
}

async function converse(turn: RunningTurn, host: AgentHost, attached: Attached, ports: PerformPorts): Promise<void> {
  const { conversation, how, handover } = attached;
  const { agentSession, choices } = conversation;
  const tell = (report: Report) => holdWhile(host, turn.tell(report));
  tell({ type: 'attached', agentSession, how, options: choices.offered });
  if ((await Promise.race([configure(turn, conversation), turn.stopped])) === 'stop') {
    if (turn.terminating.aborted) await host.kill();
    return;
  }
  turn.conversation = conversation;
  conversation.begin(turn.run.turnId);
  tell({ type: 'moved', phase: { kind: 'running', heard: false } });

  const answer = promptAgent(host, agentSession, turn.run.prompt, handover);
  const first = await Promise.race([answer, turn.stopped]);
  if (first !== 'stop') return turn.end(first);

  host.connection.notify('session/cancel', { sessionId: agentSession });
  const interrupted = conversation.interrupt();
  const grace = await graceOf(turn, answer, ports.clock);
  turn.end({ kind: 'stopped' });
  if (grace.kind === 'late') {
    const closed = conversation.close(); // before the kill: its last words come from no turn that runs
    await host.kill();
    await closed;
  }
  await interrupted;
}

/** Tells the agent what was chosen. What it refuses is told, and is no reason not to prompt it. */
async function configure(turn: RunningTurn, { choices }: Conversation): Promise<'configured'> {
  for (let next = turn.takeWanted(); next; next = turn.takeWanted()) await choices.choose(...next);
  return 'configured';
}

/** A person who ends it by force does not wait either. */
function graceOf(turn: RunningTurn, answer: Promise<Outcome>, clock: Clock): Promise<Timely<Outcome>> {
  const late = aborted(turn.terminating).then(() => ({ kind: 'late' }) as const);
  return Promise.race([late, within(clock, STOP_GRACE_MS, answer)]);
}

function conversationPorts(host: AgentHost, ports: PerformPorts): ConversationPorts {
  return {
    ...ports,
    configured: (sessionId, configured) => ports.reports().configured(sessionId, configured),
    request: (method, params) => host.connection.request(method, params),
    report: (sessionId, turnId, report) => holdWhile(host, ports.reports().report(sessionId, turnId, report)),
    held: () => host.connection.held,
  };
}

/** While the disk fails, nothing more is read from the agent. */
function holdWhile(host: AgentHost, recorded: Promise<void> | undefined): void {
  if (recorded) host.connection.hold(recorded);
}
