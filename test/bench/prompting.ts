import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { openHost } from '../../main/app.ts';
import { AgentId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { AcpClient } from '../support/acp-client.ts';
import { scriptedAgent } from '../support/recorded-turns.ts';
import { interleaved, type Measure, median, timed } from './measure.ts';
import { follow } from './pipeline.ts';

const SESSIONS = 40;
const ADDED_MS_MAX = 20;

const AGENT = scriptedAgent();

async function mediansOf(ask: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let session = 0; session < SESSIONS; session += 1) all.push(await timed(ask));
  return median(all);
}

/** A process of the agent and a client that knows no more than the lines on its pipe. */
async function openBare() {
  if (AGENT.kind !== 'custom') throw new Error('The scripted agent is a custom one');
  const agent = spawn(AGENT.command, [...AGENT.args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = new AcpClient(agent.stdin, agent.stdout);
  await client.request('initialize', { protocolVersion: 1, clientCapabilities: {} });
  const ask = async () => {
    const { sessionId } = (await client.request('session/new', { cwd: tmpdir(), mcpServers: [] })) as {
      sessionId: string;
    };
    await client.request('session/prompt', { sessionId, prompt: [{ type: 'text', text: 'hello' }] });
  };
  return { ask, close: () => agent.kill() };
}

async function openOurs() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  const opened = await openHost({ dataFolder, shell: 'web', cipher: null });
  if (opened.kind !== 'opened' || AGENT.kind !== 'custom') throw new Error('The host does not open');
  const { host } = opened;
  const { kind: _, ...agent } = AGENT;
  host.agents.save(agent);
  const ask = async () => {
    const [sessionId, turnId] = [sessionIdOf(ulid()), turnIdOf(ulid())];
    host.sessions.dispatch({ type: 'create', sessionId, agentId: AgentId.parse(agent.id), folder: tmpdir() });
    const ended = follow(host, sessionId);
    const end = ended.of(turnId);
    host.sessions.dispatch({ type: 'prompt', sessionId, turnId, text: 'hello' });
    await end;
    ended.stop();
  };
  const close = async () => {
    await host.close();
    process.on('exit', () => rmSync(dataFolder, { recursive: true, force: true })); // its log is this process's
  };
  return { ask, close };
}

export const prompting: Measure = {
  name: 'first prompt of a session on a warm agent, to its end, median',
  unit: 'ms',
  floor: 'the same agent and a bare client',
  target: `≤ ${ADDED_MS_MAX} ms more`,
  async run() {
    const [bare, ours] = [await openBare(), await openOurs()];
    await bare.ask();
    await ours.ask();
    const { floor, ours: own } = await interleaved(
      () => mediansOf(bare.ask),
      () => mediansOf(ours.ask),
    );
    bare.close();
    await ours.close();
    return { ours: own, floor, ratio: own / floor, meets: own - floor <= ADDED_MS_MAX };
  },
};
