import type { Client, Transport } from '@modelcontextprotocol/client';

type Shape = Readonly<Record<string, unknown>>;
type Named = readonly { readonly name: string; readonly value: string }[];

/** What a tool answered; `value` is empty when it refused. */
export type Answered = { readonly text: string; readonly failed: boolean; readonly value: Shape };

/** The agent gives a tool up that says nothing for so long. */
const SILENCE_MS = 60_000;

/** The tools that a scripted agent was handed with its conversations, each server reached as it is said to be. */
export class ScriptedTools {
  readonly #servers = new Map<string, readonly Shape[]>();
  readonly #clients = new Map<string, Promise<Client>>();

  hand(session: string, servers: readonly Shape[]): void {
    this.#servers.set(session, servers);
    this.#clients.delete(session);
  }

  /** Of how the first server of a conversation is reached; undefined when it was handed none. */
  kindOf(session: string): string | undefined {
    const server = this.#servers.get(session)?.[0];
    return server && String(server['type'] ?? 'stdio');
  }

  async names(session: string): Promise<readonly string[]> {
    const { tools } = await (await this.#client(session)).listTools();
    return tools.map(({ name }) => name);
  }

  /** `meta`: what the agent adds to the call. `heard`: is told of progress. */
  async call(
    session: string,
    name: string,
    input: Shape,
    { meta, signal, heard }: { readonly meta: Shape; readonly signal: AbortSignal; heard(message: string): void },
  ): Promise<Answered> {
    const client = await this.#client(session);
    const { content, isError, structuredContent } = await client.callTool(
      { name, arguments: input, _meta: meta },
      {
        signal,
        timeout: SILENCE_MS,
        resetTimeoutOnProgress: true,
        onprogress: ({ message }) => heard(message ?? ''),
      },
    );
    const text = content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
    return { text, failed: isError === true, value: (structuredContent ?? {}) as Shape };
  }

  #client(session: string): Promise<Client> {
    const known = this.#clients.get(session);
    if (known) return known;
    const server = this.#servers.get(session)?.[0];
    if (!server) return Promise.reject(new Error('There are no tools here'));
    const connected = connect(server);
    this.#clients.set(session, connected);
    return connected;
  }
}

/** Loaded only here: most scripts use no tools, and should not wait for it. */
async function connect(server: Shape): Promise<Client> {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  const client = new Client({ name: 'scripted', version: '1.2.3' });
  const transport = (): Transport => {
    if (server['type'] === 'http') {
      const headers = valuesOf(server['headers'] as Named);
      return new StreamableHTTPClientTransport(new URL(String(server['url'])), { requestInit: { headers } });
    }
    const { command, args, env } = server as { command: string; args: readonly string[]; env: Named };
    return new StdioClientTransport({ command, args: [...args], env: valuesOf(env), stderr: 'ignore' });
  };
  await client.connect(transport());
  return client;
}

const valuesOf = (named: Named): Record<string, string> =>
  Object.fromEntries(named.map(({ name, value }) => [name, value]));
