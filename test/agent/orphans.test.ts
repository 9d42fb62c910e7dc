import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Processes, type Program, WATCH_MS } from '../../main/agent/processes.ts';
import type { CustomAgent } from '../../protocol/agent.ts';
import { AgentId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { alive, dead } from '../support/alive.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';
import { script, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner } from '../support/scripted-agent.ts';
import { connect, type Serving, startServing } from '../support/serving.ts';

type Recorded = { readonly processes: readonly { readonly pid: number; readonly birth: string }[] };

const clock = new FakeClock();
let folder: string;
let recordPath: string;
let hosts: Processes[];
let serving: Serving | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-orphans-'));
  recordPath = join(folder, 'processes.json');
  hosts = [];
});
afterEach(async () => {
  await serving?.stop();
  serving = undefined;
  await hurry(clock, Promise.all(hosts.map((host) => host.close())));
  rmSync(folder, { recursive: true });
});

function openHost(): Processes {
  const host = new Processes({ clock, recordPath });
  hosts.push(host);
  return host;
}

async function start(host: Processes, command: string): Promise<Program> {
  const spec = { command: '/bin/sh', args: ['-c', command], folder, env: {}, stdin: 'pipe' } as const;
  const started = await hurry(clock, host.start(spec));
  if (!started.ok) throw new Error(started.refusal.message);
  started.value.stderr.resume();
  return started.value;
}

function customAgent(manner: Manner): CustomAgent {
  const agent = scriptedAgent(manner);
  if (agent.kind !== 'custom') throw new Error('The scripted agent is a custom one');
  const { kind: _, ...custom } = agent;
  return custom;
}

async function firstLine(program: Program): Promise<string> {
  const [chunk] = await once(program.stdout, 'data');
  return String(chunk).trim();
}

const recorded = () =>
  existsSync(recordPath) && (JSON.parse(readFileSync(recordPath, 'utf8')) as Recorded).processes.map(({ pid }) => pid);
const written = (...pids: readonly number[]) =>
  expect.poll(() => recorded(), { interval: 5, timeout: 10_000 }).toEqual(pids);

test('[S4.2] what a host that crashed left behind is ended with all that it started, before anything else begins', async () => {
  const left = await start(openHost(), 'trap "" TERM; setsid sleep 600 & echo $!; sleep 600; sleep 600');
  const pids = [left.pid, Number(await firstLine(left))];
  await written(left.pid);
  const next = await start(openHost(), 'sleep 600');
  expect(pids.map(alive)).toEqual([false, false]);
  await written(next.pid);
});

test('[S4.2] also when the program itself is gone, and only what it started has stayed', async () => {
  const crashed = openHost();
  const left = await start(crashed, 'setsid sleep 600 & echo $!; read line; kill -9 $$');
  const stray = Number(await firstLine(left));
  await written(left.pid);
  clock.advance(WATCH_MS);
  await written(left.pid, stray);
  left.stdin?.end();
  await left.ended;
  await start(openHost(), 'sleep 600');
  await dead([stray]);
});

test('[S4.2] a process that only has the number of one of ours, or is of another start of the machine, is left alone', async () => {
  const left = await start(openHost(), 'sleep 600');
  await written(left.pid);
  const note = JSON.parse(readFileSync(recordPath, 'utf8')) as Recorded & { readonly where: string };
  const notes = [
    { ...note, processes: note.processes.map((mark) => ({ ...mark, birth: `${mark.birth}1` })) },
    { ...note, where: 'another start' },
    { where: note.where, processes: [{ pid: -left.pid, birth: note.processes[0]?.birth }] },
  ];
  for (const text of [...notes.map((one) => JSON.stringify(one)), 'damaged', '']) {
    writeFileSync(recordPath, text);
    await start(openHost(), 'exit');
    expect(alive(left.pid)).toBe(true);
  }
});

test('[S4.2] nothing is written down of what has ended', async () => {
  const host = openHost();
  const [one, two] = [await start(host, 'sleep 600'), await start(host, 'sleep 600')];
  await written(one.pid, two.pid);
  await hurry(clock, one.kill());
  await written(two.pid);
  await hurry(clock, host.close());
  expect([recorded(), alive(two.pid)]).toEqual([[], false]);
});

test('[S4.2] an agent is not started before it is prompted: neither saving it nor a session that is seen starts it', async () => {
  const dataFolder = join(folder, 'data');
  recordPath = join(dataFolder, 'processes.json');
  serving = await startServing({ dataFolder });
  const { client } = await connect(serving.url);
  const agent = customAgent({});
  await client.agents.save(agent);
  const sessionId = sessionIdOf(ulid());
  await client.sessions.dispatch({ type: 'create', sessionId, agentId: agent.id, folder });
  for await (const seen of await client.sessions.follow({ sessionId, tail: 10 })) {
    if (seen.type === 'snapshot') break;
  }
  // Whatever had been begun by then stands in the record before this one, and stays there after it.
  expect(await client.agents.test(agent)).toMatchObject({ kind: 'works' });
  await written();
  await client.sessions.dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text: 'hello' });
  await expect.poll(() => recorded(), { timeout: 10_000 }).toHaveLength(1);
});

test('[S4.2] a killed host, and the next one on its folder', async () => {
  const dataFolder = join(folder, 'data');
  const first = await startServing({ dataFolder });
  const { client } = await connect(first.url);
  await client.agents.save(customAgent({ ignoresClosedInput: true, ignoresTerm: true }));
  const sessionId = sessionIdOf(ulid());
  const path = join(folder, 'pid');
  const text = script({ do: 'run', call: 'c', command: 'sh', args: ['-c', `echo $PPID $$ > ${path}; sleep 600`] });
  await client.sessions.dispatch({ type: 'create', sessionId, agentId: AgentId.parse('scripted'), folder });
  await client.sessions.dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text });
  const noted = () => (JSON.parse(readFileSync(join(dataFolder, 'processes.json'), 'utf8')) as Recorded).processes;
  await expect.poll(() => noted().length, { timeout: 10_000 }).toBe(2);
  const pids = noted().map(({ pid }) => pid);
  await first.kill();
  expect(pids.some(alive)).toBe(true);
  const second = await startServing({ dataFolder });
  await dead(pids);
  await second.stop();
  expect(noted()).toEqual([]);
});
