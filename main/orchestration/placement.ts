import { isAbsolute, resolve } from 'node:path';
import type { Agent } from '../../protocol/agent.ts';
import type { Head } from '../../protocol/head.ts';
import { AgentId } from '../../protocol/ids.ts';
import type { OptionValue } from '../../protocol/option.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { TreePorts } from './ports.ts';

/** The agent of this handle or id; the caller's own when none is named. */
export function agentNamed(ports: TreePorts, caller: Head, named: string | undefined): Result<AgentId, string> {
  if (named === undefined) return ok(caller.agentId);
  const id = AgentId.safeParse(named.trim().replace(/^@/, '').toLowerCase());
  const agents = ports.agents();
  const found = id.success ? agents.find((agent) => agent.id === id.data) : undefined;
  return found ? ok(found.id) : refuse(`There is no agent ${named}. There are ${handlesOf(agents)}.`);
}

const handlesOf = (agents: readonly Agent[]) => agents.map(({ id }) => `@${id}`).join(', ');

/** Where a child is to work, and whether that is more than its parent was given. */
export type Place = { readonly folder: string; readonly outside: boolean };

/** A relative path begins in the caller's folder. What leads out of that counts as outside, whatever its words say. */
export function placeNamed(ports: TreePorts, caller: Head, named: string | undefined): Result<Place, string> {
  if (named === undefined) return ok({ folder: caller.folder, outside: false });
  const folder = isAbsolute(named) ? resolve(named) : resolve(caller.folder, named);
  const [real, own] = [ports.places.realFolder(folder), ports.places.realFolder(caller.folder)];
  if (real === undefined) return refuse(`There is no folder ${folder}. Name one that exists, or leave it out.`);
  const inside = own !== undefined && ports.places.isInside(own, real);
  return ok({ folder, outside: !inside && !isOfTree(ports, caller, real) });
}

/** Work trees that were made for sessions of the tree are the tree's own. */
const isOfTree = (ports: TreePorts, caller: Head, real: string): boolean =>
  ports.tree(caller.id).some(({ id }) => {
    const path = ports.head(id)?.worktree?.path;
    const own = path === undefined ? undefined : ports.places.realFolder(path);
    return own !== undefined && ports.places.isInside(own, real);
  });

/** A mode says what an agent may do without asking: choosing another one for a child can be more than its parent may. */
export const widensBy = (ports: TreePorts, agent: AgentId, options: Readonly<Record<string, OptionValue>>): boolean =>
  ports.offersOf(agent).some(({ id, category, choice }) => {
    const chosen = options[id];
    return category === 'mode' && chosen !== undefined && chosen !== choice.value;
  });
