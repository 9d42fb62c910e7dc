import type { AgentAbility } from '../../protocol/agent.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Failure } from '../../protocol/turn.ts';
import { createLogger } from '../log/log.ts';
import type { Report, TurnRun } from '../session/runner-ports.ts';
import { Conversation, type ConversationPorts } from './conversation.ts';
import { within } from './deadline.ts';
import { silent } from './failures.ts';
import type { AgentHost } from './host.ts';
import { untilQuiet } from './quiet.ts';
import { RpcError } from './rpc-error.ts';
import { isShape, type Shape, textAt } from './shape.ts';
import type { ToolOffer } from './tool-offer.ts';

/** Opening a conversation may start tool servers and read a long history from disk. */
export const ATTACH_MS = 60_000;
/** A transcript beyond this would crowd the prompt out of many models' windows; its end matters most. */
const HANDOVER_CHARS_MAX = 200_000;

const log = createLogger('agent/attach');

export type Attached = {
  readonly conversation: Conversation;
  readonly how: Extract<Report, { readonly type: 'attached' }>['how'];
  /** What the agent must be told of the conversation so far, because it does not know it; empty when it does. */
  readonly handover: string;
};

/** What the session knows that the agent may have to be told, and whether a copy of an agent session would know more. */
export type Told = { transcript(): string; mayCopy(agentSession: string): boolean };

/**
 * Finds or opens the agent session of a turn: the one that this process has, else the one that the agent can copy,
 * resume or load, else a new one. Rejects with `ConnectionLost` when the agent ends meanwhile.
 */
export async function attach(
  host: AgentHost,
  run: TurnRun,
  ports: ConversationPorts,
  told: Told,
): Promise<Result<Attached, Failure>> {
  const known = run.agentSession?.fork === false ? host.conversations.get(run.agentSession.id) : undefined;
  if (known) {
    host.keep(known);
    return ok({ conversation: known, how: 'kept', handover: '' });
  }
  try {
    const attached = await within(ports.clock, ATTACH_MS, oldOrNew(host, run, ports, told));
    if (attached.kind === 'done') return ok(attached.value);
    await leave(host, run);
    return refuse(silent(host.agent, 'open the conversation', ATTACH_MS, host.connection.stderrTail()));
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return refuse(host.failureOf(error));
  }
}

/**
 * Nobody knows how far an agent came that did not answer in time: its process gets nothing new, and the conversation
 * that it was to open again is not one that it has open.
 */
async function leave(host: AgentHost, { agentSession }: TurnRun): Promise<void> {
  host.retire();
  const halfOpen = agentSession?.fork === false ? host.conversations.get(agentSession.id) : undefined;
  if (halfOpen) await host.forget(halfOpen);
}

async function oldOrNew(host: AgentHost, run: TurnRun, ports: ConversationPorts, told: Told): Promise<Attached> {
  const tools = await ports.offerTools(run.sessionId, host.facts.can);
  const opening = { host, run, ports, tools };
  try {
    const old = await goOn(opening, told);
    if (old) return { conversation: old, how: run.agentSession?.fork ? 'forked' : 'reopened', handover: '' };
    const conversation = openAs(opening, await host.connection.request('session/new', placeOf(opening)));
    if (!conversation) throw new RpcError(0, 'It opened a session without an id');
    const handover = handoverOf(told.transcript());
    return { conversation, how: handover === '' ? 'new' : 'handed-over', handover };
  } catch (error) {
    tools.close();
    throw error;
  }
}

/** A conversation that is being opened, with the tools that go with it. */
type Opening = {
  readonly host: AgentHost;
  readonly run: TurnRun;
  readonly ports: ConversationPorts;
  readonly tools: ToolOffer;
};

/** Undefined when the agent cannot, or will not: sessions get lost, and a lost one must not end the conversation. */
async function goOn(opening: Opening, told: Told): Promise<Conversation | undefined> {
  const { host, run, ports } = opening;
  if (run.agentSession === null) return undefined;
  const { id, fork } = run.agentSession;
  if (fork && !told.mayCopy(id)) return undefined;
  const method = methodOf(host.facts.can, fork);
  if (!method) return undefined;
  const opened = fork ? undefined : open(opening, id); // it may repeat itself before it answers
  try {
    const answer = await host.connection.request(method, { sessionId: id, ...placeOf(opening) });
    if (!opened) return openAs(opening, answer);
    opened.choices.learn(answer);
    if (method === 'session/load') await untilQuiet(ports.clock, () => opened.repeated);
    return opened;
  } catch (error) {
    if (opened) host.conversations.delete(id);
    if (!(error instanceof RpcError)) throw error;
    log.warn('agent could not reopen a session', { agent: host.agent.id, method, code: error.code });
    return undefined;
  }
}

function methodOf(can: readonly AgentAbility[], fork: boolean): string | undefined {
  if (fork) return can.includes('fork') ? 'session/fork' : undefined;
  if (can.includes('resume')) return 'session/resume';
  return can.includes('load') ? 'session/load' : undefined;
}

const placeOf = ({ run, tools }: Opening): Shape => ({ cwd: run.folder, mcpServers: tools.servers });

/** The conversation under the id that the agent gave it; undefined when it gave none. */
function openAs(opening: Opening, answer: unknown): Conversation | undefined {
  const agentSession = isShape(answer) ? textAt(answer, 'sessionId') : undefined;
  if (!agentSession) return undefined;
  const conversation = open(opening, agentSession);
  conversation.choices.learn(answer);
  return conversation;
}

function open({ host, run, ports, tools }: Opening, agentSession: string): Conversation {
  const conversation = new Conversation({ ...run, agentSession, tools }, ports);
  host.keep(conversation);
  return conversation;
}

function handoverOf(transcript: string): string {
  if (transcript.length <= HANDOVER_CHARS_MAX) return transcript;
  return `[The beginning is left out.]\n${transcript.slice(-HANDOVER_CHARS_MAX).toWellFormed()}`;
}
