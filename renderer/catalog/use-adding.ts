import { useState } from 'react';
import type { CustomAgent } from '../../protocol/agent.ts';
import { addAgent } from '../stores/agents.ts';

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
