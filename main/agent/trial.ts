import { tmpdir } from 'node:os';
import type { AgentTest, CustomAgent } from '../../protocol/agent.ts';
import { ok } from '../../protocol/result.ts';
import type { Environment } from './environment.ts';
import { type HostPorts, openHost, type SecretsOf } from './host.ts';

type Given = Awaited<ReturnType<SecretsOf>> | undefined;

const withTyped = (kept: Given, typed: Environment) => (kept?.ok === false ? kept : ok({ ...kept?.value, ...typed }));

/** Starts the agent, asks what it can do, and ends it. It is not prompted, so it costs nothing. */
export async function testAgent(given: HostPorts, tried: CustomAgent, typed: Environment): Promise<AgentTest> {
  const { secrets = [], ...agent } = tried;
  const kept = secrets.filter((name) => !(name in typed));
  const ports: HostPorts = { ...given, secretsOf: async (asked) => withTyped(await given.secretsOf?.(asked), typed) };
  const from = ports.clock.now();
  const start = await openHost(
    ports,
    { kind: 'custom', ...agent, secrets: kept },
    tmpdir(),
    new AbortController().signal,
  );
  if (start.kind === 'stopped') throw new Error('A trial that nobody stops does not stop');
  if (start.kind === 'failed') return { kind: 'fails', failure: start.failure };
  const { name, version, protocolVersion, can } = start.host.facts;
  const ms = ports.clock.now() - from;
  await start.host.end();
  return { kind: 'works', name: name || agent.name, version, protocolVersion, can, ms };
}
