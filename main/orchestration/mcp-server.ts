import { McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { OWN_SERVER } from '../../protocol/own-tools.ts';
import { createLogger } from '../log/log.ts';
import type { Grant } from './grants.ts';
import type { Tool, ToolAnswer, ToolCall } from './tool.ts';

/** What models read before they see the tools; some are shown only this until they look for one. */
const INSTRUCTIONS =
  'Skein runs coding agents side by side. With these tools you can have other agents do parts of your work: spawn_agent gives one a task, wait_for_agents waits for their answers, send_to_agent tells one more, read_session reads what was said. The person sees all of them, and can answer and stop each.';

const log = createLogger('orchestration/mcp-server');

type Options = { readonly tools: readonly Tool[]; readonly version: string };

/** One exchange with the agent of a session. Without a grant it has no tools. */
export function mcpServer(grant: Grant | undefined, { tools, version }: Options): McpServer {
  const server = new McpServer({ name: OWN_SERVER, title: 'Skein', version }, { instructions: INSTRUCTIONS });
  if (!grant) return server;
  for (const tool of tools) register(server, tool, grant);
  // Each exchange has a server of its own, so a cancellation that comes in another one has to find its call.
  server.server.setNotificationHandler('notifications/cancelled', ({ params }) => {
    if (params.requestId !== undefined) grant.calls.get(params.requestId)?.abort();
  });
  return server;
}

/**
 * `anthropic/alwaysLoad`: Claude hides tools behind a search until one is looked for; this asks it to show them.
 */
function register(server: McpServer, tool: Tool, grant: Grant): void {
  const { name, title, description, input, reads } = tool;
  const annotations = { readOnlyHint: reads, destructiveHint: false, openWorldHint: false };
  const config = { title, description, inputSchema: input, annotations, _meta: { 'anthropic/alwaysLoad': true } };
  server.registerTool(name, config, async (values, context) => {
    const answer = await run(tool, values, grant, context);
    return answer.ok
      ? { content: [text(JSON.stringify(answer.value))], structuredContent: { ...answer.value } }
      : { content: [text(answer.refusal)], isError: true };
  });
}

const text = (words: string) => ({ type: 'text', text: words }) as const;

async function run(tool: Tool, values: unknown, grant: Grant, { mcpReq }: ServerContext): Promise<ToolAnswer> {
  const call = new AbortController();
  grant.calls.set(mcpReq.id, call);
  const signal = AbortSignal.any([call.signal, grant.over, mcpReq.signal]);
  try {
    return await tool.answer(values, {
      session: grant.session,
      signal,
      callId: callIdOf(mcpReq._meta),
      progress: progressOf(mcpReq),
    });
  } finally {
    if (grant.calls.get(mcpReq.id) === call) grant.calls.delete(mcpReq.id);
  }
}

function progressOf({ _meta, notify }: ServerContext['mcpReq']): ToolCall['progress'] {
  const token = _meta?.progressToken;
  let progress = 0;
  return (message) => {
    if (token === undefined) return;
    progress += 1;
    const params = { progressToken: token, progress, message };
    notify({ method: 'notifications/progress', params }).catch((error: unknown) =>
      log.info('a caller that went away is told nothing', { message: String(error) }),
    );
  };
}

/** Claude and Codex say which of their calls it is; others do not. */
function callIdOf(meta: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const id = meta?.['claudecode/toolUseId'] ?? meta?.['callId'];
  return typeof id === 'string' ? id : undefined;
}
