import { z } from 'zod';
import type { Head } from '../../protocol/head.ts';
import { SessionId } from '../../protocol/ids.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { confirm } from './confirm.ts';
import { type Kin, kinOf, type ParentOf } from './kin.ts';
import type { TreePorts } from './ports.ts';
import type { ToolCall } from './tool.ts';

/** How tools are told which session is meant. */
export const SessionArgument = z
  .string()
  .describe('The id of the session, as spawn_agent and list_agents give it: se-…');

export type Reached = { readonly head: Head; readonly kin: Kin };

export const UNKNOWN = 'There is no such session here. list_agents names those that you can reach.';

/**
 * A session that a caller may read and write to: one of its own tree, one that a person mentions in a prompt of that
 * tree, or one for which the person, being asked now, says yes.
 */
export async function reach(
  ports: TreePorts,
  call: ToolCall,
  named: string,
  purpose: string,
): Promise<Result<Reached, string>> {
  const id = SessionId.safeParse(named.trim());
  const head = id.success ? ports.head(id.data) : undefined;
  if (!head || head.deletedAt !== null || head.kind === 'side') return refuse(UNKNOWN);
  const kin = kinOf(call.session, head.id, parentIn(ports));
  if (kin !== 'stranger' || isMentioned(ports, call.session, head.id)) return ok({ head, kin });
  const title = `${purpose} “${head.title.text || head.id}”, which is not of this tree`;
  const allowed = await confirm(ports, call, { title, detail: { session: head.id } });
  return allowed ? ok({ head, kin }) : refuse('The person did not allow it. Go on without that session.');
}

/** Only what is below a caller is its own to stop. */
export function reachBelow(ports: TreePorts, call: ToolCall, named: string): Result<Head, string> {
  const id = SessionId.safeParse(named.trim());
  const head = id.success ? ports.head(id.data) : undefined;
  if (!head || head.deletedAt !== null) return refuse(UNKNOWN);
  const below = kinOf(call.session, head.id, parentIn(ports)) === 'below';
  return below ? ok(head) : refuse('You can stop only agents that you, or those below you, have spawned.');
}

export const parentIn =
  (ports: Pick<TreePorts, 'head'>): ParentOf =>
  (id) => {
    const head = ports.head(id);
    return head && (head.relationship?.parent ?? null);
  };

const isMentioned = (ports: TreePorts, caller: SessionId, other: SessionId): boolean =>
  ports.tree(caller).some(({ id }) => ports.mentions(id, other));
