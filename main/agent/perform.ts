import type { Agent, AgentAbility } from '../../protocol/agent.ts';
import type { AgentId, SessionId } from '../../protocol/ids.ts';
import { ok, type Result } from '../../protocol/result.ts';
import type { Failure } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import type { Report, TurnReports } from '../session/runner-ports.ts';
import { type Attached, attach } from './attach.ts';
import { Attempt } from './attempt.ts';
import type { Pace } from './coalesce.ts';
import type { Conversation, ConversationPorts } from './conversation.ts';
import { conversationPorts, holdWhile } from './conversation-ports.ts';
import { type Timely, within } from './deadline.ts';
import type { OpenForms } from './forms.ts';
import type { AgentHost } from './host.ts';
import { mentionedBlocks } from './mentions.ts';
import type { Permissions } from './permissions.ts';
import type { Claimed, HostPool } from './pool.ts';
import type { Processes } from './processes.ts';
import { type Ended, promptAgent, STOP_GRACE_MS } from './prompt.ts';
import { type AttachmentSource, enclose } from './prompt-blocks.ts';
import { ConnectionLost } from './rpc-error.ts';
import { aborted, type RunningTurn } from './running-turn.ts';
import type { Shape } from './shape.ts';

export type PerformPorts = {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly processes: Processes;
  readonly permissions: Permissions;
  readonly forms: OpenForms;
  readonly pool: HostPool;
  readonly attachments: AttachmentSource;
  met(agent: AgentId, can: readonly AgentAbility[]): void;
  readonly offerTools: ConversationPorts['offerTools'];
  readonly reports: () => TurnReports;
};

/** Processes that may be gone before a turn has asked them anything. */
const ATTEMPTS_MAX = 3;

/** Where a turn runs: `key` names the agent and the real folder. */
export type Place = { readonly key: string; readonly agent: Agent };

/** One turn, from when it has the lock until nothing of it is left that could disturb the next one. */
export async function perform(turn: RunningTurn, place: Place, ports: PerformPorts): Promise<void> {
  for (let tries = 1; !turn.ended; tries += 1) {
    const start = await claim(turn, place, ports);
    if (start.kind === 'failed') return turn.end({ kind: 'failed', failure: start.failure });
    if (start.kind === 'stopped' || turn.stopping.aborted) turn.end({ kind: 'stopped' });
    if (start.kind === 'started') await occupy(turn, start.host, start.fresh || tries >= ATTEMPTS_MAX, ports);
  }
}

/** Has the turn done by a process. When that was gone before it was asked anything, only the `last` try fails. */
async function occupy(turn: RunningTurn, host: AgentHost, last: boolean, ports: PerformPorts): Promise<void> {
  try {
    if (!turn.ended) await attend(turn, host, ports);
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    await (last ? fail(turn, host) : host.kill());
  } finally {
    ports.pool.rest(host, turn);
  }
  if (host.over) await host.gone;
}

function claim(turn: RunningTurn, { key, agent }: Place, ports: PerformPorts): Promise<Claimed> {
  const { folder, agentSession } = turn.run;
  void turn.tell({ type: 'moved', phase: { kind: 'starting' } });
  return ports.pool.claim({
    ...{ key, agent, folder, tenant: turn, signal: turn.stopping },
    agentSession: agentSession?.fork === false ? agentSession.id : undefined,
    onWait: (wait) => void turn.tell({ type: 'moved', phase: { kind: 'starting', wait } }),
  });
}

/** Rejects with `ConnectionLost` when the process was gone before it was asked anything. */
async function attend(turn: RunningTurn, host: AgentHost, ports: PerformPorts): Promise<void> {
  const attached = await enterConversation(turn, host, ports);
  if (attached) await converse(turn, host, attached, ports);
}

async function fail(turn: RunningTurn, host: AgentHost): Promise<void> {
  turn.end({ kind: 'failed', failure: await host.loss() });
}

/** Undefined when the turn ended before the agent could be prompted. */
async function enterConversation(
  turn: RunningTurn,
  host: AgentHost,
  ports: PerformPorts,
): Promise<Attached | undefined> {
  const { sessionId, turnId } = turn.run;
  const told = {
    transcript: () => ports.reports().transcript(sessionId, turnId),
    mayCopy: (agentSession: string) => ports.reports().mayCopy(sessionId, agentSession),
  };
  const attaching = attach(host, turn.run, conversationPorts(host, ports), told);
  const attached = await Promise.race([attaching, turn.stopped]);
  if (attached !== 'stop' && attached.ok) {
    ports.pool.supersede(attached.value.conversation, host);
    return attached.value;
  }
  // An agent in the middle of opening a session cannot be told to leave it; the next turn starts it again.
  if (attached !== 'stop') turn.end({ kind: 'failed', failure: attached.refusal });
  if (attached === 'stop' || attached.refusal.code === 'agent-silent') {
    const settled = attaching.catch(() => undefined);
    await ports.pool.drain(host, turn, settled, aborted(turn.terminating));
  }
  return undefined;
}

