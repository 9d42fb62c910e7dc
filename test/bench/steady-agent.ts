/**
 * An agent that answers every prompt with so many words a second, without end: `steady-agent.ts <words per second> [<words
 * per paragraph>]`, in one paragraph if nothing is said. Each word is the epoch ms at which it was written, so that a
 * reader can tell how old it is.
 */
import { createInterface } from 'node:readline';

type Message = { readonly id?: number; readonly method?: string };

const TICK_MS = 5;
const perSecond = Number(process.argv[2] ?? 100);
const perParagraph = Number(process.argv[3] ?? Number.POSITIVE_INFINITY);

const send = (message: object) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

function say(word: number): void {
  const gap = word % perParagraph === perParagraph - 1 ? '\n\n' : ' ';
  const update = {
    sessionUpdate: 'agent_message_chunk',
    content: { type: 'text', text: `${(performance.timeOrigin + performance.now()).toFixed(1)}${gap}` },
  };
  send({ method: 'session/update', params: { sessionId: 's1', update } });
}

/** Keeps the pace over any number of late timers. */
function speak(): void {
  const start = performance.now();
  let said = 0;
  setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * perSecond);
    for (; said < due; said += 1) say(said);
  }, TICK_MS);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line) as Message;
  if (method === 'initialize') send({ id, result: { protocolVersion: 1, agentCapabilities: {} } });
  else if (method === 'session/new') send({ id, result: { sessionId: 's1' } });
  else if (method === 'session/prompt') speak();
}
process.exit(0);
