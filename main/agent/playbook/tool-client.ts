import type { McpServer } from '@agentclientprotocol/sdk/unstable';
import type { Client } from '@modelcontextprotocol/client';
import { ok, type Result, refuse } from '../../../protocol/result.ts';
import { isShape, type Shape } from '../shape.ts';

/** What the app calls the server that is meant for every agent. */
const SERVER_NAME = 'skein';
/**
 * Without a word for so long, a call counts as lost. A person may be asked before an agent is started, and sleeps on it;
 * an app that is gone is noticed by its connection.
 */
const SILENCE_MS = 24 * 60 * 60_000;

export type ToolRequest = {
  readonly tool: string;
  readonly input: Shape;
  /** The id of the tool call as the session shows it. */
  readonly callId: string;
  readonly progress?: (message: string) => Promise<void>;
};

/** The tools of the app, while one conversation is open. */
export type ToolClient = {
  /** Refused with a sentence for a person; also when `signal` ended it, which the app is told. */
  call(request: ToolRequest, signal: AbortSignal): Promise<Result<Shape, string>>;
  close(): void;
};

/** The tools among what a conversation was opened with; null when they are not among it. Nothing is connected yet. */
export function toolsAmong(servers: readonly McpServer[]): ToolClient | null {
  const server = servers.find((one) => one.name === SERVER_NAME && 'type' in one && one.type === 'http');
  if (!server || !('url' in server)) return null;
  return createToolClient(server.url, Object.fromEntries(server.headers.map(({ name, value }) => [name, value])));
}

function createToolClient(url: string, headers: Readonly<Record<string, string>>): ToolClient {
  let connecting: Promise<Client> | undefined;
  /** One that failed is tried again with the next call. */
  const connected = async () => {
    connecting ??= connect(url, headers);
    try {
      return await connecting;
    } catch (error) {
      connecting = undefined;
      throw error;
    }
  };
  return {
    async call({ tool, input, callId, progress }, signal) {
      try {
        const client = await connected();
        const params = { name: tool, arguments: { ...input }, _meta: { callId } };
        const answer = await client.callTool(params, {
          signal,
          timeout: SILENCE_MS,
          resetTimeoutOnProgress: true,
          onprogress: ({ message }) => {
            if (message !== undefined)
              progress?.(message).catch((error: unknown) => complain('progress was not shown', error));
          },
        });
        return answerOf(answer);
      } catch (error) {
        if (signal.aborted) return refuse('It was cancelled.');
        const message = error instanceof Error ? error.message : String(error);
        return refuse(`The tools for other agents did not answer: ${message}`);
      }
    },
    close() {
      const closing = connecting?.then((client) => client.close());
      closing?.catch((error: unknown) => complain('tools were not closed', error));
    },
  };
}

const complain = (what: string, error: unknown) => process.stderr.write(`playbook: ${what}: ${String(error)}\n`);

/** Loaded when it is first needed: most runbooks start nobody. */
async function connect(url: string, headers: Readonly<Record<string, string>>): Promise<Client> {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client({ name: 'playbook', title: 'Playbook', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { ...headers } } }));
  return client;
}

type Answer = Awaited<ReturnType<Client['callTool']>>;

function answerOf({ content, structuredContent, isError }: Answer): Result<Shape, string> {
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
  if (isError) return refuse(text === '' ? 'The tool failed without a word.' : text);
  return isShape(structuredContent) ? ok(structuredContent) : refuse('The tool gave an answer that is none.');
}
