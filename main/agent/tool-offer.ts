import type { AgentAbility } from '../../protocol/agent.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { OWN_SERVER } from '../../protocol/own-tools.ts';
import { createLogger } from '../log/log.ts';
import type { ToolAccess } from '../orchestration/tool-server.ts';
import type { Shape } from './shape.ts';

const log = createLogger('agent/tool-offer');

/** The tools that an agent is offered with a conversation, as ACP names servers; they end with it. */
export type ToolOffer = { readonly servers: readonly Shape[]; close(): void };

export type OfferPorts = {
  access(session: SessionId): ToolAccess;
  /** A program that hands on to the server what comes on standard input; undefined when nothing here could run it. */
  bridge(): Promise<{ readonly command: string; readonly script: string } | undefined>;
};

/** Agents that take tools over HTTP go to the server themselves, all others through the bridge. */
export async function offerTools(
  ports: OfferPorts,
  session: SessionId,
  can: readonly AgentAbility[],
): Promise<ToolOffer> {
  const bridge = can.includes('http-tools') ? undefined : await ports.bridge();
  if (!bridge && !can.includes('http-tools')) {
    log.warn('an agent is offered no tools: it does not take HTTP, and no node was found to bridge with');
    return NO_TOOLS;
  }
  const { url, key, close } = ports.access(session);
  return { servers: [bridge ? overStdio(bridge, url, key) : overHttp(url, key)], close };
}

export const NO_TOOLS: ToolOffer = { servers: [], close: () => undefined };

const overHttp = (url: string, key: string): Shape => ({
  type: 'http',
  name: OWN_SERVER,
  url,
  headers: [{ name: 'Authorization', value: `Bearer ${key}` }],
});

/** A server over standard input has no `type` (ACP v1: MCP servers). */
const overStdio = (
  { command, script }: { readonly command: string; readonly script: string },
  url: string,
  key: string,
): Shape => ({
  name: OWN_SERVER,
  command,
  args: [script],
  env: [
    { name: 'SKEIN_TOOLS_URL', value: url },
    { name: 'SKEIN_TOOLS_KEY', value: key },
  ],
});
