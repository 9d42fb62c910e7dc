import { z } from 'zod';
import { ok, refuse } from '../../../protocol/result.ts';
import { stateOf } from '../account.ts';
import type { TreePorts } from '../ports.ts';
import { reachBelow, SessionArgument } from '../reach.ts';
import { wordsFor } from '../refusal-words.ts';
import { type Tool, toolOf } from '../tool.ts';

export const stopAgent = (ports: TreePorts): Tool =>
  toolOf({
    name: 'stop_agent',
    title: 'Stop an agent',
    description:
      'Stops an agent below you and all that it has spawned. What they have done stays, and send_to_agent can let them go on.',
    input: z.object({ session: SessionArgument }),
    reads: false,
    answer({ session }, call) {
      const reached = reachBelow(ports, call, session);
      if (!reached.ok) return reached;
      const { id } = reached.value;
      const stopped = ports.dispatch({ type: 'stop', sessionId: id, tree: true, by: call.session });
      if (!stopped.ok && stopped.refusal.code !== 'nothing-running') return refuse(wordsFor(stopped.refusal));
      const head = ports.head(id) ?? reached.value;
      return ok({ session: id, state: stateOf(head) });
    },
  });
