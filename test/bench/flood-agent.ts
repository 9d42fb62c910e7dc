/**
 * An agent that answers a prompt `<kind> <count>` with that many updates, as fast as they are read. Raw JSON-RPC, so
 * that what is measured is the reader.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly prompt?: { text: string }[] };
};

const LINES_PER_WRITE = 256;

const send = (message: object) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

const updateLine = (update: object) =>
  `${JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params: { sessionId: 's1', update } })}\n`;

const textLine = (n: number) =>
  updateLine({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: `w${n} ` } });

let prompts = 0;

/** Two calls of this prompt that take turns, so that no two updates next to each other can be joined. */
const toolLine = (n: number) =>
  updateLine({
    sessionUpdate: 'tool_call_update',
    toolCallId: `call-${prompts}-${n % 2}`,
    title: `Step ${n}`,
    status: 'in_progress',
    rawInput: { step: n },
  });

async function flood(kind: string, count: number): Promise<void> {
  prompts += 1;
  const lineOf = kind === 'tools' ? toolLine : textLine;
  for (let from = 0; from < count; from += LINES_PER_WRITE) {
    let chunk = '';
    for (let n = from; n < Math.min(count, from + LINES_PER_WRITE); n += 1) chunk += lineOf(n);
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  }
}

async function take({ id, method, params }: Message): Promise<void> {
  if (method === 'initialize') send({ id, result: { protocolVersion: 1, agentCapabilities: {} } });
  else if (method === 'session/new') send({ id, result: { sessionId: 's1' } });
  else if (method === 'session/prompt') {
    const [kind = 'text', count = '0'] = (params?.prompt?.map((block) => block.text).join('') ?? '').split(' ');
    await flood(kind, Number(count));
    send({ id, result: { stopReason: 'end_turn' } });
  }
}

for await (const line of createInterface({ input: process.stdin })) await take(JSON.parse(line) as Message);
