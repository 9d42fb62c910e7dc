import { type JSONRPCMessage, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

/**
 * A program of its own, for agents that use tools over standard input and output alone: it hands each message on to the
 * tool server of the app that it came with, and each answer back. It ends with its agent.
 */
const { SKEIN_TOOLS_URL: url, SKEIN_TOOLS_KEY: key } = process.env;
if (!url || !key) throw new Error('SKEIN_TOOLS_URL and SKEIN_TOOLS_KEY say where the tools are. Skein sets both.');

const agent = new StdioServerTransport();
const tools = new StreamableHTTPClientTransport(new URL(url), {
  requestInit: { headers: { authorization: `Bearer ${key}` } },
});

agent.onmessage = (message) => {
  tools.send(message).catch((error: unknown) => answerFault(message, error));
};
tools.onmessage = (message) => void agent.send(message);
agent.onclose = () => process.exit(0);
process.stdin.once('end', () => process.exit(0));
await tools.start();
await agent.start();

/** A request must have an answer, also when the app is gone. */
function answerFault(message: JSONRPCMessage, error: unknown): void {
  process.stderr.write(`The tools of Skein did not answer: ${String(error)}\n`);
  if (!('id' in message) || !('method' in message) || message.id === undefined) return;
  const fault = { code: -32603, message: 'Skein cannot be reached. It may have been closed.' };
  void agent.send({ jsonrpc: '2.0', id: message.id, error: fault });
}
