import { activityOf, isBusy } from '../../protocol/activity.ts';
import type { Head } from '../../protocol/head.ts';
import type { TreePorts } from './ports.ts';

/** An answer longer than this is read with read_session. */
const REPLY_CHARS_MAX = 4_000;

/** What a model is told of an agent that has come to rest, or has not. */
export function accountOf(ports: Pick<TreePorts, 'lastReply'>, head: Head) {
  const reply = isSettled(head) ? ports.lastReply(head, REPLY_CHARS_MAX) : '';
  return {
    session: head.id,
    title: head.title.text,
    agent: head.agentId,
    state: stateOf(head),
    ...(head.summary !== '' && { summary: head.summary }),
    ...(head.progress !== null && !isSettled(head) && { progress: head.progress.text }),
    ...(reply !== '' && { reply }),
    ...(head.worktree && { branch: head.worktree.branch, folder: head.worktree.folder }),
  };
}

/** Nothing is going on in it or below it, and nothing begins by itself. */
export const isSettled = (head: Head | undefined): boolean =>
  head === undefined || head.deletedAt !== null || !(isBusy(head) || goesOn(head));

const goesOn = ({ queue }: Head) => queue.prompts.length > 0 && queue.held === null;

/** What an agent does, and what there is to be done about it. */
export function stateOf(head: Head): string {
  if (head.deletedAt !== null) return 'deleted by the person';
  const activity = activityOf(head);
  switch (activity.kind) {
    case 'asking':
      return 'waits for an answer of the person';
    case 'awaiting':
      return 'waits for its own agents';
    case 'rate-limited':
      return 'waits for its provider, which takes no requests for now';
    case 'queued':
      return 'about to begin, or when its place is free: turns of one agent in one folder run one after the other';
    case 'failed':
      return `failed: ${activity.failure.message}`;
    case 'interrupted':
      return head.native ? 'cut off' : 'cut off when Skein was closed; send_to_agent lets it go on';
    case 'stopped':
      return 'stopped';
    case 'finished':
      return 'finished';
    case 'idle':
      return head.turn === null ? 'not begun' : 'at rest';
    default:
      return 'works';
  }
}
