import { useEffect } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { PAGE_DECISIONS_MAX } from '../../protocol/limits.ts';
import type { PermissionRequest } from '../../protocol/permission.ts';
import { asked, refusesNothing } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import { OWN_WINDOW } from '../stores/own-window.ts';
import { tellDecided } from '../stores/permissions.ts';
import { toast } from '../stores/toasts.ts';

/**
 * Says how a question was decided that went away from before the person without their doing: the transcript that says so
 * is another session's.
 */
export function useSettled(session: SessionId, request: PermissionRequest | undefined, name: string): void {
  const id = request?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the question is and who asks it follow from its id.
  useEffect(() => {
    if (!request) return;
    return () => void tellSettled(session, request, name);
  }, [session, id]);
}

/** One that is still open has only gone out of sight. */
async function tellSettled(session: SessionId, request: PermissionRequest, name: string): Promise<void> {
  const page = await asked(
    () => host().permissions.decisions({ sessionId: session, before: null, limit: PAGE_DECISIONS_MAX }),
    refusesNothing,
  );
  const decision = page.ok ? page.value.decisions.find((one) => one.request === request.id) : undefined;
  if (!decision || (decision.by.kind === 'person' && decision.by.window === OWN_WINDOW)) return;
  toast({ text: `${name} · ${request.command ?? request.title} · ${tellDecided(decision)}`, tone: 'info' });
}
