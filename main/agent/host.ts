import type { Agent, CustomAgent } from '../../protocol/agent.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Failure } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import type { SecretTrouble } from '../secrets/secrets.ts';
import type { AgentConnection, ConnectionEnd, Peer } from './connection.ts';
import { openConnection } from './connection.ts';
import type { Conversation } from './conversation.ts';
import { within } from './deadline.ts';
import type { Environment } from './environment.ts';
import { type AgentFacts, PROTOCOL_VERSION, parseFacts } from './facts.ts';
import {
  answeredError,
  endedAtStart,
  lost,
  notStarted,
  otherVersion,
  secretAbsent,
  silentAtStart,
} from './failures.ts';
import { CANCELLED } from './forms.ts';
import { type AgentPipe, openProcessPipe, openWorkerPipe } from './pipe.ts';
import type { Processes } from './processes.ts';
import { invalidParams, methodNotFound, RpcError } from './rpc-error.ts';
import { type Shape, textAt } from './shape.ts';
import { type Subagents, showsSubagents } from './subagents.ts';

/** A first start may fetch the agent with npx. */
export const START_MS = 60_000;

const ABOUT_A_SESSION = /^(?:session|fs|terminal|elicitation)\//;

const log = createLogger('agent/host');

export type HostPorts = {
  readonly clock: Clock;
  readonly processes: Processes;
  /** The module that the built-in agent's thread runs, and where it keeps its conversations. */
  readonly playbookEntry: URL;
  readonly playbookState: string;
  /** Our own version, as agents are told. */
  readonly version: string;
  /** The values of an agent's secrets, by name. Absent: no agent has any. */
  readonly secretsOf?: SecretsOf;
  /** Told what an agent said of itself, each time that one was started. */
  readonly onFacts?: (agent: Agent, facts: AgentFacts) => void;
};

export type SecretsOf = (agent: CustomAgent) => Promise<Result<Environment, SecretTrouble>>;

/** `stopped`: the signal was aborted, and the process is gone again. */
export type HostStart =
  | { readonly kind: 'started'; readonly host: AgentHost }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'stopped' };

/** One agent process that answered `initialize`, and the conversations that it holds. */
export class AgentHost {
  readonly agent: Agent;
  readonly facts: AgentFacts;
  readonly connection: AgentConnection;
  /** By the agent's own id of each; the one that was prompted last comes last. */
  readonly conversations: Map<string, Conversation>;
  /** Those that it leads itself; undefined while it has not been asked for any conversation, or must not show them. */
  subagents: Subagents | undefined;
  /** Resolves when the process and all that it ran through us are gone. */
  readonly gone: Promise<ConnectionEnd>;
  #over = false;
  #asked = false;
  #retired = false;

  constructor(agent: Agent, facts: AgentFacts, connection: AgentConnection, conversations: Map<string, Conversation>) {
    this.agent = agent;
    this.facts = facts;
    this.connection = connection;
    this.conversations = conversations;
    this.gone = connection.ended.then((end) => this.#closeAll(end));
  }

  /** We want it to end, or wanted it to. */
  get asked(): boolean {
    return this.#asked;
  }

  /** The connection has ended. */
  get over(): boolean {
    return this.#over;
  }

  /** It does what it has begun, and nothing after that. */
  get retired(): boolean {
    return this.#retired;
  }

  retire(): void {
    this.#retired = true;
  }

  /** What an error of the agent means for a turn. Who is signed in, many read once, when they start: it is retired. */
  failureOf(error: RpcError): Failure {
    const names = this.facts.authMethods.map(({ name }) => name);
    const failure = answeredError(this.agent, error, names);
    if (failure.code === 'agent-sign-in') this.retire();
    return failure;
  }

  /** Why it did not do what it was asked, once it has ended. */
  async loss(): Promise<Failure> {
    return lost(this.agent, await this.connection.ended, this.connection.stderrTail());
  }

  keep(conversation: Conversation): void {
    this.conversations.delete(conversation.agentSession);
    this.conversations.set(conversation.agentSession, conversation);
  }

  /** Ends it, and all that it runs, by force. */
  async kill(): Promise<void> {
    this.#asked = true;
    await this.connection.kill();
    await this.gone;
  }

  /** Lets it end by itself first. */
  async end(): Promise<void> {
    this.#asked = true;
    await this.connection.end();
    await this.gone;
  }

  /** What it still says in this conversation changes nothing; opening it again begins anew. */
  async forget(conversation: Conversation): Promise<void> {
    this.conversations.delete(conversation.agentSession);
    await conversation.close();
  }

  /** Forgets the conversation, and lets the agent forget it where it can. */
  async drop(conversation: Conversation): Promise<void> {
    const mayClose = this.facts.can.includes('close') && !this.subagents?.has(conversation);
    await this.forget(conversation);
    if (!mayClose) return;
    try {
      await this.connection.request('session/close', { sessionId: conversation.agentSession });
    } catch (error) {
      log.info('agent did not close a session', { agent: this.agent.id, message: String(error) });
    }
  }

  async #closeAll(end: ConnectionEnd): Promise<ConnectionEnd> {
    this.#over = true;
    await Promise.all([...this.conversations.values()].map((conversation) => conversation.close()));
    this.conversations.clear();
    return end;
  }
}

