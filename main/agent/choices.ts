import { isDeepStrictEqual } from 'node:util';
import type { AgentOption, Choice, OptionValue } from '../../protocol/option.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import type { Configured } from '../session/runner-ports.ts';
import { within } from './deadline.ts';
import { wordsOf } from './failures.ts';
import { fitting, parseConfigOptions, parseModels, parseModes } from './options.ts';
import { ConnectionLost, RpcError } from './rpc-error.ts';
import { isShape, type Shape, textAt } from './shape.ts';

/** Switching a model may ask the provider; a person should not wait longer for the turn to begin. */
export const CHOOSE_MS = 15_000;

const log = createLogger('agent/choices');

type ChoicesPorts = {
  readonly clock: Clock;
  /** A request to the agent. */
  request(method: string, params: Shape): Promise<unknown>;
  /** What came of a choice. */
  told(configured: Configured): void;
};

/** `older`: the choice came beside the options, and is told in a way of its own. */
type Found = { readonly option: AgentOption; readonly older: boolean };

/** What may be chosen in one agent session, as the agent last said, and how it is told what was chosen. */
export class Choices {
  readonly #agentSession: string;
  readonly #ports: ChoicesPorts;
  #options: readonly AgentOption[] | undefined;
  #modes: AgentOption | undefined;
  #models: AgentOption | undefined;
  /** What the agent has still to be told, by option: of several choices the last one counts. */
  readonly #waiting = new Map<string, OptionValue>();
  #telling: Promise<void> | undefined;

  constructor(agentSession: string, ports: ChoicesPorts) {
    this.#agentSession = agentSession;
    this.#ports = ports;
  }

  /** Null while the agent has said nothing of it. */
  get offered(): readonly AgentOption[] | null {
    if (!this.#options && !this.#modes && !this.#models) return null;
    return fitting(this.#all().map(({ option }) => option));
  }

  /** Takes the answer to an opened session, or the news of an update; answers whether anything is new. */
  learn(shape: unknown): boolean {
    if (!isShape(shape)) return false;
    const before = this.offered;
    this.#options = parseConfigOptions(shape) ?? this.#options;
    this.#modes = parseModes(shape) ?? this.#modes;
    this.#models = parseModels(shape) ?? this.#models;
    const mode = textAt(shape, 'currentModeId');
    const found = mode === undefined ? undefined : this.#all().find(({ option }) => option.category === 'mode');
    if (found && mode !== undefined) this.#hold(found.option.id, mode);
    return !isDeepStrictEqual(before, this.offered);
  }

  /** Tells the agent. Resolves when it has answered all that it was told, or had its time for it. Never rejects. */
  choose(id: string, value: OptionValue): Promise<void> {
    if (!this.#find(id)) {
      this.#refused(id, `The agent offers no option “${id}” in this conversation.`);
      return Promise.resolve();
    }
    this.#waiting.set(id, value);
    this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = undefined;
    });
    return this.#telling;
  }

  async #tellAll(): Promise<void> {
    for (let next = first(this.#waiting); next; next = first(this.#waiting)) {
      const [id, value] = next;
      this.#waiting.delete(id);
      await this.#tell(id, value);
    }
  }

  async #tell(id: string, value: OptionValue): Promise<void> {
    const found = this.#find(id);
    if (!found) return this.#refused(id, `The agent offers no option “${id}” any more.`);
    const { name, choice } = found.option;
    if (typeof choice.value !== typeof value) return this.#refused(id, `“${name}” takes no such value.`);
    if (choice.value === value) return this.#took(id);
    try {
      const answer = await within(this.#ports.clock, CHOOSE_MS, this.#request(found, value));
      if (answer.kind === 'late') this.#refused(id, `The agent did not answer within ${CHOOSE_MS / 1_000} seconds.`);
    } catch (error) {
      if (error instanceof RpcError) return this.#refused(id, wordsOf(error));
      if (!(error instanceof ConnectionLost)) throw error;
      log.info('agent ended before it was told of a choice', { id }); // the next process is
    }
  }

  /** What comes of it counts also when it comes late. */
  async #request(found: Found, value: OptionValue): Promise<void> {
    const { id } = found.option;
    const [method, params] = requestOf(found, value);
    const answer = await this.#ports.request(method, { sessionId: this.#agentSession, ...params });
    const whole = isShape(answer) ? parseConfigOptions(answer) : undefined;
    if (whole && !found.older) this.#options = whole;
    else this.#hold(id, value);
    this.#took(id);
  }

  #hold(id: string, value: OptionValue): void {
    const found = this.#find(id);
    const choice = found && holding(found.option.choice, value);
    if (!choice) return;
    const { option, older } = found;
    const changed = { ...option, choice };
    if (!older) this.#options = this.#options?.map((one) => (one.id === option.id ? changed : one));
    else if (option.category === 'mode') this.#modes = changed;
    else this.#models = changed;
  }

  #took(optionId: string): void {
    this.#ports.told({ type: 'options', optionId, options: this.offered ?? [] });
  }

  #refused(optionId: string, text: string): void {
    this.#ports.told({ type: 'refused', optionId, text });
  }

  #find(id: string): Found | undefined {
    return this.#all().find(({ option }) => option.id === id);
  }

  /** Many agents offer their modes and models in both ways: the older one counts where the newer says nothing. */
  #all(): readonly Found[] {
    const options = this.#options ?? [];
    const older = [this.#modes, this.#models].filter((one) => one !== undefined);
    const alone = older.filter(
      ({ id, category }) => !options.some((one) => one.id === id || one.category === category),
    );
    return [
      ...alone.map((option) => ({ option, older: true })),
      ...options.map((option) => ({ option, older: false })),
    ];
  }
}

function holding(choice: Choice, value: OptionValue): Choice | undefined {
  if (choice.kind === 'switch') return typeof value === 'boolean' ? { ...choice, value } : undefined;
  return typeof value === 'string' ? { ...choice, value } : undefined;
}

function first<Key, Value>(map: ReadonlyMap<Key, Value>): readonly [Key, Value] | undefined {
  const [entry] = map;
  return entry;
}

/** A value is a text unless its type is named (schema v1, `SetSessionConfigOptionRequest`). */
function requestOf({ option, older }: Found, value: OptionValue): readonly [method: string, params: Shape] {
  if (older && option.category === 'mode') return ['session/set_mode', { modeId: value }];
  if (older) return ['session/set_model', { modelId: value }];
  const type = typeof value === 'boolean' ? { type: 'boolean' } : {};
  return ['session/set_config_option', { configId: option.id, ...type, value }];
}
