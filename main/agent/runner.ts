import { realpath, stat } from 'node:fs/promises';
import type { Agent, AgentAbility, AgentTest, CustomAgent } from '../../protocol/agent.ts';
import type { FormAnswer } from '../../protocol/form.ts';
import type { AgentId, RequestId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { OptionValue } from '../../protocol/option.ts';
import type { AgentSessionsRefusal } from '../../protocol/origin.ts';
import type { PermissionAnswer } from '../../protocol/permission.ts';
import type { Result } from '../../protocol/result.ts';
import type { Failure } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import type { Confirmation } from '../orchestration/ports.ts';
import type { Leftovers } from '../session/ports.ts';
import type { FetchRun, TurnReports, TurnRun, TurnRunner } from '../session/runner-ports.ts';
import { Arrivals } from './arrivals.ts';
import { KnownAgents } from './catalog/known-agents.ts';
import { findProgram } from './catalog/program-path.ts';
import { within } from './deadline.ts';
import type { Directory } from './directory.ts';
import type { Environment } from './environment.ts';
import type { AgentFacts } from './facts.ts';
import { folderMissing, OVER_BUDGET, unknownAgent } from './failures.ts';
import { fetchHistory, incomplete } from './fetch.ts';
import { createOpenForms } from './forms.ts';
import type { HostPorts, SecretsOf } from './host.ts';
import { type Listing, type ListingWanted, listSessions } from './listing.ts';
import { Locks } from './locks.ts';
import { LoginEnvironment } from './login-environment.ts';
import { type PerformPorts, type Place, perform } from './perform.ts';
import { createPermissions } from './permissions.ts';
import { HostPool } from './pool.ts';
import { Processes } from './processes.ts';
import type { AttachmentSource } from './prompt-blocks.ts';
import { RunningTurn } from './running-turn.ts';
import { SignIns } from './sign-ins.ts';
import { sweep } from './sweep.ts';
import { NO_TOOLS, type OfferPorts, offerTools, type ToolOffer } from './tool-offer.ts';
import { testAgent } from './trial.ts';
import { type Wait, Waits } from './waits.ts';

/** Closing the app waits no longer for agents to end. */
const CLOSE_MS = 5_000;

/** Processes of agents that may work at once: each holds some hundred megabytes. */
const HOSTS_MAX = 24;

const log = createLogger('agent/runner');

export type RunnerOptions = {
  readonly clock: Clock;
  readonly directory: Directory;
  /** The module that the built-in agent's thread runs, and the folder where it keeps its conversations. */
  readonly playbookEntry: URL;
  readonly playbookState: string;
  /** What an agent can do, as it said itself, whenever a turn of it begins. */
  onMet?(agent: AgentId, can: readonly AgentAbility[]): void;
  /** The files that prompts name. */
  readonly attachments: AttachmentSource;
  /** Our own version, as agents are told. */
  readonly version: string;
  /** The values of an agent's secrets, by name. Absent: no agent has any. */
  readonly secretsOf?: SecretsOf;
  /** The tools that agents are offered, and the program that bridges to them. Absent: none. */
  readonly tools?: { readonly access: OfferPorts['access']; readonly bridge: string };
  /** The person's shell, which says what programs need on top of our own environment; see `LoginPorts`. */
  readonly shell?: string | null | undefined;
  /** A file that says which processes are ours. Absent: none that outlives a crash is found. */
  readonly recordPath?: string;
  /** What agents may delete of their own. Absent: nothing. */
  readonly leftovers?: Leftovers;
  /** Processes of agents that may work at once, and the memory that one may hold without a word, if not the usual. */
  readonly hostsMax?: number;
  readonly heavyBytes?: number;
};

/** Where reports go once the runner is closed: what agents say while they are ended belongs to nothing. */
const DEAF: TurnReports = {
  report: () => undefined,
  transcript: () => '',
  mentioned: () => undefined,
  mayCopy: () => false,
  mayBegin: () => true,
  native: { place: () => undefined, tell: () => undefined, begin: () => undefined },
  configured: () => undefined,
};

export const createRunner = (options: RunnerOptions) => new Runner(options);

/** Runs the turns of all sessions: who waits for whom, which process does the work, and how it ends. */
export class Runner implements TurnRunner {
  /** The agents that could be added. */
  readonly catalog: KnownAgents;
  readonly signIns: SignIns;
  readonly #options: RunnerOptions;
  #reports: TurnReports | undefined;
  readonly #processes: Processes;
  readonly #login: LoginEnvironment;
  readonly #pool: HostPool;
  readonly #locks = new Locks();
  readonly #arrivals = new Arrivals();
  readonly #permissions = createPermissions();
  readonly #forms = createOpenForms();
  readonly #ports: PerformPorts;
  readonly #turns = new Map<TurnId, RunningTurn>();
  readonly #fetches = new Map<SessionId, AbortController>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    const onHeavy = (pid: number, bytes: number) => this.#pool.heavy(pid, bytes);
    const { clock, shell } = options;
    this.#processes = new Processes({ ...options, onHeavy, environment: () => this.#login.environment() });
    this.#login = new LoginEnvironment({ clock, processes: this.#processes, shell, own: process.env });
    this.catalog = new KnownAgents({ clock, processes: this.#processes, login: this.#login });
    const onFacts = (agent: Agent, facts: AgentFacts) => this.signIns.learn(agent, facts);
    const ports: HostPorts = { ...options, processes: this.#processes, onFacts };
    this.#pool = new HostPool(ports, options.hostsMax ?? HOSTS_MAX, (host, rests) => {
      if (options.leftovers) void sweep(host, options.leftovers, options.clock, rests);
    });
    this.signIns = new SignIns(ports, (agentId) => this.renew(agentId));
    this.#ports = {
      ...{ clock: options.clock, reports: () => this.#bound(), pace: { streaming: 0 } },
      ...{ processes: this.#processes, permissions: this.#permissions, forms: this.#forms, pool: this.#pool },
      attachments: options.attachments,
      met: (agent, can) => options.onMet?.(agent, can),
      offerTools: (session, can) => this.#offerTools(session, can),
    };
  }

  /** Says where reports go. Called once, before the first turn: both sides need each other to be built. */
  bind(reports: TurnReports): void {
    this.#reports = reports;
  }

  /** Asks ahead what the first start of an agent would wait for. */
  prepare(): void {
    void this.#login.environment();
  }

  start(run: TurnRun): void {
    const turn = new RunningTurn(run, this.#bound());
    this.#turns.set(run.turnId, turn);
    void this.#run(turn);
  }

  runAlongside(turnId: TurnId): void {
    this.#turns.get(turnId)?.runAlongside();
  }

  /** A running turn waits for children: its slot goes to others meanwhile. Undefined when it does not run. */
  awaiting(turnId: TurnId, children: readonly SessionId[]): Wait | undefined {
    const turn = this.#turns.get(turnId);
    return turn?.ended ? undefined : turn?.waits?.begin(children);
  }

  /** Asks the person something of our own, in the session's running turn; false: no, or nobody can be asked now. */
  confirm(sessionId: SessionId, question: Confirmation, signal: AbortSignal): Promise<boolean> {
    const turn = [...this.#turns.values()].find((one) => one.run.sessionId === sessionId && !one.ended);
    return turn?.conversation?.confirm(question, signal) ?? Promise.resolve(false);
  }

  stop(turnId: TurnId): void {
    const turn = this.#turns.get(turnId);
    if (turn) turn.stop();
    else this.#pool.stopNative(turnId);
  }

  terminate(turnId: TurnId): void {
    this.#turns.get(turnId)?.terminate();
  }

  interruptTerminal(sessionId: SessionId, terminal: string): void {
    for (const conversation of this.#pool.conversationsOf(sessionId)) void conversation.interruptTerminal(terminal);
  }

  configure(sessionId: SessionId, optionId: string, value: OptionValue): void {
    const begins = [...this.#turns.values()].find((turn) => turn.run.sessionId === sessionId && turn.begins);
    if (begins) begins.want(optionId, value);
    else void this.#pool.conversationsOf(sessionId).at(-1)?.choices.choose(optionId, value);
  }

  answer(sessionId: SessionId, requestId: RequestId, answer: PermissionAnswer): void {
    this.#permissions.answer(sessionId, requestId, answer);
  }

  answerForm(sessionId: SessionId, requestId: RequestId, answer: FormAnswer): void {
    this.#forms.answer(sessionId, requestId, answer);
  }

  fetch(run: FetchRun): void {
    this.stopFetching(run.sessionId);
    const stop = new AbortController();
    this.#fetches.set(run.sessionId, stop);
    void this.#fetch(run, stop.signal).finally(() => {
      if (this.#fetches.get(run.sessionId) === stop) this.#fetches.delete(run.sessionId);
    });
  }

  stopFetching(sessionId: SessionId): void {
    this.#fetches.get(sessionId)?.abort();
  }

  /** What the agent itself has of conversations. Rejects with the signal's reason when that is aborted. */
  sessionsOf(agent: Agent, wanted: ListingWanted, signal: AbortSignal): Promise<Result<Listing, AgentSessionsRefusal>> {
    return listSessions({ clock: this.#options.clock, pool: this.#pool }, agent, wanted, signal);
  }

  release(sessionId: SessionId): void {
    this.stopFetching(sessionId);
    for (const turn of this.#turns.values()) if (turn.run.sessionId === sessionId) turn.stop();
    void this.#pool.release(sessionId);
  }

  /** Starts the agent, asks what it can do, and ends it. `typed`: values of its secrets that are not kept yet. */
  test(agent: CustomAgent, typed: Environment): Promise<AgentTest> {
    return testAgent({ ...this.#options, processes: this.#processes }, agent, typed);
  }

  /** What the agent is started with has changed: its next turns begin in new processes. */
  renew(agentId: AgentId): void {
    this.#pool.renew(agentId);
  }

  /** Whether a turn of this agent waits or runs. */
  isRunning(agentId: AgentId): boolean {
    return [...this.#turns.values()].some((turn) => !turn.ended && turn.run.agentId === agentId);
  }

  /** Agents and folders that turns hold or wait for. */
  get locksHeld(): number {
    return this.#locks.size;
  }

  /** Ends everything, within some seconds. Turns that run are reported as interrupted, and nothing after that. */
  async close(): Promise<void> {
    for (const turn of this.#turns.values()) {
      turn.end({ kind: 'interrupted' });
      turn.stop();
    }
    for (const stop of this.#fetches.values()) stop.abort();
    this.#reports = DEAF;
    const closed = await within(this.#options.clock, CLOSE_MS, this.#pool.close());
    if (closed.kind === 'late') log.error('agents did not end in time');
    await this.#processes.close();
  }

  #offerTools(session: SessionId, can: readonly AgentAbility[]): Promise<ToolOffer> {
    const { tools } = this.#options;
    if (!tools) return Promise.resolve(NO_TOOLS);
    const bridge = async () => {
      const command = await nodeOf(await this.#login.environment());
      return command === undefined ? undefined : { command, script: tools.bridge };
    };
    return offerTools({ access: tools.access, bridge }, session, can);
  }

  async #fetch(run: FetchRun, signal: AbortSignal): Promise<void> {
    const { agentId, folder, sessionId, fetch } = run;
    const fail = (failure: Failure) => void this.#bound().report(sessionId, fetch, incomplete(failure));
    try {
      const agent = this.#options.directory.resolve(agentId);
      if (!agent) return fail(unknownAgent(agentId));
      const real = await realFolder(folder);
      if (signal.aborted) return;
      if (real === undefined) return fail(folderMissing(folder));
      await fetchHistory(run, { key: `${agent.id} ${real}`, agent }, this.#ports, signal);
    } catch (error) {
      log.error('a history could not be fetched', { session: sessionId, error: String(error) });
      fail({ code: 'agent-error', message: 'The conversation could not be fetched.', detail: String(error) });
    }
  }

  #bound(): TurnReports {
    if (!this.#reports) throw new Error('The runner is bound before it runs');
    return this.#reports;
  }

  async #run(turn: RunningTurn): Promise<void> {
    let place: Place | undefined;
    try {
      place = await this.#enter(turn);
      if (place) await perform(turn, place, this.#ports);
    } catch (error) {
      log.error('a turn broke', { turnId: turn.run.turnId, error: String(error) });
      const failure: Failure = { code: 'agent-error', message: 'The turn could not be run.', detail: String(error) };
      turn.end({ kind: 'failed', failure });
    } finally {
      this.#turns.delete(turn.run.turnId);
      turn.waits?.close();
    }
  }

  /** Waits for the lock of agent and folder. Undefined when the turn ended before it was its turn. */
  async #enter(turn: RunningTurn): Promise<Place | undefined> {
    const { agentId, folder } = turn.run;
    const agent = this.#options.directory.resolve(agentId);
    if (!agent) return endEarly(turn, unknownAgent(agentId));
    // Disks answer in any order; the line is in that of the starts.
    const real = await this.#arrivals.next(`${agent.id} ${folder}`, () => realFolder(folder));
    if (real === undefined) return endEarly(turn, folderMissing(folder));
    const key = `${agent.id} ${real}`;
    const onPlace = (place: number) => void turn.tell({ type: 'moved', phase: { kind: 'waiting', place } });
    const [capacity, signal, beside] = [capacityOf(agent), turn.stopping, turn.alongside];
    const slot = await this.#locks.acquire(key, { capacity, signal, beside, onPlace });
    if (!slot) return undefined;
    const tell = (children: readonly SessionId[]) => {
      turn.awaiting = children.length > 0;
      this.#pool.stir();
      void turn.tell({ type: 'awaiting', children });
    };
    turn.waits = new Waits({ slot, capacity, stopping: signal, tell });
    if ((await realFolder(folder)) !== real) return endEarly(turn, folderMissing(folder));
    return this.#bound().mayBegin(turn.run.sessionId) ? { key, agent } : endEarly(turn, OVER_BUDGET);
  }
}

/** What runs a script of ours: what runs us, unless that is Electron, which runs nothing else. */
const nodeOf = async (env: Environment): Promise<string | undefined> =>
  process.versions['electron'] ? findProgram('node', env) : process.execPath;

const capacityOf = (agent: Agent) => (agent.kind === 'custom' ? (agent.turnsPerFolder ?? 1) : 1);

function endEarly(turn: RunningTurn, failure: Failure): undefined {
  turn.end({ kind: 'failed', failure });
}

/** Undefined when there is no folder at the path. */
async function realFolder(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : undefined;
  } catch (error) {
    log.info('folder not found', { code: (error as NodeJS.ErrnoException).code });
    return undefined;
  }
}
