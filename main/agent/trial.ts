import { tmpdir } from 'node:os';
import type { AgentTest, CustomAgent } from '../../protocol/agent.ts';
import { type HostPorts, openHost } from './host.ts';

/** Starts the agent, asks what it can do, and ends it. It is not prompted, so it costs nothing. */
export async function testAgent(ports: HostPorts, agent: CustomAgent): Promise<AgentTest> {
  const from = ports.clock.now();
  const start = await openHost(ports, { kind: 'custom', ...agent }, tmpdir(), new AbortController().signal);
  if (start.kind === 'stopped') throw new Error('A trial that nobody stops does not stop');
  if (start.kind === 'failed') return { kind: 'fails', failure: start.failure };
  const { name, version, protocolVersion, can } = start.host.facts;
  const ms = ports.clock.now() - from;
  await start.host.connection.end();
  return { kind: 'works', name: name || agent.name, version, protocolVersion, can, ms };
}
