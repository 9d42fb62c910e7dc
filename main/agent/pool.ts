import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../../protocol/agent.ts';
import type { AgentId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { StartWait } from '../../protocol/turn.ts';
import { createLogger } from '../log/log.ts';
import type { Conversation } from './conversation.ts';
import { pauseUntil, type Timely, within } from './deadline.ts';
import { type AgentHost, type HostPorts, type HostStart, openHost } from './host.ts';
import { Restarts } from './restarts.ts';
import { Room } from './room.ts';
import { aborted } from './running-turn.ts';

/** An agent that nobody prompts holds some hundred megabytes; starting it again takes a second. */
export const IDLE_MS = 10 * 60_000;
/** What a turn that does not stop has left when others run in its process; then all of them end with it. */
export const DRAIN_MS = 10_000;

const log = createLogger('agent/pool');

/** A turn, as far as its process is concerned. `awaiting`: it waits for children and does nothing itself. */
export type Tenant = { readonly awaiting: boolean; heavy(bytes: number): void };

type Claim = {
  /** Names the agent and the real folder. */
  readonly key: string;
  readonly agent: Agent;
  readonly folder: string;
  /** The agent's own id of the conversation to go on with: a process that has it open comes first. */
  readonly agentSession: string | undefined;
  readonly tenant: Tenant;
  readonly signal: AbortSignal;
  /** Told when a process cannot be started at once. */
  readonly onWait: (wait: StartWait) => void;
};

/** `fresh`: it was started for this turn. */
export type Claimed = Exclude<HostStart, { kind: 'started' }> | { kind: 'started'; host: AgentHost; fresh: boolean };

/** A process. `drains`: how many reasons there are that nothing new is placed in it. */
type Place = {
  readonly key: string;
  readonly host: AgentHost;
  readonly tenants: Set<Tenant>;
  drains: number;
  restedAt: number;
  cancelIdle: () => void;
};

/** `rests`: whether it still does. */
type Resting = (host: AgentHost, rests: () => boolean) => void;

const runsMany = (agent: Agent) => agent.kind === 'custom' && agent.concurrentPrompts === true;

/**
 * The agent processes. Sessions of one agent and folder that rest share one; a turn has one to itself, unless the agent
 * can do more than one thing at a time.
 */
export class HostPool {
  readonly #ports: HostPorts;
  readonly #resting: Resting;
  readonly #places = new Set<Place>();
  /** Starts under way, the newest of each key: where a process runs many turns, others wait for it. */
  readonly #starting = new Map<string, Promise<unknown>>();
  /** How often an agent was renewed: one that was being started then may have read what has changed since. */
  readonly #renewals = new Map<AgentId, number>();
  readonly #restarts: Restarts;
  readonly #room: Room;

  /** `hostsMax`: how many processes may work at once. `resting`: told of each that has nothing to do. */
  constructor(ports: HostPorts, hostsMax: number, resting: Resting = () => undefined) {
    this.#resting = resting;
    this.#ports = ports;
    this.#restarts = new Restarts(ports.clock);
    this.#room = new Room({ max: hostsMax, working: () => this.#working(), makeRoom: () => this.#endOldestIdle() });
  }

  /** A process for a turn: one that runs and may take it, else a new one. To be given back with `rest`. */
  async claim(claim: Claim): Promise<Claimed> {
    const place = this.#vacancy(claim);
    if (place) {
      place.cancelIdle();
      place.tenants.add(claim.tenant);
      return { kind: 'started', host: place.host, fresh: false };
    }
    const begun = runsMany(claim.agent) ? this.#starting.get(claim.key) : undefined;
    if (begun) {
      await Promise.race([begun, aborted(claim.signal)]);
      return claim.signal.aborted ? { kind: 'stopped' } : this.claim(claim);
    }
    const starting = this.#startWhenAllowed(claim).finally(() => this.#starting.delete(claim.key));
    this.#starting.set(claim.key, starting);
    const start = await starting;
    return start.kind === 'started' ? { ...start, fresh: true } : start;
  }

  /** A process of the agent that may be asked something besides, whatever its folder: one that rests comes first. */
  running(agent: Agent): AgentHost | undefined {
    const fit = this.#usable(agent).filter(({ host }) => !host.asked);
    return (fit.find(({ tenants }) => tenants.size === 0) ?? fit[0])?.host;
  }

  /** The turn is over: its process ends when no other comes for a while. */
  rest(host: AgentHost, tenant: Tenant): void {
    const place = this.#placeOf(host);
    if (!place) return;
    place.tenants.delete(tenant);
    if (place.tenants.size > 0) return;
    this.#restarts.worked(place.key);
    place.restedAt = this.#ports.clock.now();
    place.cancelIdle();
    if (host.retired && !host.subagents?.atWork) {
      void this.#end(place);
      return;
    }
    this.#endIdle(place);
    this.#resting(host, () => place.tenants.size === 0 && place.drains === 0);
    this.stir();
  }

  /** After a while; sub-agents that the agent leads itself may go on when no turn does. */
  #endIdle(place: Place): void {
    const { host } = place;
    place.cancelIdle = this.#ports.clock.after(IDLE_MS, () => {
      if (host.subagents?.atWork) return this.#endIdle(place);
      log.info('idle agent ends', { agent: host.agent.id });
      void this.#end(place);
    });
  }

  /**
   * A turn of a process did not stop. Nothing new is placed in the process, and it is ended by force: after a while when
   * others run in it, unless the turn stops yet; or when `forced` resolves.
   */
  async drain(host: AgentHost, tenant: Tenant, stopped: Promise<unknown>, forced: Promise<void>): Promise<void> {
    const place = this.#placeOf(host);
    if (place) place.drains += 1;
    const alone = !place || [...place.tenants].every((other) => other === tenant);
    const late: Timely<unknown> = { kind: 'late' };
    const waited = () => Promise.race([within(this.#ports.clock, DRAIN_MS, stopped), forced.then(() => late)]);
    const end = alone ? late : await waited();
    if (end.kind === 'late') await host.kill();
    else if (place) place.drains -= 1;
  }

  /** A conversation goes on in `host`: what another process still says in it changes nothing. */
  supersede(conversation: Conversation, host: AgentHost): void {
    for (const { host: other, conversation: old } of this.#of(conversation.sessionId)) {
      if (other !== host && old.agentSession === conversation.agentSession) void other.forget(old);
    }
  }

  /** The process of this pid holds much memory: its turns are told, if there are any. */
  heavy(pid: number, bytes: number): 'told' | 'nobody' {
    const tenants = [...this.#places].find(({ host }) => host.connection.pid === pid)?.tenants ?? new Set<Tenant>();
    for (const tenant of tenants) tenant.heavy(bytes);
    return tenants.size > 0 ? 'told' : 'nobody';
  }

  /** The agent's next turns begin in processes that are started from now on; what runs is not disturbed. */
  renew(agentId: AgentId): void {
    this.#renewals.set(agentId, (this.#renewals.get(agentId) ?? 0) + 1);
    for (const place of [...this.#places].filter(({ host }) => host.agent.id === agentId)) {
      place.host.retire();
      if (place.tenants.size === 0) void this.#end(place);
    }
  }

  /** Asks an agent to stop the sub-agent of its own that runs this turn. */
  stopNative(turn: TurnId): void {
    for (const { host } of this.#places) host.subagents?.stop(turn);
  }

  /** Somebody began or ceased to wait for children. */
  stir(): void {
    this.#room.stir();
  }

  /** Forgets what a session has in any process. */
  async release(sessionId: SessionId): Promise<void> {
    const drops = this.#of(sessionId).map(({ host, conversation }) => host.drop(conversation));
    await Promise.all(drops);
  }

  /** The conversations that a session has in any process; the one that was prompted last comes last. */
  conversationsOf(sessionId: SessionId): readonly Conversation[] {
    return this.#of(sessionId)
      .map(({ conversation }) => conversation)
      .sort((one, other) => one.begunAt - other.begunAt);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#places].map((place) => this.#end(place)));
  }

  get size(): number {
    return this.#places.size;
  }

  #of(sessionId: SessionId) {
    return [...this.#places].flatMap(({ host }) =>
      [...host.conversations.values()]
        .filter((conversation) => conversation.sessionId === sessionId)
        .map((conversation) => ({ host, conversation })),
    );
  }

  #placeOf(host: AgentHost): Place | undefined {
    return [...this.#places].find((place) => place.host === host);
  }

  /** The one that has the conversation open, else the one that was used last. */
  #vacancy({ key, agent, agentSession }: Claim): Place | undefined {
    const fit = this.#usable(agent).filter(
      (place) => place.key === key && (runsMany(agent) || place.tenants.size === 0),
    );
    const known = fit.find(({ host }) => agentSession !== undefined && host.conversations.has(agentSession));
    return known ?? fit.sort((one, other) => other.restedAt - one.restedAt)[0];
  }

  /** Those of the agent as it is configured now that may get something new, whatever they do and whatever their folder. */
  #usable(agent: Agent): readonly Place[] {
    return [...this.#places].filter(
      ({ drains, host }) => drains === 0 && !host.over && !host.retired && isDeepStrictEqual(host.agent, agent),
    );
  }

  /** Idle ones of the same agent that was configured otherwise since. */
  #outdated({ key, agent }: Claim): readonly Place[] {
    const idle = [...this.#places].filter((place) => place.key === key && place.tenants.size === 0);
    return idle.filter(({ host }) => !isDeepStrictEqual(host.agent, agent));
  }

  async #startWhenAllowed(claim: Claim): Promise<HostStart> {
    await Promise.all(this.#outdated(claim).map((old) => this.#end(old)));
    if (!(await this.#mayStart(claim))) return { kind: 'stopped' };
    const start = await this.#start(claim).finally(() => this.#room.arrived());
    if (start.kind === 'failed') this.#restarts.failed(claim.key, claim.agent, start.failure);
    return start;
  }

  /** Waits until the agent may be started and there is room for it. False when the turn was stopped meanwhile. */
  async #mayStart({ key, agent, signal, onWait }: Claim): Promise<boolean> {
    const until = this.#restarts.notBefore(key, agent);
    if (until !== undefined) {
      onWait({ kind: 'crashes', until });
      await pauseUntil(this.#ports.clock, until, signal);
    }
    return this.#room.enter(signal, () => onWait({ kind: 'room' }));
  }

  async #start({ key, agent, folder, tenant, signal }: Claim): Promise<HostStart> {
    const renewals = this.#renewals.get(agent.id);
    const start = await openHost(this.#ports, agent, folder, signal);
    if (start.kind !== 'started') return start;
    if (this.#renewals.get(agent.id) !== renewals) start.host.retire();
    this.#keep(key, start.host, tenant);
    return start;
  }

  #keep(key: string, host: AgentHost, tenant: Tenant): void {
    const place: Place = {
      ...{ key, host, tenants: new Set([tenant]), drains: 0 },
      ...{ restedAt: this.#ports.clock.now(), cancelIdle: () => undefined },
    };
    this.#places.add(place);
    void host.connection.ended.then((end) => {
      place.cancelIdle();
      this.#places.delete(place);
      if (!host.asked && place.tenants.size > 0) this.#restarts.crashed(key, host.agent);
      log.info('agent ended', { agent: host.agent.id, ...end.exit });
      this.stir();
    });
  }

  /** Processes that do something, or could at once. */
  #working(): number {
    return [...this.#places].filter(({ tenants }) => tenants.size === 0 || [...tenants].some((one) => !one.awaiting))
      .length;
  }

  #endOldestIdle(): void {
    if ([...this.#places].some(({ host }) => host.asked)) return;
    const idle = [...this.#places].filter(({ tenants, host }) => tenants.size === 0 && !host.subagents?.atWork);
    const [oldest] = idle.sort((one, other) => one.restedAt - other.restedAt);
    if (oldest) void this.#end(oldest);
  }

  async #end(place: Place): Promise<void> {
    place.cancelIdle();
    place.drains += 1;
    await place.host.end();
  }
}
