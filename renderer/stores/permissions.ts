import { isDefinedError, safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import type { RuleId, SessionId } from '../../protocol/ids.ts';
import { PAGE_DECISIONS_MAX } from '../../protocol/limits.ts';
import type { Decided, DecisionLine, PermissionPolicy, RuleLine } from '../../protocol/permission.ts';
import type { Decider } from '../words/en-permissions.ts';
import { words } from '../words/words.ts';
import { Disconnected, host } from './link.ts';
import { OWN_WINDOW } from './own-window.ts';
import { useSessions } from './sessions.ts';
import { toast } from './toasts.ts';

const NO_RULES: readonly RuleId[] = [];

/** The rules that hold now, by their ids. */
export const useRuleIds = (): readonly RuleId[] => useSessions(({ app }) => app?.rules ?? NO_RULES);

/** The rules as the host lists them; null until it has. Read anew when one comes or goes. */
export function useRules(): readonly RuleLine[] | null {
  const [rules, setRules] = useState<readonly RuleLine[] | null>(null);
  const ids = useRuleIds();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ids` says that the list is another one now.
  useEffect(() => {
    let over = false;
    whenConnected(() => host().permissions.rules()).then((read) => {
      if (!over && read) setRules(read);
    }, reportError);
    return () => {
      over = true;
    };
  }, [ids]);
  return rules;
}

type Read = {
  readonly of: SessionId | null;
  readonly decisions: readonly DecisionLine[];
  readonly next: number | null;
};

/** The log, newest first, page by page; of one session, or of all for null. */
export function useDecisions(session: SessionId | null) {
  const [read, setRead] = useState<Read | null>(null);
  const fetchPage = useCallback(
    async (before: Read | null) => {
      const wanted = { sessionId: session, before: before?.next ?? null, limit: PAGE_DECISIONS_MAX };
      const page = await whenConnected(() => host().permissions.decisions(wanted));
      if (!page) return;
      setRead({ of: session, decisions: [...(before?.decisions ?? []), ...page.decisions], next: page.next });
    },
    [session],
  );
  useEffect(() => void fetchPage(null).catch(reportError), [fetchPage]);
  const shown = read?.of === session ? read : null;
  const more = shown?.next ? () => void fetchPage(shown).catch(reportError) : undefined;
  return { decisions: shown?.decisions ?? null, more };
}

/** Undefined while there is no host: nothing was asked. */
async function whenConnected<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Disconnected) return undefined;
    throw error;
  }
}

/** With a way back. */
export async function revokeRule(id: RuleId): Promise<void> {
  if (!(await changeRule(id, 'revoke'))) return;
  const undo = () => void changeRule(id, 'restore');
  toast({ text: words().revoked, tone: 'info', action: { label: words().undo, run: undo } });
}

async function changeRule(id: RuleId, change: 'revoke' | 'restore'): Promise<boolean> {
  const why = await refused(async () => {
    const { error } = await safe(host().permissions[change]({ id }));
    if (!error) return null;
    return isDefinedError(error) ? words().ruleRefusal(error.data) : words().hostBroke;
  });
  if (why !== null) toast({ text: why, tone: 'fail' });
  return why === null;
}

/** What new sessions allow without a question. */
export async function chooseDefaultPolicy(policy: PermissionPolicy): Promise<void> {
  const why = await refused(async () => {
    const { error } = await safe(host().preferences.change({ policy }));
    if (!error) return null;
    return isDefinedError(error) ? words().refusal(error.data) : words().hostBroke;
  });
  if (why !== null) toast({ text: why, tone: 'fail' });
}

async function refused(ask: () => Promise<string | null>): Promise<string | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Disconnected) return words().notConnected;
    throw error;
  }
}

/** How a question was decided, in the words of this window. */
export const tellDecided = ({ verdict, by, made }: Decided): string =>
  words().decided({ verdict, by: deciderOf(by), made: made !== undefined });

function deciderOf(by: Decided['by']): Decider {
  if (by.kind === 'policy') return by.policy;
  if (by.kind !== 'person') return by.kind;
  return by.window === OWN_WINDOW ? 'you' : 'other-window';
}
