import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import type { CustomAgent } from '../../protocol/agent.ts';
import { DEFAULT_BUDGET } from '../../protocol/budget.ts';
import { AgentId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import type { AppEvent } from '../../protocol/stream.ts';
import { scriptedAgent } from '../support/recorded-turns.ts';
import { type Connection, connect, startServing } from '../support/serving.ts';
import { type Measure, median } from './measure.ts';

const SPAWNS = 40;
const SPAWN_MS_MAX = 50;
const PARENT = AgentId.parse('scripted');
/** The time of the call is the title of what it makes. */
const TIMED = /^\d{13}$/;

/** Hears of every session that is made with a time as its title, and how long ago that was. */
function watchBirths({ client }: Connection) {
  const late: number[] = [];
  const known = new Set<string>();
  const waiting: (() => void)[] = [];
  const take = (event: AppEvent) => {
    if (event.type !== 'session-changed') return;
    const { id, title } = event.summary;
    if (known.has(id) || !TIMED.test(title)) return;
    known.add(id);
    late.push(Date.now() - Number(title));
    waiting.shift()?.();
  };
  const watch = async () => {
    let stream = '';
    for await (const item of await client.app.watch({})) {
      if (item.type === 'opened') {
        stream = item.stream;
        continue;
      }
      await client.streams.ack({ stream, seq: item.type === 'batch' ? item.to : item.seq });
      for (const event of item.type === 'batch' ? item.events : []) take(event);
    }
  };
  watch().catch(() => undefined); // the host has ended
  return { late, next: () => new Promise<void>((resolve) => waiting.push(resolve)) };
}

export const spawning: Measure = {
  name: 'agent’s call to spawn, to the child in another window, median',
  unit: 'ms',
  floor: 'a window that names a session',
  target: `≤ ${SPAWN_MS_MAX} ms`,
  async run() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
    const serving = await startServing({ dataFolder, entry: 'out/main/serve.js' });
    const leader = await connect(serving.url);
    const other = await connect((await startServing({ dataFolder, entry: 'out/main/serve.js' })).url); // it joins the first
    const { kind: _, ...agent } = scriptedAgent({ tools: 'http' }) as { readonly kind: 'custom' } & CustomAgent;
    await leader.client.agents.save({ ...agent, turnsPerFolder: 4 });
    const place = { agentId: PARENT, folder: tmpdir() };
    const sessionId = sessionIdOf(ulid());
    await leader.client.sessions.dispatch({ type: 'create', sessionId, ...place });
    const budget = { ...DEFAULT_BUDGET, children: null };
    await leader.client.sessions.dispatch({ type: 'set-budget', sessionId, budget });
    const births = watchBirths(other);

    for (let n = 0; n < SPAWNS; n += 1) {
      const born = births.next();
      const id = sessionIdOf(ulid());
      await leader.client.sessions.dispatch({ type: 'create', sessionId: id, ...place });
      await leader.client.sessions.dispatch({ type: 'rename', sessionId: id, title: String(Date.now()) });
      await born;
    }
    const plain = births.late.splice(0);
    const spawn = { do: 'tool', name: 'spawn_agent', input: { task: 'hello', title: '$now.ms' } };
    for (let n = 0; n < SPAWNS + 1; n += 1) {
      const born = births.next();
      // The next one is not called before the agent of this one has started and ended: that start is not measured.
      const text = JSON.stringify({ steps: [spawn, { do: 'tool', name: 'wait_for_agents' }] });
      await leader.client.sessions.dispatch({ type: 'queue', sessionId, turnId: turnIdOf(ulid()), text });
      await born;
    }
    const spawned = births.late.slice(1); // the first one starts the agent
    for (const { socket } of [leader, other]) socket.close();
    await serving.stop();
    rmSync(dataFolder, { recursive: true, force: true });
    const [ours, floor] = [median(spawned), median(plain)];
    return { ours, floor, ratio: ours / Math.max(1, floor), meets: ours <= SPAWN_MS_MAX };
  },
};
