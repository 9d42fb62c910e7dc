import { PLAYBOOK } from '../../main/agent/directory.ts';
import type { Wait } from '../../main/agent/waits.ts';
import type { Confirmation } from '../../main/orchestration/ports.ts';
import type { ToolAnswer } from '../../main/orchestration/tool.ts';
import { toolsOver } from '../../main/orchestration/tools.ts';
import { createTreePorts } from '../../main/tree-ports.ts';
import type { Agent } from '../../protocol/agent.ts';
import { AgentId, type SessionId } from '../../protocol/ids.ts';
import type { AgentOption } from '../../protocol/option.ts';
import { type FakeClock, hurry } from './fake-clock.ts';
import { PLACES, type SessionHost } from './session-host.ts';

/** Steps in which time passes: short beside all that a test waits for. */
const CARD_MS = 25;

type Called = {
  readonly answer: Promise<ToolAnswer>;
  /** What the caller was told meanwhile. */
  readonly heard: readonly string[];
  giveUp(): void;
};

/** The tools over the sessions of a host, with a person and a runner in the test's hands. */
export class ToolDesk {
  /** What the person was asked, and what they say to it. */
  readonly asked: Confirmation[] = [];
  says = true;
  /** What turns wait for; a turn that is not let on stays where it is. */
  readonly waits: (readonly SessionId[])[] = [];
  letsOn = true;
  offers: readonly AgentOption[] = [];
  agents: readonly Agent[] = [PLAYBOOK];
  readonly #clock: FakeClock;
  readonly #tools;

  constructor({ service, store, feed, clock, newUlid, folder }: SessionHost) {
    this.#clock = clock;
    const runner = {
      awaiting: (_: unknown, children: readonly SessionId[]): Wait => {
        this.waits.push(children);
        return { resume: () => Promise.resolve(this.letsOn) };
      },
      confirm: (_: SessionId, question: Confirmation) => {
        this.asked.push(question);
        return Promise.resolve(this.says);
      },
    };
    const directory = { list: () => this.agents };
    const offers = { of: () => this.offers, learn: () => undefined };
    const parts = { folder, sessions: service, runner, store, feed, directory, offers };
    this.#tools = toolsOver(createTreePorts(parts, { clock, newUlid, places: PLACES }));
  }

  get names(): readonly string[] {
    return this.#tools.map(({ name }) => name);
  }

  /** As an agent of the session would. What does not fit a tool's input is a bug of the test. */
  call(session: SessionId, name: string, input: object = {}, callId?: string): Called {
    const tool = this.#tools.find((one) => one.name === name);
    if (!tool) throw new Error(`There is no tool ${name}`);
    const [given, heard] = [new AbortController(), [] as string[]];
    const call = { session, signal: given.signal, callId, progress: (message: string) => void heard.push(message) };
    return {
      answer: Promise.resolve(tool.answer(tool.input.parse(input), call)),
      heard,
      giveUp: () => given.abort(),
    };
  }

  /** What a tool gives. Throws what it refuses with. */
  async gives(session: SessionId, name: string, input: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.#soon(session, name, input);
    if (!answer.ok) throw new Error(answer.refusal);
    return answer.value;
  }

  /** Time passes while it looks for its card. */
  #soon(session: SessionId, name: string, input: object): Promise<ToolAnswer> {
    return hurry(this.#clock, this.call(session, name, input).answer, CARD_MS);
  }

  /** What it refuses with; undefined when it does not. */
  async refusal(session: SessionId, name: string, input: object = {}): Promise<string | undefined> {
    const answer = await this.#soon(session, name, input);
    return answer.ok ? undefined : answer.refusal;
  }
}

export const CLAUDE: Agent = {
  ...{ kind: 'custom', id: AgentId.parse('claude'), name: 'Claude', command: 'claude', args: [] },
  env: {},
};
