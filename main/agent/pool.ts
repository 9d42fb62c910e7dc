import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../../protocol/agent.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { createLogger } from '../log/log.ts';
import type { Conversation } from './conversation.ts';
import { type AgentHost, type HostPorts, type HostStart, openHost } from './host.ts';

/** An agent that nobody prompts holds some hundred megabytes; starting it again takes a second. */
export const IDLE_MS = 10 * 60_000;

const log = createLogger('agent/pool');

type Place = { readonly host: AgentHost; cancelIdle: () => void };

/**
 * The agent processes, at most one per agent and folder: sessions that rest share it, and one turn at a time runs in it.
 * Whoever claims one holds the lock of its key.
 */
export class HostPool {
  readonly #ports: HostPorts;
  readonly #places = new Map<string, Place>();

  constructor(ports: HostPorts) {
    this.#ports = ports;
  }

  /** The process of `key`, started when there is none, or when the agent was configured otherwise since. */
  async claim(key: string, agent: Agent, folder: string, signal: AbortSignal): Promise<HostStart> {
    const place = this.#places.get(key);
    place?.cancelIdle();
    if (place && isDeepStrictEqual(place.host.agent, agent)) return { kind: 'started', host: place.host };
    if (place) await this.#end(key, place);
    const start = await openHost(this.#ports, agent, folder, signal);
    if (start.kind === 'started') this.#keep(key, start.host);
    return start;
  }

  /** The turn is over: the process ends when no other comes for a while. */
  rest(key: string): void {
    const place = this.#places.get(key);
    if (!place) return;
    place.cancelIdle();
    place.cancelIdle = this.#ports.clock.after(IDLE_MS, () => {
      log.info('idle agent ends', { agent: place.host.agent.id });
      void this.#end(key, place);
    });
  }

  /** Forgets what a session has in any process. */
  async release(sessionId: SessionId): Promise<void> {
    const drops = this.#of(sessionId).map(({ host, conversation }) => host.drop(conversation));
    await Promise.all(drops);
  }

  /** The conversations that a session has in any process; the one that was prompted last comes last. */
  conversationsOf(sessionId: SessionId): readonly Conversation[] {
    return this.#of(sessionId).map(({ conversation }) => conversation);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#places].map(([key, place]) => this.#end(key, place)));
  }

  get size(): number {
    return this.#places.size;
  }

  #of(sessionId: SessionId) {
    return [...this.#places.values()].flatMap(({ host }) =>
      [...host.conversations.values()]
        .filter((conversation) => conversation.sessionId === sessionId)
        .map((conversation) => ({ host, conversation })),
    );
  }

  #keep(key: string, host: AgentHost): void {
    const place: Place = { host, cancelIdle: () => undefined };
    this.#places.set(key, place);
    void host.connection.ended.then((end) => {
      place.cancelIdle();
      if (this.#places.get(key) === place) this.#places.delete(key);
      log.info('agent ended', { agent: host.agent.id, ...end.exit });
    });
  }

  async #end(key: string, place: Place): Promise<void> {
    place.cancelIdle();
    if (this.#places.get(key) === place) this.#places.delete(key);
    await place.host.connection.end();
    await place.host.gone;
  }
}
