import { z } from 'zod';
import { ok } from '../../../protocol/result.ts';
import { stateOf } from '../account.ts';
import type { TreePorts } from '../ports.ts';
import { reach, SessionArgument } from '../reach.ts';
import { type Tool, toolOf } from '../tool.ts';

/** As much as leaves most models room to think about it. */
const CHARS = 20_000;
const CHARS_MAX = 100_000;

export const readSession = (ports: TreePorts): Tool =>
  toolOf({
    name: 'read_session',
    title: 'Read a session',
    description:
      'Gives what was said in another session of your tree, or in one that the person mentions, as plain text: its end, or with `before` what comes before that. Tools are named with how they ended, without what they put out.',
    input: z.object({
      session: SessionArgument,
      before: z.int().optional().describe('From an earlier answer: gives what comes before it.'),
      chars: z.int().min(200).max(CHARS_MAX).optional().describe(`At most so many characters. Default: ${CHARS}.`),
    }),
    reads: true,
    async answer({ session, before, chars = CHARS }, call) {
      const reached = await reach(ports, call, session, 'Read');
      if (!reached.ok) return reached;
      const { head } = reached.value;
      const said = ports.said(head, before ?? null, chars);
      return ok({
        session: head.id,
        title: head.title.text,
        agent: head.agentId,
        state: stateOf(head),
        ...(head.summary !== '' && { summary: head.summary }),
        text: said.text,
        ...(said.before !== null && { before: said.before }),
      });
    },
  });
