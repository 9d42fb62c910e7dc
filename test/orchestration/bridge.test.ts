import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type ToolCall, toolOf } from '../../main/orchestration/tool.ts';
import { openToolServer } from '../../main/orchestration/tool-server.ts';
import { sessionIdOf } from '../../protocol/ids.ts';
import { ok } from '../../protocol/result.ts';

const SESSION = sessionIdOf('01JB0000000000000000000000');

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

test('[S5.1] an agent without HTTP reaches the same tools through a program of ours, and is told when the app is gone', async () => {
  const calls: ToolCall[] = [];
  const heard = Promise.withResolvers<string | undefined>();
  const echo = toolOf({
    name: 'echo',
    title: 'Echo',
    description: 'Says it again',
    input: z.object({ text: z.string() }),
    reads: true,
    answer: async ({ text }, call) => {
      calls.push(call);
      call.progress('half of it');
      await heard.promise;
      return ok({ text });
    },
  });
  const server = await openToolServer({ tools: () => [echo], version: '1.0.0' });
  opened.push(() => server.close());
  const { url, key } = server.access(SESSION);
  const client = new Client({ name: 'test', version: '1.0.0' });
  const env = { SKEIN_TOOLS_URL: url, SKEIN_TOOLS_KEY: key };
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: ['main/orchestration/bridge.ts'], env }),
  );
  opened.push(() => client.close());
  const answer = await client.callTool(
    { name: 'echo', arguments: { text: 'hello' } },
    { onprogress: ({ message }) => heard.resolve(message) },
  );
  expect(answer.structuredContent).toEqual({ text: 'hello' });
  expect(await heard.promise).toBe('half of it');
  expect(calls[0]?.session).toBe(SESSION);
  await server.close();
  await expect(client.callTool({ name: 'echo', arguments: { text: 'again' } })).rejects.toThrow(
    'Skein cannot be reached',
  );
});
