import type { AgentAbility } from '../../protocol/agent.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { AgentCommand } from '../../protocol/slash.ts';
import type { Money } from '../../protocol/usage.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import type { Confirmation } from '../orchestration/ports.ts';
import type { Configured, Report } from '../session/runner-ports.ts';
import type { AgentUpdate } from '../session/update.ts';
import { Asking } from './asking.ts';
import type { Attempt } from './attempt.ts';
import { Calls } from './calls.ts';
import { Choices } from './choices.ts';
import { Coalescer, type Pace } from './coalesce.ts';
import { parseCommands } from './commands.ts';
import { Compactions, isCompaction } from './compactions.ts';
import { createFiles, type Files } from './files.ts';
import type { OpenForms } from './forms.ts';
import { isMessage, Messages } from './messages.ts';
import type { Permissions } from './permissions.ts';
import type { Processes } from './processes.ts';
import type { Replay } from './replay.ts';
import { methodNotFound } from './rpc-error.ts';
import type { Shape } from './shape.ts';
import type { Subagents } from './subagents.ts';
import { Terminals } from './terminals.ts';
import type { ToolOffer } from './tool-offer.ts';
import { type Context, translate } from './translate.ts';

/** Kinds of updates that we name in the log, once each. */
const UNKNOWN_KINDS_MAX = 64;
/** Updates that say what may be chosen, and what holds. */
const OF_CHOICES: ReadonlySet<unknown> = new Set(['config_option_update', 'current_mode_update']);

/** Updates that are no words of its own: they come at any time. */
const BESIDE: ReadonlySet<unknown> = new Set([
  ...['available_commands_update', 'config_option_update', 'current_mode_update', 'session_info_update'],
  ...['usage_update', 'user_message_chunk'],
]);

const log = createLogger('agent/conversation');

export type ConversationPorts = {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly processes: Processes;
  readonly permissions: Permissions;
  readonly forms: OpenForms;
  configured(sessionId: SessionId, configured: Configured): void;
  /** Tools for a conversation with an agent that can do this. */
  offerTools(sessionId: SessionId, can: readonly AgentAbility[]): Promise<ToolOffer>;
  /** A request to the agent. */
  request(method: string, params: Shape): Promise<unknown>;
  /** Set while nothing more should be read. */
  held(): Promise<void> | undefined;
  /** The sub-agents that the agent leads itself. Absent: it must not show any. */
  readonly subagents?: Pick<Subagents, 'told' | 'rested' | 'closed'>;
  /** Told before it says or asks something. Absent: somebody prompts it. */
  readonly wakes?: (asks: boolean) => void;
};

/** `agentSession`: the agent's own id of it. `tools`: what it was opened with. */
type Opened = {
  readonly agentSession: string;
  readonly sessionId: SessionId;
  readonly folder: string;
  readonly tools: ToolOffer;
};

/**
 * One agent session while its process lives: where its news goes, and what it runs and asks through us. News belongs to
 * the turn that was prompted last, also when it comes after that turn's end; before the first prompt the agent only
 * repeats what was said long ago, which counts only where a history is being fetched.
 */
export class Conversation {
  readonly agentSession: string;
  readonly sessionId: SessionId;
  readonly choices: Choices;
  readonly #folder: string;
  readonly #tools: ToolOffer;
  readonly #ports: ConversationPorts;
  readonly #asking: Asking;
  readonly #calls = new Calls();
  readonly #compactions = new Compactions();
  readonly #messages: Messages;
  readonly #files: Files;
  readonly #terminals: Terminals;
  readonly #coalescer: Coalescer;
  readonly #context: Context;
  readonly #unknown = new Set<string>();
  /** What it understands behind a `/`; undefined while it has not said. */
  #commands: readonly AgentCommand[] | undefined;
  #attempt: Attempt | undefined;
  #count: Money | null = null;
  #replay: Replay | undefined;
  #repeated = 0;
  #begunAt = 0;
  /** `open`: a turn runs and may ask. `stopping`: it may not any more. `closed`: nothing counts any more. */
  #state: 'idle' | 'open' | 'stopping' | 'closed' = 'idle';

