import { resolve } from 'node:path';
import { ulid } from 'ulid';
import { ok, type Result, refuse } from '../../../protocol/result.ts';
import { type Shape, textAt } from '../shape.ts';
import type { Child } from './child.ts';
import { CANCELLED, DONE, type StepContext, type StepEnd } from './context.ts';
import { cancelTool, failTool, noteOf, showDry } from './permission.ts';
import type { SpawnStep } from './runbook.ts';
import type { Task } from './task.ts';

const TOOL = 'spawn_agent';
const NO_TOOLS = 'No tools came with this conversation, so other agents cannot be started here.';

/**
 * Has the app start another agent. The person is not asked here: what it does, it asks for itself, and the app asks
 * where it would get more than this one has.
 */
export async function spawnChild({ task, entry }: SpawnStep, context: StepContext): Promise<StepEnd> {
  const { host, signal, children } = context;
  const toolCallId = ulid();
  const title = `Start ${task.agent === null ? 'an agent' : `@${task.agent}`}: ${task.title}`;
  const rawInput = inputOf(task, context.folder);
  const call = { toolCallId, title, kind: 'other' as const, rawInput };
  if (context.drafts)
    return showDry({ ...call, content: [noteOf(task.text)] }, 'Dry run: nobody was started.', context);
  await host.startTool({ ...call, status: host.offers.agents ? 'in_progress' : 'pending' });
  const answer = host.offers.agents
    ? spawnedBy(await host.callTool({ tool: TOOL, input: rawInput, callId: toolCallId }, signal))
    : refuse(NO_TOOLS);
  if (!answer.ok) {
    if (signal.aborted) return cancelTool(toolCallId, context);
    const end = await failTool(
      toolCallId,
      answer.refusal,
      `“${task.title}” was not started. ${answer.refusal}`,
      context,
    );
    return task.allowFail ? DONE : end;
  }
  await children.keep([...children.list, childOf(task, entry, answer.value)]);
  const { branch, raw } = answer.value;
  const content = branch === undefined ? [] : [noteOf(`On the branch ${branch}`)];
  await host.updateTool({ toolCallId, status: 'completed', rawOutput: raw, content });
  return signal.aborted ? CANCELLED : DONE;
}

/** What the app said of the agent that it started. */
type Spawned = {
  readonly session: string;
  readonly agent: string | undefined;
  readonly branch: string | undefined;
  readonly raw: Shape;
};

function spawnedBy(answer: Result<Shape, string>): Result<Spawned, string> {
  if (!answer.ok) return answer;
  const { value: raw } = answer;
  const session = textAt(raw, 'session');
  if (session === undefined) return refuse('The app did not say which session it is.');
  const agent = textAt(raw, 'agent')?.replace(/^@/, '');
  return ok({ session, agent, branch: textAt(raw, 'branch'), raw });
}

function inputOf({ agent, title, text, worktree, folder, background }: Task, root: string): Shape {
  return {
    task: text,
    title,
    ...(agent !== null && { agent }),
    ...(folder !== null && { folder: resolve(root, folder) }),
    ...(worktree !== null && { worktree }),
    ...(background && { background }),
  };
}

function childOf({ title, group, agent, background, allowFail }: Task, entry: number, spawned: Spawned): Child {
  const told = { title, group, background, allowFail, entry };
  return { ...told, session: spawned.session, agent: spawned.agent ?? agent, collected: false };
}
