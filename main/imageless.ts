import type { AgentAbility } from '../protocol/agent.ts';
import type { AgentId } from '../protocol/ids.ts';
import type { AppFeed } from './session/app-feed.ts';

/** Notes which agents do not look at pictures, as each says when a turn of it begins, so that windows can say it before. */
export function createImageless(feed: Pick<AppFeed, 'appChanged'>) {
  const imageless = new Set<AgentId>();
  return (agent: AgentId, can: readonly AgentAbility[]): void => {
    const blind = !can.includes('images');
    if (blind === imageless.has(agent)) return;
    if (blind) imageless.add(agent);
    else imageless.delete(agent);
    feed.appChanged({ imageless: [...imageless] });
  };
}
