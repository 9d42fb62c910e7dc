import { request } from 'node:http';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type ToolCall, toolOf } from '../../main/orchestration/tool.ts';
import { openToolServer, type ToolAccess, type ToolServer } from '../../main/orchestration/tool-server.ts';
import { sessionIdOf } from '../../protocol/ids.ts';
import { ok, refuse } from '../../protocol/result.ts';

const SESSION = sessionIdOf('01JB0000000000000000000000');
const OTHER = sessionIdOf('01JB0000000000000000000001');

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A server whose tools tell what they were called with. */
async function open(calls: ToolCall[] = []): Promise<ToolServer> {
  const echo = toolOf({
    name: 'echo',
    title: 'Echo',
    description: 'Says it again',
    input: z.object({ text: z.string() }),
    reads: true,
    answer: ({ text }, call) => {
      calls.push(call);
      return text === 'bad' ? refuse('Say something good instead.') : ok({ text, session: call.session });
    },
  });
  const wait = toolOf({
    name: 'wait',
    title: 'Wait',
    description: 'Waits until it is cancelled',
    input: z.object({}),
    reads: true,
    answer: (_input, call) => {
      calls.push(call);
      call.progress('still there');
      return new Promise((resolve) =>
        call.signal.addEventListener('abort', () => resolve(refuse('It was cancelled.')), { once: true }),
      );
    },
  });
  const server = await openToolServer({ tools: () => [echo, wait], version: '1.0.0' });
  opened.push(() => server.close());
  return server;
}

async function connect({ url, key }: Pick<ToolAccess, 'url' | 'key'>): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const headers = { authorization: `Bearer ${key}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  opened.push(() => client.close());
  return client;
}

const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

function post(url: string, headers: Record<string, string>): Promise<number> {
  const all = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: all }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(LIST);
  });
}

test('[S5.1] a tool is called in the name of the session whose key it was', async () => {
  const server = await open();
  const [one, other] = [await connect(server.access(SESSION)), await connect(server.access(OTHER))];
  expect((await one.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'wait']);
  const answers = await Promise.all(
    [one, other].map((client) => client.callTool({ name: 'echo', arguments: { text: 'hello' } })),
  );
  expect(answers.map(({ structuredContent }) => structuredContent)).toEqual([
    { text: 'hello', session: SESSION },
    { text: 'hello', session: OTHER },
  ]);
});

test('[S5.1] what a model got wrong comes back as words for it, and not as a fault of the protocol', async () => {
  const client = await connect((await open()).access(SESSION));
  const refused = await client.callTool({ name: 'echo', arguments: { text: 'bad' } });
  expect(refused).toMatchObject({ isError: true, content: [{ text: 'Say something good instead.' }] });
  const unfit = await client.callTool({ name: 'echo', arguments: { text: 1 } });
  expect(unfit.isError).toBe(true);
  expect(JSON.stringify(unfit.content)).toContain('text');
});

test('[S5.1] a wait tells that it goes on, and ends when the caller cancels it', async () => {
  const calls: ToolCall[] = [];
  const client = await connect((await open(calls)).access(SESSION));
  const cancel = new AbortController();
  const messages: (string | undefined)[] = [];
  const told = Promise.withResolvers<void>();
  const answer = client.callTool(
    { name: 'wait', arguments: {} },
    {
      signal: cancel.signal,
      onprogress: ({ message }) => {
        messages.push(message);
        told.resolve();
      },
    },
  );
  await told.promise;
  expect(messages).toEqual(['still there']);
  const aborted = new Promise((resolve) => calls[0]?.signal.addEventListener('abort', resolve));
  cancel.abort();
  await expect(answer).rejects.toThrow();
  await aborted;
});

test('[S5.1] a key works only while it lives: its end ends the calls that it made, and lets nothing more in', async () => {
  const server = await open();
  const access = server.access(SESSION);
  const client = await connect(access);
  const answer = client.callTool({ name: 'wait', arguments: {} });
  await client.callTool({ name: 'echo', arguments: { text: 'in between' } });
  access.close();
  await expect(answer).resolves.toMatchObject({ isError: true, content: [{ text: 'It was cancelled.' }] });
  await expect(client.listTools()).rejects.toThrow();
});

test('[S5.1] web pages, other names for this machine, and callers without a key get nothing', async () => {
  const server = await open();
  const { url, key } = server.access(SESSION);
  const authorization = `Bearer ${key}`;
  expect(await post(url, { authorization })).toBe(200);
  expect(await post(url, {})).toBe(401);
  expect(await post(url, { authorization: 'Bearer wrong' })).toBe(401);
  expect(await post(url, { authorization, origin: new URL(url).origin })).toBe(403);
  expect(await post(url, { authorization, origin: 'null' })).toBe(403);
  expect(await post(url, { authorization, host: `evil.example:${new URL(url).port}` })).toBe(403);
  expect(await post(url.replace('/mcp', '/'), { authorization })).toBe(404);
});
