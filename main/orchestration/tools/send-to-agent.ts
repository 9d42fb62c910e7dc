import { z } from 'zod';
import { turnIdOf } from '../../../protocol/ids.ts';
import { ok, refuse } from '../../../protocol/result.ts';
import { stateOf } from '../account.ts';
import type { TreePorts } from '../ports.ts';
import { reach, SessionArgument } from '../reach.ts';
import { wordsFor } from '../refusal-words.ts';
import { type Tool, toolOf } from '../tool.ts';

export const sendToAgent = (ports: TreePorts): Tool =>
  toolOf({
    name: 'send_to_agent',
    title: 'Send a message to an agent',
    description:
      'Sends a message to another agent of your tree: one that you have spawned, the one that has spawned you, or one beside you. It is read as a prompt. While the agent works the message waits until it has finished; with `interrupt` it is stopped and reads the message at once. This does not wait for an answer: wait_for_agents does.',
    input: z.object({
      session: SessionArgument,
      message: z.string().min(1),
      interrupt: z.boolean().optional().describe('Stop what it does now for it. Only for agents below you.'),
    }),
    reads: false,
    async answer({ session, message, interrupt = false }, call) {
      const reached = await reach(ports, call, session, 'Send a message to');
      if (!reached.ok) return reached;
      const { head, kin } = reached.value;
      if (kin === 'self') return refuse('This is your own session. Just go on.');
      if (interrupt && kin !== 'below')
        return refuse('You can interrupt only agents below you. Leave `interrupt` out.');
      const turnId = turnIdOf(ports.newUlid());
      const sent = { sessionId: head.id, turnId, text: message, from: call.session };
      const done = ports.dispatch({ type: interrupt ? 'steer' : 'queue', ...sent });
      if (!done.ok) return refuse(wordsFor(done.refusal));
      const after = ports.head(head.id) ?? head;
      const waits = after.queue.prompts.some(({ id }) => id === turnId);
      return ok({
        session: head.id,
        state: waits ? 'queued' : 'sent',
        ...(waits && after.queue.held !== null && { held: 'A person has to let its waiting messages go on.' }),
        agent: stateOf(after),
      });
    },
  });
