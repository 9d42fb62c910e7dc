import { tmpdir } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../../protocol/agent.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { SignInEnd, SignInOffer } from '../../protocol/sign-in.ts';
import { createLogger } from '../log/log.ts';
import { within } from './deadline.ts';
import type { AgentFacts } from './facts.ts';
import { wordsOf } from './failures.ts';
import { type AgentHost, type HostPorts, openHost } from './host.ts';
import { RpcError } from './rpc-error.ts';
import { aborted } from './running-turn.ts';
import type { Shape } from './shape.ts';
import { wayOf } from './sign-in-ways.ts';

/** A person finds a password, a phone and a second factor in that time, or has gone away. */
export const SIGN_IN_MS = 10 * 60_000;
/** Nobody is waited for. */
const SIGN_OUT_MS = 60_000;

const DONE: SignInEnd = { kind: 'done' };
const NOTHING: SignInOffer = { kind: 'known', ways: [], canSignOut: false };

const log = createLogger('agent/sign-ins');

type Known = { readonly agent: Agent; readonly facts: AgentFacts };
/** What an agent is to be asked; undefined when it does not offer that, and `done` when there is nothing to ask. */
type Ask = (facts: AgentFacts) => { readonly method: string; readonly params: Shape } | 'done' | undefined;

/**
 * Signing in to agents, each in a process of its own that ends when that is over: who is signed in, agents keep for
 * themselves, outside of any process. One attempt per agent; another one takes its place.
 */
export class SignIns {
  readonly #ports: HostPorts;
  readonly #renew: (agentId: AgentId) => void;
  readonly #known = new Map<AgentId, Known>();
  readonly #attempts = new Map<AgentId, AbortController>();

  /** `renew` has the next turns of an agent begin in new processes. */
  constructor(ports: HostPorts, renew: (agentId: AgentId) => void) {
    this.#ports = ports;
    this.#renew = renew;
  }

  /** An agent was started and said what it can do. */
  learn(agent: Agent, facts: AgentFacts): void {
    this.#known.set(agent.id, { agent, facts });
  }

  /** The ways to sign in, as of the agent's last start. `start`: it is started when there was none. */
  async offerOf(agent: Agent, start: boolean): Promise<SignInOffer> {
    if (agent.kind === 'built-in') return NOTHING;
    let facts = this.#factsOf(agent);
    if (!facts && start) {
      const asked = await openHost(this.#ports, agent, tmpdir(), new AbortController().signal);
      if (asked.kind === 'failed') return asked;
      if (asked.kind === 'started') {
        facts = asked.host.facts;
        await asked.host.end();
      }
    }
    if (!facts) return { kind: 'unknown' };
    const ways = facts.authMethods.map((method) => wayOf(method, agent, process.platform));
    return { kind: 'known', ways, canSignOut: facts.canSignOut };
  }

  /** Never rejects for what an agent does. `signal` cancels it. */
  signIn(agent: Agent, wayId: string, signal: AbortSignal): Promise<SignInEnd> {
    return this.#attempt(agent, SIGN_IN_MS, signal, ({ authMethods }) => {
      const method = authMethods.find(({ id }) => id === wayId);
      if (method?.kind === 'terminal') return 'done';
      return method && { method: 'authenticate', params: { methodId: method.id } };
    });
  }

  /** Never rejects for what an agent does. `signal` cancels it. */
  signOut(agent: Agent, signal: AbortSignal): Promise<SignInEnd> {
    return this.#attempt(agent, SIGN_OUT_MS, signal, ({ canSignOut }) =>
      canSignOut ? { method: 'logout', params: {} } : undefined,
    );
  }

  async #attempt(agent: Agent, ms: number, signal: AbortSignal, ask: Ask): Promise<SignInEnd> {
    this.#attempts.get(agent.id)?.abort();
    const attempt = new AbortController();
    this.#attempts.set(agent.id, attempt);
    try {
      const both = AbortSignal.any([signal, attempt.signal]);
      const end = this.#isDone(agent, ask) ? DONE : await inProcess(this.#ports, agent, ms, both, ask);
      log.info('an attempt to sign in or out has ended', { agent: agent.id, end: end.kind });
      if (end.kind === 'done') this.#renew(agent.id);
      return end;
    } finally {
      if (this.#attempts.get(agent.id) === attempt) this.#attempts.delete(agent.id);
    }
  }

  /** Whether it is known without asking that there is nothing to ask. */
  #isDone(agent: Agent, ask: Ask): boolean {
    const facts = this.#factsOf(agent);
    return facts !== undefined && ask(facts) === 'done';
  }

  /** Undefined when it was not started since it was configured like this. */
  #factsOf(agent: Agent): AgentFacts | undefined {
    const known = this.#known.get(agent.id);
    return known && isDeepStrictEqual(known.agent, agent) ? known.facts : undefined;
  }
}

/** Starts the agent, asks, and ends it: by itself when it did as asked, so that it can write down what it learned. */
async function inProcess(
  ports: HostPorts,
  agent: Agent,
  ms: number,
  signal: AbortSignal,
  ask: Ask,
): Promise<SignInEnd> {
  const start = await openHost(ports, agent, tmpdir(), signal);
  if (start.kind === 'failed') return start;
  if (start.kind === 'stopped') return { kind: 'cancelled' };
  const { host } = start;
  const wanted = ask(host.facts);
  const end = typeof wanted === 'object' ? await answerOf(ports, host, ms, signal, wanted) : endWithout(wanted);
  await (end.kind === 'done' ? host.end() : host.kill());
  return end;
}

const endWithout = (wanted: 'done' | undefined): SignInEnd => ({ kind: wanted ?? 'not-offered' });

async function answerOf(
  ports: HostPorts,
  host: AgentHost,
  ms: number,
  signal: AbortSignal,
  { method, params }: { readonly method: string; readonly params: Shape },
): Promise<SignInEnd> {
  try {
    const answer = within(ports.clock, ms, host.connection.request(method, params));
    const first = await Promise.race([answer, aborted(signal)]);
    if (first === undefined) return { kind: 'cancelled' };
    return first.kind === 'late' ? { kind: 'late', ms } : { kind: 'done' };
  } catch (error) {
    if (error instanceof RpcError) return { kind: 'refused', text: wordsOf(error) };
    return { kind: 'failed', failure: await host.loss() };
  }
}
