import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ulid } from 'ulid';
import { AgentId, sessionIdOf } from '../../protocol/ids.ts';
import { connect, startServing } from '../support/serving.ts';
import { interleaved, type Measure, median, timed } from './measure.ts';

const TRIPS = 300;
const WARM_UP = 50;
const ADDED_MS_MAX = 2;

/** The median of many trips, one after the other. */
async function tripMs(trip: (n: number) => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let n = 0; n < TRIPS; n += 1) all.push(await timed(() => trip(n)));
  return median(all);
}

async function openEcho() {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'echo.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  // As long as a command is.
  const message = 'x'.repeat(200);
  const trip = () =>
    new Promise((resolve) => {
      socket.addEventListener('message', resolve, { once: true });
      socket.send(message);
    });
  const close = () => {
    socket.close();
    server.kill();
  };
  return { trip, close };
}

/** A connection as a window's, and a command that is recorded durably each time. */
async function openHost() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  const serving = await startServing({ dataFolder, entry: 'out/main/serve.js' });
  const { client, socket } = await connect(serving.url);
  const sessionId = sessionIdOf(ulid());
  await client.sessions.dispatch({ type: 'create', sessionId, agentId: AgentId.parse('playbook'), folder: tmpdir() });
  const trip = (n: number) => client.sessions.dispatch({ type: 'rename', sessionId, title: `Title ${n}` });
  const close = async () => {
    socket.close();
    await serving.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { trip, close };
}

export const roundTrip: Measure = {
  name: 'round trip of a command that is recorded, median',
  unit: 'ms',
  floor: 'a bare WebSocket echo',
  target: `≤ ${ADDED_MS_MAX} ms more`,
  async run() {
    const echo = await openEcho();
    const host = await openHost();
    for (let n = 0; n < WARM_UP; n += 1) {
      await echo.trip();
      await host.trip(-n);
    }
    const { floor, ours } = await interleaved(
      () => tripMs(echo.trip),
      () => tripMs(host.trip),
    );
    echo.close();
    await host.close();
    return { ours, floor, ratio: ours / floor, meets: ours - floor <= ADDED_MS_MAX };
  },
};
