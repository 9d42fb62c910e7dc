import type { TreePorts } from './ports.ts';
import type { Tool } from './tool.ts';
import { listAgents } from './tools/list-agents.ts';
import { reportProgress, setSummary, setTitle } from './tools/own-account.ts';
import { readSession } from './tools/read-session.ts';
import { sendToAgent } from './tools/send-to-agent.ts';
import { spawnAgent } from './tools/spawn-agent.ts';
import { stopAgent } from './tools/stop-agent.ts';
import { waitForAgents } from './tools/wait-for-agents.ts';

/** All that the agent of a session can do beside its own tools, in the order in which models read of it. */
export const toolsOver = (ports: TreePorts): readonly Tool[] =>
  [
    spawnAgent,
    waitForAgents,
    sendToAgent,
    listAgents,
    readSession,
    stopAgent,
    setTitle,
    setSummary,
    reportProgress,
  ].map((tool) => tool(ports));
