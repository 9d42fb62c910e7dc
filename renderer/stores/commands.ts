import { isDefinedError, safe } from '@orpc/client';
import { ulid } from 'ulid';
import type { Attachment } from '../../protocol/attachment.ts';
import type { Command, Refusal } from '../../protocol/command.ts';
import { type AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import type { OptionValue } from '../../protocol/option.ts';
import type { PermissionPolicy } from '../../protocol/permission.ts';
import { words } from '../words/words.ts';
import { Disconnected, host } from './link.ts';
import { toast } from './toasts.ts';
import { select } from './window.ts';

/** What became of a command: recorded, or a sentence that says why not. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Sends a command. Never throws for what the world does: a refusal and a lost connection are answers. */
export async function send(command: Command): Promise<Answer> {
  try {
    const { error } = await safe(host().sessions.dispatch(command));
    if (!error) return { ok: true };
    if (isDefinedError(error)) return { ok: false, why: words().refusal(error.data satisfies Refusal) };
    return { ok: false, why: words().hostBroke };
  } catch (error) {
    if (error instanceof Disconnected) return { ok: false, why: words().notConnected };
    throw error;
  }
}

/** Sends a command whose refusal nobody is waiting for beside a form: it is shown as a toast. */
export async function sendOrSay(command: Command): Promise<void> {
  const answer = await send(command);
  if (!answer.ok) toast({ text: answer.why, tone: 'fail' });
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

/** Into the bin, with a way back. */
export async function deleteSession(sessionId: SessionId, title: string): Promise<void> {
  const answer = await send({ type: 'delete', sessionId });
  if (!answer.ok) {
    toast({ text: answer.why, tone: 'fail' });
    return;
  }
  const undo = () => void restoreSession(sessionId);
  toast({ text: words().deleted(title), tone: 'info', action: { label: words().undo, run: undo } });
}

/** Out of the list, with a way back. */
export async function archiveSession(sessionId: SessionId, title: string): Promise<void> {
  const answer = await send({ type: 'archive', sessionId, archived: true });
  if (!answer.ok) {
    toast({ text: answer.why, tone: 'fail' });
    return;
  }
  const undo = () => void unarchiveSession(sessionId);
  toast({ text: words().archived(title), tone: 'info', action: { label: words().undo, run: undo } });
}

export const unarchiveSession = (sessionId: SessionId) => sendOrSay({ type: 'archive', sessionId, archived: false });
export const restoreSession = (sessionId: SessionId) => sendOrSay({ type: 'restore', sessionId, children: true });
export const pinSession = (sessionId: SessionId, pinned: boolean) => sendOrSay({ type: 'pin', sessionId, pinned });
export const markSession = (sessionId: SessionId, unread: boolean) => sendOrSay({ type: 'mark', sessionId, unread });
