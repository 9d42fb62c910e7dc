import { ulid } from 'ulid';
import type { Attachment } from '../../protocol/attachment.ts';
import type { Command } from '../../protocol/command.ts';
import { type AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import type { OptionValue } from '../../protocol/option.ts';
import type { PermissionPolicy } from '../../protocol/permission.ts';
import { type Result, refuse } from '../../protocol/result.ts';
import { words } from '../words/words.ts';
import { asked, doneOrSaid, refusesNothing } from './asked.ts';
import { host } from './link.ts';
import { toast } from './toasts.ts';
import { openDialog, select } from './window.ts';

/**
 * What became of a command: recorded, or a sentence that says why not. `over`: the root of a tree whose budget is in the
 * way, and which a person can raise there.
 */
export type Answer = Result<unknown, string> & { readonly over?: SessionId };

/** Sends a command. Never throws for what the world does: a refusal and a lost connection are answers. */
export async function send(command: Command): Promise<Answer> {
  const answer = await asked(
    () => host().sessions.dispatch(command),
    (refusal) => refusal,
  );
  if (answer.ok || typeof answer.refusal === 'string') return answer as Answer;
  const why = refuse(words().refusal(answer.refusal));
  return answer.refusal.code === 'over-budget' ? { ...why, over: answer.refusal.root } : why;
}

/** Sends a command whose refusal nobody is waiting for beside a form: it is shown as a toast. Whether it is recorded. */
export async function sendOrSay(command: Command): Promise<boolean> {
  const answer = await send(command);
  const { over } = answer;
  if (answer.ok || over === undefined) return doneOrSaid(answer);
  const raise = () => openDialog({ kind: 'budget', sessionId: over });
  toast({ text: answer.refusal, tone: 'fail', action: { label: words().raiseBudget, run: raise } });
  return false;
}

/** What a session begins with; nothing said of an option leaves it to the agent. */
type Beginning = { readonly options?: Record<string, OptionValue>; readonly policy?: PermissionPolicy };

/** Creates a session, selects it, and sends its first prompt when there is one. */
export async function createSession(
  agentId: AgentId,
  folder: string,
  prompt: string,
  beginning: Beginning = {},
): Promise<Answer> {
  const sessionId = sessionIdOf(ulid());
  const created = await send({ type: 'create', sessionId, agentId, folder, ...beginning });
  if (!created.ok) return created;
  select(sessionId);
  return prompt.trim() === '' ? created : sendPrompt(sessionId, prompt);
}

export const sendPrompt = (sessionId: SessionId, text: string) =>
  send({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text });

type Files = readonly Attachment[];
/** As a field of a command. */
export const filesOf = (attachments: Files) => (attachments.length === 0 ? {} : { attachments: [...attachments] });

/** Sends it when nothing runs, else puts it behind what does. */
export const queuePrompt = (sessionId: SessionId, text: string, attachments: Files = []) =>
  send({ type: 'queue', sessionId, turnId: turnIdOf(ulid()), text, ...filesOf(attachments) });
/** Stops what runs and sends this instead. */
export const steer = (sessionId: SessionId, text: string, attachments: Files = []) =>
  send({ type: 'steer', sessionId, turnId: turnIdOf(ulid()), text, ...filesOf(attachments) });

export const resume = (sessionId: SessionId) => sendOrSay({ type: 'resume', sessionId, turnId: turnIdOf(ulid()) });
export const retry = (sessionId: SessionId) => sendOrSay({ type: 'retry', sessionId, turnId: turnIdOf(ulid()) });
export const stop = (sessionId: SessionId) => sendOrSay({ type: 'stop', sessionId });
/** With all that runs below it. */
export const stopTree = (sessionId: SessionId) => sendOrSay({ type: 'stop', sessionId, tree: true });

/** Into the bin, with a way back; asks first when that would leave work trees behind. */
export async function deleteSession(sessionId: SessionId, title: string): Promise<void> {
  const worktrees = await asked(() => host().sessions.worktrees({ sessionId }), refusesNothing);
  if (!doneOrSaid(worktrees)) return;
  if (worktrees.value.length > 0) openDialog({ kind: 'delete', sessionId, title, worktrees: worktrees.value });
  else await deleteNow(sessionId, title);
}

/** Whether it is in the bin. */
export async function deleteNow(sessionId: SessionId, title: string): Promise<boolean> {
  if (!(await sendOrOffer({ type: 'delete', sessionId }))) return false;
  const undo = () => void restoreSession(sessionId);
  toast({ text: words().deleted(title), tone: 'info', action: { label: words().undo, run: undo } });
  return true;
}

/** Sends what cannot be done while sessions below are at work; if so, they can be stopped from where that is said. */
async function sendOrOffer(command: Command): Promise<boolean> {
  const answer = await asked(
    () => host().sessions.dispatch(command),
    (refusal) => refusal,
  );
  if (answer.ok) return true;
  const { refusal } = answer;
  if (typeof refusal === 'string' || refusal.code !== 'children-busy') {
    return doneOrSaid(typeof refusal === 'string' ? refuse(refusal) : refuse(words().refusal(refusal)));
  }
  const action = { label: words().stopBelow(refusal.titles.length), run: () => void stopTree(command.sessionId) };
  toast({ text: words().refusal(refusal), tone: 'fail', action });
  return false;
}

/** Out of the list, with a way back. */
export async function archiveSession(sessionId: SessionId, title: string): Promise<void> {
  if (!(await sendOrOffer({ type: 'archive', sessionId, archived: true }))) return;
  const undo = () => void unarchiveSession(sessionId);
  toast({ text: words().archived(title), tone: 'info', action: { label: words().undo, run: undo } });
}

export const unarchiveSession = (sessionId: SessionId) => sendOrSay({ type: 'archive', sessionId, archived: false });
/** Out of the bin, with all that went there together with it. */
export const restoring = (sessionId: SessionId) => ({ type: 'restore', sessionId, children: true }) as const;
export const restoreSession = (sessionId: SessionId) => sendOrSay(restoring(sessionId));
export const pinSession = (sessionId: SessionId, pinned: boolean) => sendOrSay({ type: 'pin', sessionId, pinned });
export const markSession = (sessionId: SessionId, unread: boolean) => sendOrSay({ type: 'mark', sessionId, unread });
