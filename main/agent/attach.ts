import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Failure } from '../../protocol/turn.ts';
import { createLogger } from '../log/log.ts';
import type { TurnRun } from '../session/ports.ts';
import { Conversation, type ConversationPorts } from './conversation.ts';
import { within } from './deadline.ts';
import { answeredError, silent } from './failures.ts';
import type { AgentHost } from './host.ts';
import { RpcError } from './rpc-error.ts';
import { isShape, type Shape, textAt } from './shape.ts';

/** Opening a conversation may start tool servers and read a long history from disk. */
const ATTACH_MS = 60_000;
/** A transcript beyond this would crowd the prompt out of many models' windows; its end matters most. */
const HANDOVER_CHARS_MAX = 200_000;

const log = createLogger('agent/attach');

export type Attached = {
  readonly conversation: Conversation;
  /** What the agent must be told of the conversation so far, because it does not know it; empty when it does. */
  readonly handover: string;
};

/**
 * Finds or opens the agent session of a turn: the one that this process has, else the one that the agent can resume or
 * load, else a new one. Rejects with `ConnectionLost` when the agent ends meanwhile.
 */
export async function attach(
  host: AgentHost,
  run: TurnRun,
  ports: ConversationPorts,
  transcript: () => string,
): Promise<Result<Attached, Failure>> {
  const known = run.agentSession === null ? undefined : host.conversations.get(run.agentSession);
  if (known) return ok({ conversation: known, handover: '' });
  try {
    const attached = await within(ports.clock, ATTACH_MS, reopenOrNew(host, run, ports, transcript));
    if (attached.kind === 'done') return ok(attached.value);
    return refuse(silent(host.agent, ATTACH_MS, host.connection.stderrTail()));
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return refuse(answeredError(host.agent, error, host.facts.signIns));
  }
}

async function reopenOrNew(
  host: AgentHost,
  run: TurnRun,
  ports: ConversationPorts,
  transcript: () => string,
): Promise<Attached> {
  const reopened = run.agentSession === null ? undefined : await reopen(host, run, run.agentSession, ports);
  if (reopened) return { conversation: reopened, handover: '' };
  const answer = await host.connection.request('session/new', { cwd: run.folder, mcpServers: [] });
  const agentSession = isShape(answer) ? textAt(answer, 'sessionId') : undefined;
  if (!agentSession) throw new RpcError(0, 'It opened a session without an id');
  return { conversation: open(host, run, agentSession, ports), handover: handoverOf(transcript()) };
}

/** Undefined when the agent cannot, or will not: sessions get lost, and a lost one must not end the conversation. */
async function reopen(host: AgentHost, run: TurnRun, agentSession: string, ports: ConversationPorts) {
  const { can } = host.facts;
  const method = can.includes('resume') ? 'session/resume' : can.includes('load') ? 'session/load' : undefined;
  if (!method) return undefined;
  const conversation = open(host, run, agentSession, ports);
  const params: Shape = { sessionId: agentSession, cwd: run.folder, mcpServers: [] };
  try {
    await host.connection.request(method, params);
    return conversation;
  } catch (error) {
    host.conversations.delete(agentSession);
    if (!(error instanceof RpcError)) throw error;
    log.warn('agent could not reopen a session', { agent: host.agent.id, method, code: error.code });
    return undefined;
  }
}

function open(host: AgentHost, run: TurnRun, agentSession: string, ports: ConversationPorts): Conversation {
  const conversation = new Conversation(agentSession, run.sessionId, run.folder, ports);
  host.conversations.set(agentSession, conversation);
  return conversation;
}

function handoverOf(transcript: string): string {
  if (transcript.length <= HANDOVER_CHARS_MAX) return transcript;
  return `[The beginning is left out.]\n${transcript.slice(-HANDOVER_CHARS_MAX).toWellFormed()}`;
}
