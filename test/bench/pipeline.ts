import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { client, methods, ndJsonStream } from '@agentclientprotocol/sdk';
import { ulid } from 'ulid';
import { openHost } from '../../main/app.ts';
import type { Host } from '../../main/host.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { interleaved, type Measure } from './measure.ts';

const AGENT = join(import.meta.dirname, 'flood-agent.ts');
const UPDATES = 200_000;
const WARM_UP = 2_000;

/** Updates a second that the ACP package's own client reads from the agent. */
async function readBySdk(kind: Kind): Promise<number> {
  const agent = spawn(process.execPath, [AGENT], { stdio: ['pipe', 'pipe', 'inherit'] });
  let seen = 0;
  const stream = ndJsonStream(
    Writable.toWeb(agent.stdin) as WritableStream<Uint8Array>,
    Readable.toWeb(agent.stdout) as ReadableStream<Uint8Array>,
  );
  const rate = await client({ name: 'bench' })
    .onNotification(methods.client.session.update, () => {
      seen += 1;
    })
    .connectWith(stream, async (context) => {
      await context.request(methods.agent.initialize, { protocolVersion: 1, clientCapabilities: {} });
      const { sessionId } = await context.request(methods.agent.session.new, { cwd: tmpdir(), mcpServers: [] });
      const ask = (count: number) =>
        context.request(methods.agent.session.prompt, {
          sessionId,
          prompt: [{ type: 'text', text: `${kind} ${count}` }],
        });
      await ask(WARM_UP);
      const start = performance.now();
      await ask(UPDATES);
      return (UPDATES / (performance.now() - start)) * 1000;
    });
  agent.kill();
  if (seen < UPDATES) throw new Error(`Only ${seen} updates were seen`);
  return rate;
}

/** Updates a second from the agent's output to a follower that has them all, through translate, reduce, store and stream. */
async function readByHost(host: Host, kind: Kind): Promise<number> {
  const sessionId = sessionIdOf(ulid());
  const agentId = AgentId.parse('flood');
  host.sessions.dispatch({ type: 'create', sessionId, agentId, folder: tmpdir() });
  const ended = follow(host, sessionId);
  const ask = async (count: number) => {
    const turnId = turnIdOf(ulid());
    host.sessions.dispatch({ type: 'prompt', sessionId, turnId, text: `${kind} ${count}` });
    await ended.of(turnId);
  };
  await ask(WARM_UP);
  const start = performance.now();
  await ask(UPDATES);
  const ms = performance.now() - start;
  ended.stop();
  expectWhole(host, sessionId, kind);
  return (UPDATES / ms) * 1000;
}

/** A rate counts only when everything has arrived. */
function expectWhole(host: Host, sessionId: ReturnType<typeof sessionIdOf>, kind: Kind): void {
  const page = host.sessions.items({ sessionId, from: { before: Number.MAX_SAFE_INTEGER }, limit: 1 });
  const last = page.ok ? page.value.items.at(-1) : undefined;
  if (kind === 'tools' && last?.kind === 'tool' && last.title === `Step ${UPDATES - 1}`) return;
  const chars = Array.from({ length: UPDATES }, (_, n) => `w${n} `.length).reduce((sum, length) => sum + length, 0);
  if (kind === 'text' && last?.kind === 'reply' && last.text.length === chars) return;
  throw new Error(`Not all updates arrived: the last item is ${JSON.stringify(last).slice(0, 200)}`);
}

/** Tells when turns of a session have ended, as a window learns of it. `heard` is given every event as it comes. */
export function follow(host: Host, sessionId: SessionId, heard?: (event: SessionEvent) => void) {
  const stop = new AbortController();
  const waiting = new Map<string, () => void>();
  const note = (event: SessionEvent) => {
    heard?.(event);
    if (event.type === 'turn-ended') waiting.get(event.turn)?.();
  };
  const read = async () => {
    const stream = host.sessions.follow({ sessionId, tail: 200, hidden: false }, stop.signal);
    if (!stream.ok) throw new Error(stream.refusal.code);
    let id = '';
    for await (const item of stream.value) {
      if (item.type === 'opened') id = item.stream;
      else host.ack(id, item.type === 'batch' ? item.to : item.seq);
      if (item.type === 'batch') item.events.forEach(note);
    }
  };
  void read();
  return {
    of: (turnId: string) => new Promise<void>((resolve) => waiting.set(turnId, resolve)),
    stop: () => stop.abort(),
  };
}

type Kind = 'text' | 'tools';

function throughput(kind: Kind, name: string, share: number): Measure {
  return {
    name,
    unit: 'updates/s',
    floor: "the ACP package's own client, same lines",
    target: `≥ ${share}`,
    async run() {
      const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
      const opened = await openHost({ dataFolder, shell: 'web', cipher: null });
      if (opened.kind !== 'opened') throw new Error(`The host is ${opened.kind}`);
      const { host } = opened;
      const id = AgentId.parse('flood');
      host.agents.save({ id, name: 'Flood', command: process.execPath, args: [AGENT], env: {} });
      const { floor, ours } = await interleaved(
        () => readBySdk(kind),
        () => readByHost(host, kind),
      );
      await host.close();
      process.on('exit', () => rmSync(dataFolder, { recursive: true, force: true })); // its log is this process's
      const ratio = ours / floor;
      return { ours, floor, ratio, meets: ratio >= share };
    },
  };
}

export const textPipeline = throughput('text', 'text from a flooding agent to a follower', 0.6);
export const toolPipeline = throughput('tools', 'alternating tool updates to a follower', 0.25);
