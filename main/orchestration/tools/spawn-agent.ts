import { z } from 'zod';
import type { Head } from '../../../protocol/head.ts';
import { type AgentId, type ItemId, sessionIdOf, turnIdOf } from '../../../protocol/ids.ts';
import type { OptionValue } from '../../../protocol/option.ts';
import { ok, type Result, refuse } from '../../../protocol/result.ts';
import { oneLine } from '../../../protocol/text.ts';
import type { Worktree } from '../../../protocol/worktree.ts';
import { stateOf } from '../account.ts';
import { confirm } from '../confirm.ts';
import { whileBeating } from '../heartbeat.ts';
import { agentNamed, placeNamed, widensBy } from '../placement.ts';
import type { TreePorts } from '../ports.ts';
import { wordsFor, worktreeWordsFor } from '../refusal-words.ts';
import { type Tool, type ToolCall, toolOf } from '../tool.ts';

/** A call is shown a little later than it is made: it comes another way. Then the child stands without a card. */
const CARD_MS_MAX = 250;
const CARD_EVERY_MS = 5;
const TOOL = 'spawn_agent';

const Input = z.object({
  task: z
    .string()
    .min(1)
    .describe('What it is to do, with all that it needs to know: it has not heard your conversation.'),
  agent: z
    .string()
    .optional()
    .describe('A handle such as @claude; list_agents names them. Default: the agent that you are.'),
  title: z.string().max(200).optional().describe('The task in a few words, for the person.'),
  folder: z.string().max(4096).optional().describe('Where it works. Default: your own folder.'),
  worktree: z
    .union([z.boolean(), z.string().max(200)])
    .optional()
    .describe(
      'Give it a new git work tree with a branch of its own, so that it changes no files of yours. A name, or true.',
    ),
  options: z
    .record(z.string(), z.union([z.string(), z.boolean()]))
    .optional()
    .describe("The agent's own options by their ids, such as its model."),
  background: z.boolean().optional().describe('You do not wait for it: you are told when it has finished.'),
});
type Input = z.output<typeof Input>;

export const spawnAgent = (ports: TreePorts): Tool =>
  toolOf({
    name: TOOL,
    title: 'Spawn an agent',
    description:
      'Has another agent, of any make, do a task in a session of its own, which the person sees below yours. It begins at once, or when its place is free: agents of the same make in the same folder work one after the other, so use `worktree` for tasks that change files at the same time. Answers as soon as it has begun: wait_for_agents gives what came of it.',
    input: Input,
    reads: false,
    async answer(input, call) {
      const caller = ports.head(call.session);
      if (!caller?.turn) return refuse('Agents are spawned while you answer a prompt, and you are not.');
      const planned = plan(ports, caller, input);
      if (!planned.ok) return planned;
      const allowed = await permit(ports, call, planned.value);
      if (!allowed.ok) return allowed;
      const making = place(ports, planned.value, call.signal);
      const placed = await whileBeating(ports.clock, call, () => 'Makes a git work tree', making);
      if (!placed.ok) return placed;
      const item = await cardOf(ports, call);
      return begin(ports, call, { ...placed.value, item });
    },
  });

type Plan = Pick<Input, 'task' | 'title' | 'background'> & {
  readonly caller: Head;
  readonly agentId: AgentId;
  readonly folder: string;
  readonly outside: boolean;
  readonly worktree: string | undefined;
  readonly options: Readonly<Record<string, OptionValue>>;
};

function plan(ports: TreePorts, caller: Head, input: Input): Result<Plan, string> {
  const agent = agentNamed(ports, caller, input.agent);
  if (!agent.ok) return agent;
  const folder = placeNamed(ports, caller, input.folder);
  if (!folder.ok) return folder;
  const { task, title, background, options = {}, worktree = false } = input;
  const name = worktree === true ? (title ?? oneLine(task)) : worktree || undefined;
  return ok({ caller, agentId: agent.value, ...folder.value, task, title, background, options, worktree: name });
}

/** What is more than the caller may itself is the person's to say. */
async function permit(ports: TreePorts, call: ToolCall, planned: Plan): Promise<Result<void, string>> {
  const { agentId, folder, outside, options } = planned;
  const widens = widensBy(ports, agentId, options);
  if (!outside && !widens) return ok(undefined);
  const title = outside
    ? `Have @${agentId} work in ${folder}, outside of this session’s folder`
    : `Have @${agentId} work in another mode: ${JSON.stringify(options)}`;
  const allowed = await confirm(ports, call, { title, detail: { agent: agentId, folder, options } });
  if (allowed) return ok(undefined);
  return refuse('The person did not allow it. Stay in your own folder and leave the mode out, or do it yourself.');
}

type Placed = Plan & { readonly made: Worktree | undefined };

async function place(ports: TreePorts, planned: Plan, signal: AbortSignal): Promise<Result<Placed, string>> {
  if (planned.worktree === undefined) return ok({ ...planned, made: undefined });
  const made = await ports.worktrees.add(planned.folder, planned.worktree, signal);
  if (!made.ok) return refuse(worktreeWordsFor(made.refusal));
  return ok({ ...planned, folder: made.value.folder, made: made.value });
}

async function cardOf(ports: TreePorts, { session, callId }: ToolCall): Promise<ItemId | null> {
  for (let waited = 0; ; waited += CARD_EVERY_MS) {
    const item = ports.cardOf(session, callId, TOOL);
    if (item !== null) return item;
    if (waited >= CARD_MS_MAX) return ports.cardOf(session, undefined, TOOL);
    await new Promise<void>((resolve) => ports.clock.after(CARD_EVERY_MS, resolve));
  }
}

/** The child is recorded, and known to its parent, before anything of it runs. */
async function begin(ports: TreePorts, call: ToolCall, placed: Placed & { readonly item: ItemId | null }) {
  const { caller, agentId, folder, task, title, background, options, made, item } = placed;
  const turn = ports.head(call.session)?.turn?.id ?? caller.turn?.id;
  const gone = call.signal.aborted || turn === undefined;
  if (gone) {
    if (made) await ports.worktrees.remove(made);
    return refuse('The call was cancelled.');
  }
  const sessionId = sessionIdOf(ports.newUlid());
  const created = ports.dispatch({
    ...{ type: 'create', sessionId, agentId, folder, options },
    relationship: { kind: 'subagent', parent: caller.id, turn, item, type: null, ...(background && { background }) },
    description: title ?? oneLine(task),
    ...(made && { worktree: made }),
  });
  if (!created.ok) {
    if (made) await ports.worktrees.remove(made);
    return refuse(wordsFor(created.refusal));
  }
  const turnId = turnIdOf(ports.newUlid());
  const begun = ports.dispatch({ type: 'prompt', sessionId, turnId, text: task, from: caller.id });
  if (!begun.ok) return refuse(`${wordsFor(begun.refusal)} Its session stands empty: ${sessionId}.`);
  const head = ports.head(sessionId);
  return ok({
    session: sessionId,
    title: head?.title.text ?? '',
    agent: `@${agentId}`,
    folder,
    ...(made && { branch: made.branch }),
    state: head ? stateOf(head) : 'gone',
  });
}
