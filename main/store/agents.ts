import type { CustomAgent } from '../../protocol/agent.ts';
import type { AgentId, CatalogId } from '../../protocol/ids.ts';
import type { Result } from '../../protocol/result.ts';
import type { DiskTrouble } from '../session/ports.ts';
import type { Database } from './database.ts';

/** The agents that a person has configured. Reads see every earlier write; nothing is written when refused. */
export interface AgentStore {
  /** In the order in which they were added. */
  list(): readonly CustomAgent[];
  /** Adds an agent, or changes the one of that id. */
  put(agent: CustomAgent): Result<void, DiskTrouble>;
  /** Nothing happens when there is none of that id. */
  remove(id: AgentId): Result<void, DiskTrouble>;
}

type Row = {
  readonly id: AgentId;
  readonly name: string;
  readonly command: string;
  readonly args: string;
  readonly env: string;
  readonly turnsPerFolder: number | null;
  /** SQLite has no booleans: 1 or 0. */
  readonly concurrentPrompts: number | null;
  readonly clientFiles: number | null;
  readonly nativeSubagents: number | null;
  readonly catalog: CatalogId | null;
  readonly secrets: string | null;
};

/** The agents of a file whose shape is the newest. */
export function createAgentStore(database: Database): AgentStore {
  const all = database.query<[], Row>(ALL_SQL);
  const upsert = database.query<Values>(PUT_SQL);
  const remove = database.query<[AgentId]>('DELETE FROM agents WHERE id = ?');
  return {
    list: () => all.all().map(agentOf),
    put: (agent) => database.write(true, () => upsert.run(...valuesOf(agent))),
    remove: (id) => database.write(true, () => remove.run(id)),
  };
}

const ALL_SQL = `
  SELECT id, name, command, args, env, turns_per_folder AS turnsPerFolder, concurrent_prompts AS concurrentPrompts,
    client_files AS clientFiles, native_subagents AS nativeSubagents, catalog, secrets
  FROM agents ORDER BY place`;

const PUT_SQL = `
  INSERT INTO agents
    (id, name, command, args, env, turns_per_folder, concurrent_prompts, client_files, native_subagents, catalog,
      secrets)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, command = excluded.command, args = excluded.args, env = excluded.env,
    turns_per_folder = excluded.turns_per_folder, concurrent_prompts = excluded.concurrent_prompts,
    client_files = excluded.client_files, native_subagents = excluded.native_subagents, catalog = excluded.catalog, secrets = excluded.secrets`;

type Basics = readonly [id: AgentId, name: string, command: string, args: string, env: string];
type Limits = readonly [turnsPerFolder: number | null, concurrentPrompts: number | null];
type Offers = readonly [clientFiles: number | null, nativeSubagents: number | null];
type Values = readonly [...Basics, ...Limits, ...Offers, catalog: CatalogId | null, secrets: string | null];

const valuesOf = (agent: CustomAgent): Values => [
  ...([agent.id, agent.name, agent.command, JSON.stringify(agent.args), JSON.stringify(agent.env)] as const),
  agent.turnsPerFolder ?? null,
  numberOf(agent.concurrentPrompts),
  numberOf(agent.clientFiles),
  numberOf(agent.nativeSubagents),
  agent.catalog ?? null,
  agent.secrets === undefined ? null : JSON.stringify(agent.secrets),
];

const numberOf = (value: boolean | undefined) => (value === undefined ? null : Number(value));

const agentOf = ({ turnsPerFolder, concurrentPrompts, clientFiles, catalog, secrets, ...rest }: Row): CustomAgent => {
  const { nativeSubagents, ...row } = rest;
  return {
    ...row,
    args: JSON.parse(row.args) as CustomAgent['args'],
    env: JSON.parse(row.env) as CustomAgent['env'],
    ...(turnsPerFolder === null ? {} : { turnsPerFolder }),
    ...(concurrentPrompts === null ? {} : { concurrentPrompts: concurrentPrompts === 1 }),
    ...(clientFiles === null ? {} : { clientFiles: clientFiles === 1 }),
    ...(nativeSubagents === null ? {} : { nativeSubagents: nativeSubagents === 1 }),
    ...(catalog === null ? {} : { catalog }),
    ...(secrets === null ? {} : { secrets: JSON.parse(secrets) as string[] }),
  };
};
