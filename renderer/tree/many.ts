import type { Refusal } from '../../protocol/command.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { asked } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import type { ManyAction } from '../words/en-tree.ts';
import { words } from '../words/words.ts';

/** What did not do it, and why. */
export type Failed = { readonly id: SessionId; readonly why: string };

/**
 * Does it to one session after another, in this order, and tells after each how many it was done to. One that refuses
 * stops none of the others; one that rests already counts as stopped.
 */
export async function doToAll(
  action: ManyAction,
  ids: readonly SessionId[],
  done: (count: number) => void,
): Promise<readonly Failed[]> {
  const failed: Failed[] = [];
  for (const [index, sessionId] of ids.entries()) {
    const why = await refusalOf(action, sessionId);
    if (why !== null) failed.push({ id: sessionId, why });
    done(index + 1 - failed.length);
  }
  return failed;
}

async function refusalOf(action: ManyAction, sessionId: SessionId): Promise<string | null> {
  const command =
    action === 'stop'
      ? ({ type: 'stop', sessionId } as const)
      : ({ type: 'archive', sessionId, archived: true } as const);
  const answer = await asked<unknown, Refusal, Refusal>(
    () => host().sessions.dispatch(command),
    (refusal) => refusal,
  );
  if (answer.ok) return null;
  if (typeof answer.refusal === 'string') return answer.refusal;
  return action === 'stop' && answer.refusal.code === 'nothing-running' ? null : words().refusal(answer.refusal);
}
