import type { RuleId, SessionId } from '../../protocol/ids.ts';
import { PAGE_DECISIONS_MAX } from '../../protocol/limits.ts';
import type { Decided, DecisionsPage, RuleLine } from '../../protocol/permission.ts';
import type { Decider } from '../words/en-permissions.ts';
import { words } from '../words/words.ts';
import { askedOrSaid } from './asked.ts';
import { host } from './link.ts';
import { OWN_WINDOW } from './own-window.ts';
import { usePages, useRead } from './read.ts';
import { useSessions } from './sessions.ts';
import { toast } from './toasts.ts';

const NO_RULES: readonly RuleId[] = [];

/** The rules that hold now, by their ids. */
export const useRuleIds = (): readonly RuleId[] => useSessions(({ app }) => app?.rules ?? NO_RULES);

/** The rules as the host lists them; null until it has. Read anew when one comes or goes. */
export const useRules = (): readonly RuleLine[] | null =>
  useRead('rules', useRuleIds(), (client) => client.permissions.rules());

/** The log, newest first, page by page; of one session, or of all for null. */
export function useDecisions(session: SessionId | null) {
  const { pages, more } = usePages<DecisionsPage>(session ?? '', null, (client, before) =>
    client.permissions.decisions({ sessionId: session, before, limit: PAGE_DECISIONS_MAX }),
  );
  return { decisions: pages?.flatMap((page) => page.decisions) ?? null, more };
}

/** With a way back. */
export async function revokeRule(id: RuleId): Promise<void> {
  if (!(await changeRule(id, 'revoke'))) return;
  const undo = () => void changeRule(id, 'restore');
  toast({ text: words().revoked, tone: 'info', action: { label: words().undo, run: undo } });
}

const changeRule = (id: RuleId, change: 'revoke' | 'restore'): Promise<boolean> =>
  askedOrSaid(() => host().permissions[change]({ id }), words().ruleRefusal);

/** How a question was decided, in the words of this window. */
export const tellDecided = ({ verdict, by, made }: Decided): string =>
  words().decided({ verdict, by: deciderOf(by), made: made !== undefined });

function deciderOf(by: Decided['by']): Decider {
  if (by.kind === 'policy') return by.policy;
  if (by.kind !== 'person') return by.kind;
  return by.window === OWN_WINDOW ? 'you' : 'other-window';
}
