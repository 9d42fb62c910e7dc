import type { UsageSum, UsageSummary } from '../../protocol/usage.ts';
import { figuresOf } from '../usage/figures.ts';
import { words } from '../words/words.ts';

/** The time over which an agent's use is shown. */
export const AGENT_USAGE_MS = 30 * 86_400_000;

/** What an agent has used lately, in one line. */
export function AgentUsage({ summary, agent }: { readonly summary: UsageSummary | null; readonly agent: string }) {
  if (!summary) return null;
  const sum = summary.lines.find(({ key }) => key === agent)?.sum;
  return <p className="agent-about">{sum ? words().agentUsage(reportOf(sum)) : words().agentUnused}</p>;
}

function reportOf(sum: UsageSum): string {
  const counted = sum.reported.tokens + sum.reported.cost > 0;
  return [figuresOf(sum), counted ? '' : words().onlyTime].filter((text) => text !== '').join(' · ');
}
