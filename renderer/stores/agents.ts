import type { Agent, AgentTest, AgentTrial, CustomAgent } from '../../protocol/agent.ts';
import type { Result } from '../../protocol/result.ts';
import { words } from '../words/words.ts';
import { asked, askedOrSaid, doneOrSaid, refusesNothing } from './asked.ts';
import { host } from './link.ts';
import { toast } from './toasts.ts';

export const saveAgent = (agent: CustomAgent): Promise<Result<Agent, string>> =>
  asked(() => host().agents.save(agent), words().agentRefusal);

/** Saves an agent at the wish of a person. Whether it was saved; why not is said as a toast. */
export const addAgent = async (agent: CustomAgent): Promise<boolean> => doneOrSaid(await saveAgent(agent));

/** With a way back. */
export async function removeAgent(agent: CustomAgent): Promise<void> {
  if (!(await askedOrSaid(() => host().agents.remove({ id: agent.id }), words().agentRefusal))) return;
  const undo = () => void addAgent(agent);
  toast({ text: words().removedAgent(agent.id), tone: 'info', action: { label: words().undo, run: undo } });
}

/** Starts it, says hello and ends it again. */
export const testAgent = (trial: AgentTrial): Promise<Result<AgentTest, string>> =>
  asked(() => host().agents.test(trial), refusesNothing);
