import { ulid } from 'ulid';
import type { Attachment } from '../../protocol/attachment.ts';
import { isBusy } from '../../protocol/attention.ts';
import { rollbackIdOf, type SessionId, sessionIdOf, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import type { RollbackPreview } from '../../protocol/stream.ts';
import { isActive } from '../../protocol/turn.ts';
import { type Answer, filesOf, send, sendOrSay } from '../stores/commands.ts';
import { toast } from '../stores/toasts.ts';
import { useViews } from '../stores/views.ts';
import { select } from '../stores/window.ts';
import { words } from '../words/words.ts';

/** Asks something else instead of an earlier prompt, on a branch of its own. */
export const sendEdit = (
  sessionId: SessionId,
  of: TurnId,
  text: string,
  attachments: readonly Attachment[],
): Promise<Answer> => send({ type: 'edit', sessionId, of, text, turnId: turnIdOf(ulid()), ...filesOf(attachments) });

export const switchBranch = (sessionId: SessionId, turnId: TurnId) =>
  sendOrSay({ type: 'switch-branch', sessionId, turnId });

/** Makes a session of its own of the conversation up to this turn, and shows it. */
export async function forkFrom(sessionId: SessionId, turnId: TurnId): Promise<void> {
  const newSessionId = sessionIdOf(ulid());
  if (await sendOrSay({ type: 'fork', sessionId, newSessionId, turnId })) select(newSessionId);
}

/**
 * Takes turns back, all of them for null. What runs is stopped first, which may fail: then the transcript says what came
 * of it, and not we.
 */
export async function rollBack(sessionId: SessionId, turnId: TurnId | null, preview: RollbackPreview) {
  const quiet = worksIn(sessionId, preview);
  const rollbackId = rollbackIdOf(ulid());
  const asked = { sessionId, rollbackId };
  const taken = await sendOrSay(turnId ? { type: 'rollback', turnId, ...asked } : { type: 'clear', ...asked });
  if (!taken || quiet) return;
  const undo = () => void sendOrSay({ type: 'undo-rollback', ...asked });
  toast({ text: words().rolledBack(preview.turns), tone: 'info', action: { label: words().undo, run: undo } });
}

/** Whether anything that would go is at work at this moment. */
export function worksIn(id: SessionId, { sessions }: RollbackPreview): boolean {
  const view = useViews.getState().views[id];
  const own = view !== undefined && view.kind !== 'waiting' && isActive(view.state.head.turn);
  return own || sessions.some(({ activity }) => isBusy(activity) || activity.kind === 'stopping');
}
