import { join } from 'node:path';
import type { AgentId } from '../../protocol/ids.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Secrets as SecretStates } from '../../protocol/secret.ts';
import { SECRETS_MAX, type SecretName, type SecretRefusal, type SecretState } from '../../protocol/secret.ts';
import { createLogger } from '../log/log.ts';
import type { Cipher } from './cipher.ts';
import { type Entry, type ReadSecrets, readSecrets, writeSecrets } from './secret-file.ts';

/** In the data folder. */
export const SECRETS_FILE = 'secrets.json';

const log = createLogger('secrets');

export type SecretsOptions = {
  readonly folder: string;
  /** Null: the system has no key store, or nobody here may use it. */
  readonly cipher: Cipher | null;
  /** A secret of the agent was set or forgotten. */
  onChange(states: SecretStates, agentId: AgentId): void;
};

/** Which of the wanted secrets an agent cannot have. */
export type SecretTrouble = { readonly name: string; readonly state: Exclude<SecretState, 'kept'> };

/**
 * Values of environment variables that stand in no settings, no log and no window. They leave this class only for the
 * process of the agent that they belong to.
 */
export class Secrets {
  readonly #options: SecretsOptions;
  readonly #path: string;
  #held: ReadSecrets;
  /** Changes are written one after another: each is the whole file. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: SecretsOptions) {
    this.#options = options;
    this.#path = join(options.folder, SECRETS_FILE);
    this.#held = readSecrets(this.#path);
    if (this.#held.kind === 'broken') log.error('the file of secrets cannot be read', { path: this.#path });
  }

  get states(): SecretStates {
    const byAgent = Map.groupBy(this.#entries, (entry) => entry.agentId);
    const states = [...byAgent].map(([agentId, entries]) => {
      return [agentId, Object.fromEntries(entries.map((entry) => [entry.name, this.#stateOf(entry)]))] as const;
    });
    const keeping = this.#options.cipher ? ({ kind: 'system' } as const) : { kind: 'file' as const, path: this.#path };
    return { keeping, states: Object.fromEntries(states) };
  }

  /** Keeps a value under the name, in place of the one that there was. */
  set(name: SecretName, value: string): Promise<Result<void, SecretRefusal>> {
    return this.#change(name.agentId, async (entries) => {
      const others = entries.filter((entry) => !isOf(entry, name));
      if (others.filter(({ agentId }) => agentId === name.agentId).length >= SECRETS_MAX) {
        return refuse({ code: 'secrets-full', max: SECRETS_MAX });
      }
      return ok([...others, await this.#sealed(name, value)]);
    });
  }

  /** Nothing happens when there is none of that name. */
  forget(name: SecretName): Promise<Result<void, SecretRefusal>> {
    return this.#change(name.agentId, async (entries) => ok(entries.filter((entry) => !isOf(entry, name))));
  }

  /**
   * Forgets what belongs to no agent any more. To be called at the start: an agent that was removed may come back. With
   * no agents at all nothing goes: their rows may be elsewhere, as after the file that has them was moved away.
   */
  async sweep(agents: ReadonlySet<AgentId>): Promise<void> {
    if (agents.size === 0) return;
    const gone = new Set(this.#entries.map(({ agentId }) => agentId).filter((agentId) => !agents.has(agentId)));
    for (const agentId of gone) {
      const swept = await this.#change(agentId, async (entries) =>
        ok(entries.filter((one) => one.agentId !== agentId)),
      );
      if (!swept.ok)
        log.warn('secrets of an agent that is gone were not removed', { agent: agentId, ...swept.refusal });
    }
  }

  /** The values of these secrets, by name. */
  async of(agentId: AgentId, names: readonly string[]): Promise<Result<Record<string, string>, SecretTrouble>> {
    const values: Record<string, string> = {};
    for (const name of names) {
      const entry = this.#entries.find((one) => isOf(one, { agentId, name }));
      if (!entry) return refuse({ name, state: 'missing' });
      const value = await this.#opened(entry);
      if (value === undefined) return refuse({ name, state: 'sealed' });
      values[name] = value;
    }
    return ok(values);
  }

  get #entries(): readonly Entry[] {
    return this.#held.kind === 'read' ? this.#held.entries : [];
  }

  #stateOf(entry: Entry): SecretState {
    return entry.by === 'system' && !this.#options.cipher ? 'sealed' : 'kept';
  }

  async #sealed(name: SecretName, value: string): Promise<Entry> {
    const { cipher } = this.#options;
    if (!cipher) return { ...name, by: 'file', value };
    return { ...name, by: 'system', value: (await cipher.seal(value)).toString('base64') };
  }

  /** Undefined when the system's key store gives it to nobody here. */
  async #opened(entry: Entry): Promise<string | undefined> {
    if (entry.by === 'file') return entry.value;
    try {
      return await this.#options.cipher?.open(Buffer.from(entry.value, 'base64'));
    } catch (error) {
      log.warn('a secret cannot be opened', { agent: entry.agentId, name: entry.name, error: String(error) });
      return undefined;
    }
  }

  #change(agentId: AgentId, decide: Decide) {
    const changing = this.#writing.then(() => this.#write(agentId, decide));
    // Who asked is told of a failure; those who wait behind must have their turn all the same.
    this.#writing = changing.catch(() => undefined);
    return changing;
  }

  async #write(agentId: AgentId, decide: Decide): Promise<Result<void, SecretRefusal>> {
    if (this.#held.kind === 'broken') return refuse({ code: 'secrets-broken', path: this.#path });
    try {
      const decided = await decide(this.#held.entries);
      if (!decided.ok) return decided;
      writeSecrets(this.#path, decided.value);
      this.#held = { kind: 'read', entries: decided.value };
    } catch (error) {
      return refuse({ code: 'secrets-unwritable', message: String(error) });
    }
    this.#options.onChange(this.states, agentId);
    return ok(undefined);
  }
}

type Decide = (entries: readonly Entry[]) => Promise<Result<readonly Entry[], SecretRefusal>>;

const isOf = (entry: SecretName, name: SecretName) => entry.agentId === name.agentId && entry.name === name.name;
