import type { Agent, CustomAgent } from '../../protocol/agent.ts';
import { type Catalog, type CatalogAgent, draftOf } from '../../protocol/catalog.ts';
import { AgentId } from '../../protocol/ids.ts';

/** What of the catalog is not configured yet, by whether it could be used at once. */
type Candidates = {
  /** On this machine. */
  readonly installed: readonly CatalogAgent[];
  /** npx would fetch it when it is first used. */
  readonly fetchable: readonly CatalogAgent[];
  readonly others: readonly CatalogAgent[];
};

export function candidatesOf(catalog: Catalog, configured: readonly Agent[]): Candidates {
  const open = catalog.agents.filter(({ entry }) => !configured.some((agent) => isMadeFrom(agent, entry.id)));
  const of = (kind: CatalogAgent['found']['kind']) => open.filter(({ found }) => found.kind === kind);
  return { installed: of('program'), fetchable: of('npx'), others: of('nothing') };
}

const isMadeFrom = (agent: Agent, entry: string) => agent.kind === 'custom' && agent.catalog === entry;

/** The agent that adding makes, under a handle that is free. */
export function freshDraft({ entry, found }: CatalogAgent, configured: readonly Agent[]): CustomAgent {
  const draft = draftOf(entry, found);
  const taken = new Set<string>(configured.map(({ id }) => id));
  let id: string = draft.id;
  for (let nth = 2; taken.has(id); nth += 1) id = `${draft.id}-${nth}`;
  return { ...draft, id: AgentId.parse(id) };
}
