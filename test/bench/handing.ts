import { mkdtempSync, rmSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { openHost } from '../../main/app.ts';
import type { Host } from '../../main/host.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import { type AgentId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { scriptedAgent } from '../support/recorded-turns.ts';
import { interleaved, type Measure, median, timed } from './measure.ts';
import { follow } from './pipeline.ts';

const TURNS = 60;
const HAND_OVER_MS_MAX = 5;

/** What nobody can do without: the folder must be there, and be the one that was meant. */
async function lookMs(folder: string): Promise<number> {
  const all: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    all.push(await timed(async () => stat(await realpath(folder))));
  }
  return median(all);
}

async function openTimed() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  const opened = await openHost({ dataFolder, shell: 'web', cipher: null });
  const scripted = scriptedAgent();
  if (opened.kind !== 'opened' || scripted.kind !== 'custom') throw new Error('The host does not open');
  const { host } = opened;
  const { kind: _, ...agent } = scripted;
  host.agents.save(agent);
  const close = async () => {
    await host.close();
    process.on('exit', () => rmSync(dataFolder, { recursive: true, force: true })); // its log is this process's
  };
  return { handOverMs: () => handOverMs(host, agent.id), close };
}

/** From the end of a turn to the start of the one that waits for its lock, in a line of many, as windows learn of both. */
async function handOverMs(host: Host, agentId: AgentId): Promise<number> {
  const [starts, ends]: [number[], number[]] = [[], []];
  const note = (event: SessionEvent) => {
    if (event.type === 'turn-moved' && event.phase.kind === 'starting') starts.push(performance.now());
    if (event.type === 'turn-ended') ends.push(performance.now());
  };
  const line = Array.from({ length: TURNS }, () => {
    const [sessionId, turnId] = [sessionIdOf(ulid()), turnIdOf(ulid())];
    host.sessions.dispatch({ type: 'create', sessionId, agentId, folder: tmpdir() });
    const followed = follow(host, sessionId, note);
    return { sessionId, turnId, followed, ended: followed.of(turnId) };
  });
  for (const { sessionId, turnId } of line)
    host.sessions.dispatch({ type: 'prompt', sessionId, turnId, text: 'hello' });
  await Promise.all(line.map(({ ended }) => ended));
  for (const { followed } of line) followed.stop();
  if (starts.length !== TURNS) throw new Error(`Only ${starts.length} starts were seen`);
  return median(starts.slice(1).map((start, before) => start - (ends[before] ?? Number.NaN)));
}

export const handingOver: Measure = {
  name: 'lock of an agent and a folder, from one turn to the next, median',
  unit: 'ms',
  floor: 'finding the folder',
  target: `≤ ${HAND_OVER_MS_MAX} ms`,
  async run() {
    const { handOverMs, close } = await openTimed();
    await handOverMs();
    const { floor, ours } = await interleaved(() => lookMs(tmpdir()), handOverMs);
    await close();
    return { ours, floor, ratio: ours / floor, meets: ours <= HAND_OVER_MS_MAX };
  },
};