  constructor({ agentSession, sessionId, folder, tools }: Opened, ports: ConversationPorts) {
    this.agentSession = agentSession;
    this.sessionId = sessionId;
    this.#folder = folder;
    this.#tools = tools;
    this.#ports = ports;
    this.#messages = new Messages(agentSession);
    this.#files = createFiles(folder);
    this.#asking = new Asking({
      ...{ ...ports, sessionId, folder, calls: this.#calls },
      mayAsk: () => this.#state === 'open',
      stopping: () => this.#state === 'stopping',
      update: (update) => this.update(update),
      flush: () => this.#coalescer.flush(),
      tell: (report) => this.#tell(report),
    });
    this.choices = new Choices(agentSession, { ...ports, told: (configured) => this.#configured(configured) });
    this.#coalescer = new Coalescer(ports.clock, ports.pace, (updates) => this.#tell({ type: 'updates', updates }));
    const emit = (update: AgentUpdate) => this.#add(update);
    this.#terminals = new Terminals({ ...ports, files: this.#files, emit, held: ports.held });
    this.#context = {
      now: () => ports.clock.now(),
      terminal: (id, call) => this.#describe(id, call),
      unknown: (kind) => this.#logUnknown(kind),
    };
  }

  /** Where the agent's count of the cost stood when it last spoke of it in this process; null when it has not. */
  get count(): Money | null {
    return this.#count;
  }

  /** Epoch ms of the last prompt in this process; 0 when there was none. */
  get begunAt(): number {
    return this.#begunAt;
  }

  /** Updates that came before the first prompt. */
  get repeated(): number {
    return this.#repeated;
  }

  /** What the agent says until the first prompt is a history that somebody wants. */
  replayTo(replay: Replay): void {
    this.#replay = replay;
  }

  /** News from here on belongs to this try of a turn. */
  begin(attempt: Attempt): void {
    this.#endReplay();
    this.#coalescer.finish();
    this.#attempt = attempt;
    this.#begunAt = this.#ports.clock.now();
    this.#state = 'open';
    this.#terminals.allow();
    this.#tellCommands(); // another process may have said otherwise meanwhile
  }

  /** Lets the agent read this file, which goes with a prompt. */
  grant(path: string): void {
    this.#files.grant(path);
  }

