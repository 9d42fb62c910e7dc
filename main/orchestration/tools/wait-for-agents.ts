import { z } from 'zod';
import type { SessionId } from '../../../protocol/ids.ts';
import { ok, refuse } from '../../../protocol/result.ts';
import { accountOf, isSettled, stateOf } from '../account.ts';
import { whileBeating } from '../heartbeat.ts';
import type { TreePorts } from '../ports.ts';
import { reachBelow, SessionArgument } from '../reach.ts';
import { type Tool, type ToolAnswer, type ToolCall, toolOf } from '../tool.ts';

/** More than a model can make sense of at once. */
const NAMED_MAX = 200;
const TIMEOUT_SECONDS_MAX = 24 * 60 * 60;

export const waitForAgents = (ports: TreePorts): Tool =>
  toolOf({
    name: 'wait_for_agents',
    title: 'Wait for agents',
    description:
      'Waits until agents that you have spawned have come to rest, and gives what each of them said last. Waiting costs nothing, and nobody is kept from working by it. Name none to wait for all of them. An agent that waits for the person is not at rest: the person sees its question.',
    input: z.object({
      sessions: z.array(SessionArgument).max(NAMED_MAX).optional().describe('Default: all that you have spawned.'),
      until: z
        .enum(['all', 'any'])
        .optional()
        .describe('Whether all must have come to rest, or one is enough. Default: all.'),
      timeout_s: z.number().min(0).max(TIMEOUT_SECONDS_MAX).optional().describe('Give up after so many seconds.'),
    }),
    reads: true,
    async answer({ sessions, until = 'all', timeout_s }, call) {
      const named = sessions ?? childrenOf(ports, call.session);
      const heads = named.map((id) => reachBelow(ports, call, id));
      for (const head of heads) if (!head.ok) return head;
      const ids = heads.flatMap((head) => (head.ok ? [head.value.id] : []));
      if (ids.length === 0) return refuse('You have spawned no agents. spawn_agent does.');
      const ended = await untilSettled(ports, call, { ids, until, timeoutMs: timeout_s && timeout_s * 1_000 });
      return ended === 'cancelled' ? refuse('The wait was cancelled.') : answerOf(ports, ids);
    },
  });

const childrenOf = (ports: TreePorts, caller: SessionId): readonly SessionId[] =>
  ports.tree(caller).flatMap(({ id, parent }) => (parent === caller ? [id] : []));

type Ended = 'settled' | 'late' | 'cancelled';

type Waited = {
  readonly ids: readonly SessionId[];
  readonly until: 'all' | 'any';
  readonly timeoutMs: number | undefined;
};

/** The caller's turn lets others have its place meanwhile, and has it again before this resolves. */
async function untilSettled(ports: TreePorts, call: ToolCall, waited: Waited): Promise<Ended> {
  const open = () => waited.ids.filter((id) => !isSettled(ports.head(id)));
  const enough = () => (waited.until === 'all' ? open().length === 0 : open().length < waited.ids.length);
  if (enough()) return 'settled';
  const turn = ports.head(call.session)?.turn?.id;
  const wait = turn && ports.awaiting(turn, open());
  const words = () => waited.ids.map((id) => lineOf(ports.head(id))).join('; ');
  const ended = await whileBeating(ports.clock, call, words, ending(ports, call, enough, waited.timeoutMs));
  const goesOn = wait ? await wait.resume() : true;
  return goesOn ? ended : 'cancelled';
}

function ending(
  { clock, listen }: TreePorts,
  { signal }: ToolCall,
  enough: () => boolean,
  timeoutMs: number | undefined,
): Promise<Ended> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const end = (how: Ended) => {
      for (const stop of stops.splice(0)) stop();
      resolve(how);
    };
    const cancel = () => end('cancelled');
    stops.push(listen(() => enough() && end('settled')));
    if (timeoutMs !== undefined) stops.push(clock.after(timeoutMs, () => end('late')));
    stops.push(() => signal.removeEventListener('abort', cancel));
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
  });
}

const lineOf = (head: ReturnType<TreePorts['head']>) =>
  head ? `${head.title.text || head.id}: ${stateOf(head)}` : 'gone';

function answerOf(ports: TreePorts, ids: readonly SessionId[]): ToolAnswer {
  const agents = ids.map((id) => {
    const head = ports.head(id);
    return head ? accountOf(ports, head) : { session: id, state: 'gone' };
  });
  return ok({ done: ids.every((id) => isSettled(ports.head(id))), agents });
}