/** Starts an agent in `folder` and shakes hands. When `signal` is aborted its process is ended at once. */
export async function openHost(
  ports: HostPorts,
  agent: Agent,
  folder: string,
  signal: AbortSignal,
): Promise<HostStart> {
  const opened = await openPipe(ports, agent, folder);
  if (!opened.ok) return { kind: 'failed', failure: opened.refusal };
  const conversations = new Map<string, Conversation>();
  const connection = await openConnection(ports.clock, opened.value, peerOf(conversations));
  const kill = () => void connection.kill();
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  const hands = await shakeHands(ports, agent, connection);
  signal.removeEventListener('abort', kill);
  if (hands.kind === 'facts' && !signal.aborted) {
    ports.onFacts?.(agent, hands.facts);
    return { kind: 'started', host: new AgentHost(agent, hands.facts, connection, conversations) };
  }
  await connection.kill();
  return hands.kind === 'failed' && !signal.aborted ? hands : { kind: 'stopped' };
}

async function openPipe(ports: HostPorts, agent: Agent, folder: string): Promise<Result<AgentPipe, Failure>> {
  if (agent.kind === 'built-in') return ok(openWorkerPipe(ports.clock, ports.playbookEntry, ports.playbookState));
  const secrets = await ports.secretsOf?.(agent);
  if (secrets?.ok === false) return refuse(secretAbsent(agent, secrets.refusal));
  const env = { ...agent.env, ...secrets?.value };
  const opened = await openProcessPipe(ports.processes, ports.clock, { ...agent, env, folder });
  return opened.ok ? opened : refuse(notStarted(agent, opened.refusal));
}

type Hands =
  | { readonly kind: 'facts'; readonly facts: AgentFacts }
  | { readonly kind: 'failed'; readonly failure: Failure };

async function shakeHands(ports: HostPorts, agent: Agent, connection: AgentConnection): Promise<Hands> {
  try {
    const answer = await within(
      ports.clock,
      START_MS,
      connection.request('initialize', greeting(ports.version, agent)),
    );
    if (answer.kind === 'late') {
      return { kind: 'failed', failure: silentAtStart(agent, START_MS, connection.stderrTail()) };
    }
    const facts = parseFacts(answer.value);
    if (facts.protocolVersion === PROTOCOL_VERSION) return { kind: 'facts', facts };
    return { kind: 'failed', failure: otherVersion(agent, facts) };
  } catch (error) {
    if (error instanceof RpcError) return { kind: 'failed', failure: answeredError(agent, error, []) };
    const end = await connection.ended;
    return { kind: 'failed', failure: endedAtStart(agent, end, connection.stderrTail()) };
  }
}

/**
 * `_meta`: without the one Codex sends the output of a command only when the command is over; without the other older
 * agents keep ways to sign in to themselves that need a terminal. `auth` is how the protocol says the same.
 */
const greeting = (version: string, agent: Agent): Shape => ({
  protocolVersion: PROTOCOL_VERSION,
  clientInfo: { name: 'skein', title: 'Skein', version },
  clientCapabilities: {
    fs: { readTextFile: offersFiles(agent), writeTextFile: offersFiles(agent) },
    terminal: true,
    session: { notices: {}, compaction: {}, configOptions: { boolean: {} } },
    elicitation: { form: {}, url: {} },
    auth: { terminal: true },
    ...(showsSubagents(agent) && { subagents: {} }),
    _meta: { terminal_output_delta: true, 'terminal-auth': true },
  },
});

const offersFiles = (agent: Agent) => agent.kind === 'built-in' || agent.clientFiles !== false;

function peerOf(conversations: ReadonlyMap<string, Conversation>): Peer {
  return {
    update: (agentSession, update) => conversations.get(agentSession)?.update(update),
    request: async (method, params, signal) => {
      const conversation = conversations.get(textAt(params, 'sessionId') ?? '');
      if (conversation) return conversation.request(method, params, signal);
      if (method === 'elicitation/create' && (params['sessionId'] ?? null) === null) {
        log.info('form outside of a session cancelled');
        return CANCELLED;
      }
      if (ABOUT_A_SESSION.test(method)) throw invalidParams('There is no such session');
      throw methodNotFound(method);
    },
    notified: (method, params) => {
      const link = method === 'elicitation/complete' ? textAt(params, 'elicitationId') : undefined;
      if (link !== undefined) for (const conversation of conversations.values()) conversation.completeForm(link);
    },
  };
}
