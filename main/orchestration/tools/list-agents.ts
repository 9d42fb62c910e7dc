import { z } from 'zod';
import { ok } from '../../../protocol/result.ts';
import { stateOf } from '../account.ts';
import { kinOf } from '../kin.ts';
import type { TreePorts } from '../ports.ts';
import { parentIn } from '../reach.ts';
import { type Tool, toolOf } from '../tool.ts';

/** A tree may have thousands; those next to the caller come first. */
const LISTED_MAX = 200;

export const listAgents = (ports: TreePorts): Tool =>
  toolOf({
    name: 'list_agents',
    title: 'List agents',
    description:
      'Names the sessions of your tree with what each does now, and the agents that spawn_agent can use, by their handles.',
    input: z.object({}),
    reads: true,
    answer(_, call) {
      const parentOf = parentIn(ports);
      const tree = ports.tree(call.session).flatMap(({ id }) => ports.head(id) ?? []);
      const listed = tree.slice(0, LISTED_MAX).map((head) => ({
        session: head.id,
        title: head.title.text,
        agent: head.agentId,
        is: IS[kinOf(call.session, head.id, parentOf)],
        parent: head.relationship?.parent ?? null,
        state: stateOf(head),
        ...(head.summary !== '' && { summary: head.summary }),
      }));
      return ok({
        you: call.session,
        agents: listed,
        ...(tree.length > listed.length && { left_out: tree.length - listed.length }),
        available: ports.agents().map(({ id, name }) => ({ handle: `@${id}`, name })),
      });
    },
  });

const IS = {
  self: 'you',
  below: 'below you',
  above: 'above you',
  beside: 'beside you',
  stranger: 'elsewhere',
} as const;
