import { homedir } from 'node:os';
import type { AgentImport, Catalog, CatalogEntry, CatalogRefusal } from '../../../protocol/catalog.ts';
import type { Result } from '../../../protocol/result.ts';
import { createLogger } from '../../log/log.ts';
import type { BriefPorts } from '../brief-run.ts';
import type { LoginEnvironment } from '../login-environment.ts';
import { readAgents } from './agent-file.ts';
import { detect, type Machine } from './detection.ts';
import { ENTRIES } from './entries.ts';
import { findProgram } from './program-path.ts';
import { Versions } from './version.ts';

const log = createLogger('agent/catalog/known-agents');

type KnownAgentsPorts = BriefPorts & {
  readonly login: LoginEnvironment;
  /** Absent: all that we know. */
  readonly entries?: readonly CatalogEntry[];
};

/** The agents that we know of, and what this machine has of them. It is looked once, and again when somebody asks. */
export class KnownAgents {
  readonly #ports: KnownAgentsPorts;
  readonly #entries: readonly CatalogEntry[];
  #looked: Promise<Catalog> | undefined;
  #refreshing: Promise<Catalog> | undefined;

  constructor(ports: KnownAgentsPorts) {
    this.#ports = ports;
    this.#entries = ports.entries ?? ENTRIES;
  }

  list(): Promise<Catalog> {
    this.#looked ??= this.#kept(this.#look());
    return this.#looked;
  }

  /** Who asks while it is looked again shares the answer. */
  refresh(): Promise<Catalog> {
    this.#refreshing ??= this.#lookAgain().finally(() => {
      this.#refreshing = undefined;
    });
    this.#looked = this.#kept(this.#refreshing);
    return this.#looked;
  }

  /** Agents that a text in JSON describes. */
  async read(text: string): Promise<Result<AgentImport, CatalogRefusal>> {
    const env = await this.#ports.login.environment();
    return readAgents(text, {
      entries: this.#entries,
      home: homedir(),
      platform: process.platform,
      arch: process.arch,
      find: (name) => findProgram(name, env),
    });
  }

  async #lookAgain(): Promise<Catalog> {
    await this.#ports.login.refresh();
    return this.#look();
  }

  /** A bug is not kept: the next one who asks gets another try. */
  #kept(looking: Promise<Catalog>): Promise<Catalog> {
    looking.catch(() => {
      this.#looked = undefined;
    });
    return looking;
  }

  async #look(): Promise<Catalog> {
    const { clock, login } = this.#ports;
    const from = clock.now();
    const machine = await this.#machine();
    const agents = await Promise.all(
      this.#entries.map(async (entry) => ({ entry, found: await detect(entry, machine) })),
    );
    const found = agents.filter((agent) => agent.found.kind !== 'nothing').length;
    log.info('looked for agents', { known: agents.length, found, ms: clock.now() - from });
    return { agents, node: machine.node, login: await login.state(), lookedAt: clock.now() };
  }

  async #machine(): Promise<Machine> {
    const env = await this.#ports.login.environment();
    const versions = new Versions(this.#ports);
    const find = (name: string) => findProgram(name, env);
    const [npx, node] = await Promise.all([find('npx'), find('node')]);
    return {
      find,
      version: (path) => versions.of(path),
      npx,
      node: node === undefined ? null : { path: node, version: await versions.of(node) },
    };
  }
}
