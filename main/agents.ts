import type { Agent, AgentTest, AgentTrial, CustomAgent } from '../protocol/agent.ts';
import type { AgentRefusal } from '../protocol/contract.ts';
import type { AgentId, SessionId } from '../protocol/ids.ts';
import type { AgentSessionsPage, AgentSessionsRefusal } from '../protocol/origin.ts';
import { ok, type Result, refuse } from '../protocol/result.ts';
import type { SignInEnd, SignInOffer } from '../protocol/sign-in.ts';
import type { Directory } from './agent/directory.ts';
import type { ListingWanted } from './agent/listing.ts';
import type { Runner } from './agent/runner.ts';
import type { AppFeed } from './session/app-feed.ts';
import type { SessionStore } from './session/ports.ts';
import type { AgentStore } from './store/agents.ts';

type Ports = {
  readonly store: AgentStore;
  readonly directory: Directory;
  readonly runner: Runner;
  readonly feed: AppFeed;
  readonly holderOf: SessionStore['holderOf'];
  isAside(session: SessionId): boolean;
};

/** The configured agents: changed in the rows first, then for the runner, then for everyone who watches. */
export class ConfiguredAgents {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  save(agent: CustomAgent): Result<Agent, AgentRefusal> {
    if (this.#isBuiltIn(agent.id)) return refuse({ code: 'agent-built-in', agentId: agent.id });
    const saved = this.#ports.store.put(agent);
    if (!saved.ok) return saved;
    this.#changed();
    return ok({ kind: 'custom', ...agent });
  }

  remove(id: AgentId): Result<void, AgentRefusal> {
    if (this.#isBuiltIn(id)) return refuse({ code: 'agent-built-in', agentId: id });
    if (!this.#ports.directory.resolve(id)) return refuse({ code: 'unknown-agent', agentId: id });
    if (this.#ports.runner.isRunning(id)) return refuse({ code: 'agent-in-use', agentId: id });
    const removed = this.#ports.store.remove(id);
    if (removed.ok) this.#changed();
    return removed;
  }

  test({ typed = {}, ...agent }: AgentTrial): Promise<AgentTest> {
    return this.#ports.runner.test(agent, typed);
  }

  /** The ways to sign in to an agent. `start`: it is started when they are not known. */
  signIns(id: AgentId, start: boolean): Promise<Result<SignInOffer, AgentRefusal>> {
    return this.#of(id, (agent) => this.#ports.runner.signIns.offerOf(agent, start));
  }

  /** Resolves when the person has done what it takes, or did not. */
  signIn(id: AgentId, wayId: string, signal: AbortSignal): Promise<Result<SignInEnd, AgentRefusal>> {
    return this.#of(id, (agent) => this.#ports.runner.signIns.signIn(agent, wayId, signal));
  }

  signOut(id: AgentId, signal: AbortSignal): Promise<Result<SignInEnd, AgentRefusal>> {
    return this.#of(id, (agent) => this.#ports.runner.signIns.signOut(agent, signal));
  }

  /**
   * What the agent itself has of conversations, and which of them go on here; not those of asides, which stand in no
   * list. Rejects when `signal` is aborted.
   */
  async sessions(
    { agentId, folder, cursor }: { readonly agentId: AgentId } & ListingWanted,
    signal: AbortSignal,
  ): Promise<Result<AgentSessionsPage, AgentSessionsRefusal>> {
    const agent = this.#ports.directory.resolve(agentId);
    if (!agent) return refuse({ code: 'unknown-agent' });
    const listed = await this.#ports.runner.sessionsOf(agent, { folder, cursor }, signal);
    if (!listed.ok) return listed;
    const sessions = listed.value.sessions
      .map((one) => ({ ...one, held: this.#ports.holderOf(agentId, one.agentSession) ?? null }))
      .filter(({ held }) => held === null || !this.#ports.isAside(held.session));
    return ok({ ...listed.value, sessions });
  }

  async #of<Value>(id: AgentId, act: (agent: Agent) => Promise<Value>): Promise<Result<Value, AgentRefusal>> {
    const agent = this.#ports.directory.resolve(id);
    return agent ? ok(await act(agent)) : refuse({ code: 'unknown-agent', agentId: id });
  }

  #isBuiltIn(id: AgentId): boolean {
    return this.#ports.directory.resolve(id)?.kind === 'built-in';
  }

  #changed(): void {
    const custom = this.#ports.store.list().map((agent): Agent => ({ kind: 'custom', ...agent }));
    this.#ports.directory.set(custom);
    this.#ports.feed.appChanged({ agents: this.#ports.directory.list() });
  }
}
