import type { AgentId } from '../../protocol/ids.ts';
import type { AgentOption } from '../../protocol/option.ts';
import type { Result } from '../../protocol/result.ts';
import type { DiskTrouble } from '../session/ports.ts';
import type { Database } from './database.ts';

/** What each agent let a person choose when it was last used, so that a session can be begun with a choice. */
export interface OfferStore {
  all(): Readonly<Record<AgentId, readonly AgentOption[]>>;
  put(agent: AgentId, options: readonly AgentOption[]): Result<void, DiskTrouble>;
}

export function createOfferStore(database: Database): OfferStore {
  const all = database.query<[], { agent: AgentId; options: string }>('SELECT agent_id AS agent, options FROM offers');
  const put = database.query<[AgentId, string]>(PUT_SQL);
  return {
    all: () => Object.fromEntries(all.all().map(({ agent, options }) => [agent, JSON.parse(options) as AgentOption[]])),
    put: (agent, options) => database.write(false, () => put.run(agent, JSON.stringify(options))),
  };
}

const PUT_SQL = `
  INSERT INTO offers (agent_id, options) VALUES (?, ?) ON CONFLICT (agent_id) DO UPDATE SET options = excluded.options`;
