import { isDefinedError, safe } from '@orpc/client';
import { useState } from 'react';
import type { CustomAgent } from '../../protocol/agent.ts';
import { Disconnected, host } from '../stores/link.ts';
import { toast } from '../stores/toasts.ts';
import { words } from '../words/words.ts';

/** Saves an agent at the wish of a person. Whether it was saved; why not is said as a toast. */
export async function addAgent(agent: CustomAgent): Promise<boolean> {
  try {
    const { error } = await safe(host().agents.save(agent));
    if (!error) return true;
    toast({ text: isDefinedError(error) ? words().agentRefusal(error.data) : words().hostBroke, tone: 'fail' });
  } catch (error) {
    if (!(error instanceof Disconnected)) throw error;
    toast({ text: words().notConnected, tone: 'fail' });
  }
  return false;
}

/** One agent is added at a time: two of a kind would want the same handle. */
export function useAdding(added: (agent: CustomAgent) => void) {
  const [busy, setBusy] = useState(false);
  const add = async (agent: CustomAgent) => {
    setBusy(true);
    if (await addAgent(agent)) added(agent);
    setBusy(false);
  };
  return { busy, add };
}
