import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { type Connection, connect, type Serving, startServing } from '../support/serving.ts';
import { type Measure, wait } from './measure.ts';

const SESSIONS = 8;
const TOKENS_PER_SECOND = 100;
/** Long enough for buffers to fill and for the collector to have its say. */
const STREAMING_MS = 15_000;
const SAMPLE_MS = 250;
const IDLE_MS = 5_000;
const IDLE_MB_MAX = 120;

/** Megabytes that the process itself holds, without its agents. */
export function residentMb({ process }: Serving): number {
  const status = readFileSync(`/proc/${process.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** The most that the process held during a while. */
async function peakMb(serving: Serving, ms: number): Promise<number> {
  let peak = 0;
  for (let passed = 0; passed < ms; passed += SAMPLE_MS) {
    await wait(SAMPLE_MS);
    peak = Math.max(peak, residentMb(serving));
  }
  return peak;
}

async function stream({ client }: Connection, n: number, over: AbortSignal): Promise<void> {
  const agentId = AgentId.parse(`steady-${n}`);
  const args = [join(import.meta.dirname, 'steady-agent.ts'), String(TOKENS_PER_SECOND)];
  await client.agents.save({ id: agentId, name: `Steady ${n}`, command: process.execPath, args, env: {} });
  const sessionId = sessionIdOf(ulid());
  await client.sessions.dispatch({ type: 'create', sessionId, agentId, folder: tmpdir() });
  await client.sessions.dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text: 'go' });
  void follow(client, sessionId, over);
}

/** Reads as a window does, until the host is taken away. */
async function follow(client: Connection['client'], sessionId: SessionId, over: AbortSignal): Promise<void> {
  let stream = '';
  try {
    for await (const item of await client.sessions.follow({ sessionId, tail: 100 })) {
      if (item.type === 'opened') stream = item.stream;
      else await client.streams.ack({ stream, seq: item.type === 'batch' ? item.to : item.seq });
    }
  } catch (error) {
    if (!over.aborted) throw error;
  }
}

export const memory: Measure = {
  name: `memory of the host with ${SESSIONS} streaming sessions`,
  unit: 'MB',
  floor: 'the same host idle',
  target: `≤ 1.5, and idle ≤ ${IDLE_MB_MAX} MB`,
  async run() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
    const serving = await startServing({ dataFolder, entry: 'out/main/serve.js' });
    const connection = await connect(serving.url);
    await wait(IDLE_MS);
    const floor = residentMb(serving);
    const over = new AbortController();
    for (let n = 0; n < SESSIONS; n += 1) await stream(connection, n, over.signal);
    const ours = await peakMb(serving, STREAMING_MS);
    over.abort();
    await serving.kill();
    rmSync(dataFolder, { recursive: true, force: true });
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 1.5 && floor <= IDLE_MB_MAX };
  },
};
