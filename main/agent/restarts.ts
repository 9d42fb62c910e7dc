import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../../protocol/agent.ts';
import type { Failure } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';

/** Ends by itself that are longer ago say nothing of the next start. */
export const CRASHES_MS = 60_000;
/** How long a start waits after the first, the second … crash of the last minute; after more, as after the last. */
export const RESTART_DELAYS_MS: readonly number[] = [0, 1_000, 5_000, 15_000, 30_000];

type Record = { readonly agent: Agent; readonly crashes: readonly number[] };

/** When agents may be started again that ended by themselves: at once at first, then later and later. */
export class Restarts {
  readonly #clock: Clock;
  readonly #records = new Map<string, Record>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  crashed(key: string, agent: Agent): void {
    this.#records.set(key, { agent, crashes: [...this.#recent(key, agent), this.#clock.now()] });
  }

  /** It did not start. What is not there, or wants a sign-in, costs nothing to try again. */
  failed(key: string, agent: Agent, failure: Failure): void {
    if (failure.code !== 'agent-missing' && failure.code !== 'agent-sign-in') this.crashed(key, agent);
  }

  /** It did what it was asked. */
  worked(key: string): void {
    this.#records.delete(key);
  }

  /** Epoch ms before which it is not started, or undefined when it may be now. Another configuration starts anew. */
  notBefore(key: string, agent: Agent): number | undefined {
    const crashes = this.#recent(key, agent);
    const last = crashes.at(-1);
    if (last === undefined) return undefined;
    const until = last + (RESTART_DELAYS_MS[crashes.length - 1] ?? RESTART_DELAYS_MS.at(-1) ?? 0);
    return until > this.#clock.now() ? until : undefined;
  }

  #recent(key: string, agent: Agent): readonly number[] {
    const record = this.#records.get(key);
    if (!record || !isDeepStrictEqual(record.agent, agent)) return [];
    return record.crashes.filter((at) => at > this.#clock.now() - CRASHES_MS).slice(-RESTART_DELAYS_MS.length);
  }
}