  /** The turn's prompt was answered: all that it said is passed on, and its open questions get no answer. */
  finish(): void {
    for (const told of this.#messages.rest()) this.#add(told);
    this.#coalescer.finish();
    this.#asking.cancelAll();
    if (this.#state !== 'closed') this.#state = 'idle';
    if (this.#state === 'idle') this.#ports.subagents?.rested(this);
  }

  /** Stops what the turn runs and asks through us; it may still speak, but not ask. */
  async interrupt(): Promise<void> {
    if (this.#state === 'open') this.#state = 'stopping';
    this.#asking.cancelAll();
    await this.#terminals.killAll();
  }

  /** Ends one of its programs; does nothing when there is none of that id. */
  async interruptTerminal(terminal: string): Promise<void> {
    await this.#terminals.interrupt(terminal);
  }

  /** Ends its programs; what still comes is passed over. */
  async close(): Promise<void> {
    this.#ports.subagents?.closed(this);
    this.#state = 'closed';
    this.finish();
    this.#endReplay();
    this.#attempt?.discard();
    this.#tools.close();
    await this.#terminals.releaseAll();
  }

  update(update: Shape): void {
    if (!BESIDE.has(update['sessionUpdate'])) this.#ports.wakes?.(false);
    if (update['sessionUpdate'] === 'subagent_update' && this.#ports.subagents) {
      this.#coalescer.flush(); // the card that it belongs to comes first
      this.#ports.subagents.told(this, update);
      return;
    }
    if (OF_CHOICES.has(update['sessionUpdate'])) this.#offered(update);
    if (update['sessionUpdate'] === 'available_commands_update') this.#understands(update);
    if (!this.#attempt) this.#repeated += 1;
    if (this.#replay) {
      this.#replay.take(update, (one) => this.#meaningOf(one));
      return;
    }
    const updates = this.#meaningOf(update);
    for (const one of updates) {
      if (one.type === 'tool') this.#calls.learn(one.call, update);
      if (one.type === 'usage') this.#count = one.usage.cost ?? this.#count;
      this.#add(one);
    }
  }

  request(method: string, params: Shape, signal: AbortSignal): Promise<unknown> {
    this.#ports.wakes?.(true);
    switch (method) {
      case 'session/request_permission':
        return this.#asking.permit(params, signal);
      case 'elicitation/create':
        return this.#asking.fillIn(params, signal);
      case 'fs/read_text_file':
        return this.#files.read(params);
      case 'fs/write_text_file':
        return this.#files.write(params);
      case 'terminal/create':
        return this.#terminals.create(params);
      case 'terminal/output':
        return Promise.resolve(this.#terminals.output(params));
      case 'terminal/wait_for_exit':
        return this.#terminals.waitForExit(params);
      case 'terminal/kill':
        return this.#terminals.kill(params);
      case 'terminal/release':
        return this.#terminals.release(params);
      default:
        throw methodNotFound(method);
    }
  }

  /** Asks a person something of our own while a turn runs; false: no, or nobody may be asked now. */
  confirm(question: Confirmation, signal: AbortSignal): Promise<boolean> {
    return this.#asking.confirm(question, signal);
  }

  /** What a link of this id is for was done. */
  completeForm(link: string): void {
    this.#asking.completeForm(link);
  }

  #meaningOf(update: Shape): readonly AgentUpdate[] {
    if (!this.#ports.wakes) return this.#ownMeaningOf(update);
    const told = this.#messages.take(update);
    return isMessage(update) ? told : [...told, ...this.#ownMeaningOf(update)];
  }

  #ownMeaningOf(update: Shape): readonly AgentUpdate[] {
    return isCompaction(update) ? this.#compactions.take(update) : translate(update, this.#context);
  }

  #endReplay(): void {
    this.#replay?.finish();
    this.#replay = undefined;
  }

  #offered(update: Shape): void {
    if (!this.choices.learn(update)) return;
    this.#add({ type: 'options', options: this.choices.offered ?? [] });
  }

  #understands(update: Shape): void {
    this.#commands = parseCommands(update) ?? this.#commands;
    this.#tellCommands();
  }

  /** It belongs to no turn: agents announce their commands before the first one, and between two. */
  #tellCommands(): void {
    if (this.#commands && this.#state !== 'closed') {
      this.#ports.configured(this.sessionId, { type: 'commands', commands: this.#commands });
    }
  }

  /** What was said of the options before goes first. */
  #configured(configured: Configured): void {
    if (this.#state === 'closed') return;
    this.#coalescer.flush();
    this.#ports.configured(this.sessionId, configured);
  }

  #add(update: AgentUpdate): void {
    this.#coalescer.add(update);
    if (update.type !== 'tool') return;
    for (const part of update.change.content ?? []) {
      if (part.type === 'terminal') this.#terminals.show(part.terminal, update.call);
    }
  }

  #tell(report: Report): void {
    this.#attempt?.tell(report);
  }

  #describe(id: string, call: string): { readonly command: string; readonly folder: string } {
    const ours = this.#terminals.describe(id);
    if (ours) return { command: ours.command, folder: ours.folder };
    const { command, title } = this.#calls.find(call);
    return { command: command ?? title ?? '', folder: this.#folder };
  }

  #logUnknown(kind: string): void {
    if (this.#unknown.has(kind) || this.#unknown.size >= UNKNOWN_KINDS_MAX) return;
    this.#unknown.add(kind);
    log.info('unknown update passed over', { kind });
  }
}