async function converse(turn: RunningTurn, host: AgentHost, attached: Attached, ports: PerformPorts): Promise<void> {
  const { conversation, how, handover } = attached;
  const { agentSession, choices, count } = conversation;
  const tell = (report: Report) => holdWhile(host, turn.tell(report));
  tell({ type: 'attached', agentSession, how, options: choices.offered, ...(count && { count }) });
  ports.met(turn.run.agentId, host.facts.can);
  const prepared = await Promise.race([prepare(turn, conversation, host, ports), turn.stopped]);
  if (prepared === 'stop') {
    if (turn.terminating.aborted) await host.kill();
    return;
  }
  if (!prepared.ok) return turn.end({ kind: 'failed', failure: prepared.refusal });
  const { behind, paths, linked } = prepared.value;
  for (const path of paths) conversation.grant(path);
  if (linked.length > 0) tell({ type: 'linked', names: linked });
  turn.conversation = conversation;
  const attempt = attemptOf(turn, host, ports);
  conversation.begin(attempt);
  tell({ type: 'moved', phase: { kind: 'running', heard: false } });

  const answer = promptAgent(host, agentSession, turn.run.prompt, behind, handover);
  const first = await Promise.race([answer, turn.stopped]);
  if (first !== 'stop' && first.stranger && how === 'kept' && !attempt.spoken) {
    turn.conversation = undefined;
    return host.forget(conversation); // the turn goes on: the conversation is opened again, or handed over
  }
  if (first !== 'stop') return turn.end(first.outcome, first.tokens);

  host.connection.notify('session/cancel', { sessionId: agentSession });
  const interrupted = conversation.interrupt();
  const grace = await graceOf(turn, answer, ports.clock);
  turn.end({ kind: 'stopped' }, grace.kind === 'done' ? grace.value.tokens : null);
  if (grace.kind === 'late') {
    const forgotten = host.forget(conversation); // before the kill: its last words come from no turn that runs
    await ports.pool.drain(host, turn, answer, aborted(turn.terminating));
    await forgotten;
  }
  await interrupted;
}

/** What the agent says from here on, in this turn's name. */
function attemptOf(turn: RunningTurn, host: AgentHost, ports: PerformPorts): Attempt {
  const { sessionId, turnId } = turn.run;
  return new Attempt((report) => holdWhile(host, ports.reports().report(sessionId, turnId, report)));
}

/** What goes behind the words of a prompt, what of it the agent may read, and what it gets as a link only. */
type Prepared = {
  readonly behind: readonly Shape[];
  readonly paths: readonly string[];
  readonly linked: readonly string[];
};

/**
 * Makes ready what the prompt brings and mentions, and tells the agent what was chosen. What the agent refuses is told,
 * and is no reason not to prompt it.
 */
async function prepare(
  turn: RunningTurn,
  { choices }: Conversation,
  host: AgentHost,
  ports: PerformPorts,
): Promise<Result<Prepared, Failure>> {
  const { sessionId, prompt, folder, attachments = [], from } = turn.run;
  const { can } = host.facts;
  const enclosed = await enclose(attachments, can, ports.attachments);
  if (!enclosed.ok) return enclosed;
  const { blocks, paths, linked } = enclosed.value;
  // What an agent writes shows nobody a session that its person has not mentioned.
  const session = (id: SessionId) => (from === undefined ? ports.reports().mentioned(sessionId, id) : undefined);
  const mentioned = await mentionedBlocks(prompt, { folder, can, session });
  // Last, so that what is chosen while files are read goes before the prompt.
  for (let next = turn.takeWanted(); next; next = turn.takeWanted()) await choices.choose(...next);
  return ok({ behind: [...blocks, ...mentioned], paths, linked });
}

/** A person who ends it by force does not wait either. */
function graceOf(turn: RunningTurn, answer: Promise<Ended>, clock: Clock): Promise<Timely<Ended>> {
  const late = aborted(turn.terminating).then(() => ({ kind: 'late' }) as const);
  return Promise.race([late, within(clock, STOP_GRACE_MS, answer)]);
}
