import { isDefinedError, safe } from '@orpc/client';
import type { AgentId } from '../../protocol/ids.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { host } from '../stores/link.ts';
import { words } from '../words/words.ts';

/** Hands the typed values over and lets go of what the agent has no more; else a sentence that says what went wrong. */
export async function keepSecrets(
  agentId: AgentId,
  typed: Readonly<Record<string, string>>,
  dropped: readonly string[],
): Promise<Result<void, string>> {
  const { secrets } = host();
  const calls = [
    ...Object.entries(typed).map(([name, value]) => secrets.set({ agentId, name, value })),
    ...dropped.map((name) => secrets.forget({ agentId, name })),
  ];
  for (const { error } of await Promise.all(calls.map((call) => safe(call)))) {
    if (error) return refuse(isDefinedError(error) ? words().secretRefusal(error.data) : words().hostBroke);
  }
  return ok(undefined);
}
