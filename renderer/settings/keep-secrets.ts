import type { AgentId } from '../../protocol/ids.ts';
import { ok, type Result } from '../../protocol/result.ts';
import { asked } from '../stores/asked.ts';
import { host } from '../stores/link.ts';
import { words } from '../words/words.ts';

/** Hands the typed values over and lets go of what the agent has no more; else a sentence that says what went wrong. */
export async function keepSecrets(
  agentId: AgentId,
  typed: Readonly<Record<string, string>>,
  dropped: readonly string[],
): Promise<Result<void, string>> {
  const calls = [
    ...Object.entries(typed).map(
      ([name, value]) =>
        () =>
          host().secrets.set({ agentId, name, value }),
    ),
    ...dropped.map((name) => () => host().secrets.forget({ agentId, name })),
  ];
  const answers = await Promise.all(calls.map((call) => asked(call, words().secretRefusal)));
  return answers.find((answer) => !answer.ok) ?? ok(undefined);
}
