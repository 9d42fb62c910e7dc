import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { readProc } from '../../main/agent/process-tree.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { type Connection, connect, type Serving, startServing } from '../support/serving.ts';
import { type Measure, wait } from './measure.ts';
import { residentMb } from './memory.ts';

const FEW = 50;
const MANY = 250;
const MB_MAX = 2;
const MEGABYTE = 1024 * 1024;
/** What is not collected by then counts as held. */
const REST_MS = 10_000;

const PARAGRAPH = 'What a reply of some length says in each of its sections, again and again. '.repeat(10);
const CHAPTER = [...Array.from({ length: 7 }, (_, n) => `## Section ${n}\n\n${PARAGRAPH}`), '```sh\nseq 1000\n```'];
/** A plan, 16,000 characters of prose, and three commands with their output. */
const RUNBOOK = [CHAPTER, CHAPTER, CHAPTER].flat().join('\n\n');

/** Has one turn in a new session and goes on following it, as a window does. Resolves with the end of the turn. */
function haveTurn({ client }: Connection, over: AbortSignal): Promise<SessionId> {
  const sessionId = sessionIdOf(ulid());
  const { promise, resolve, reject } = Promise.withResolvers<SessionId>();
  const run = async () => {
    await client.sessions.dispatch({ type: 'create', sessionId, agentId: AgentId.parse('playbook'), folder: tmpdir() });
    await client.sessions.dispatch({ type: 'set-policy', sessionId, policy: 'all' });
    await client.sessions.dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text: RUNBOOK });
    let stream = '';
    for await (const item of await client.sessions.follow({ sessionId, tail: 100 })) {
      if (item.type === 'opened') stream = item.stream;
      else await client.streams.ack({ stream, seq: item.type === 'batch' ? item.to : item.seq });
      const events = item.type === 'batch' ? item.events : [];
      if (events.some(({ type }) => type === 'turn-ended')) resolve(sessionId);
    }
  };
  run().catch((error: unknown) => {
    if (!over.aborted) reject(error);
  });
  return promise;
}

/** Megabytes that a window gets of a session when it opens it: the least that has to be held for it. */
async function snapshotMb({ client }: Connection, sessionId: SessionId): Promise<number> {
  for await (const item of await client.sessions.follow({ sessionId, tail: 100 })) {
    if (item.type === 'snapshot') return JSON.stringify(item.state).length / MEGABYTE;
  }
  throw new Error('There was no snapshot');
}

/** Ends the processes of agents: what they hold is theirs. */
async function endAgents({ process: host }: Serving): Promise<void> {
  for (const { pid, parent } of await readProc()) if (parent === host.pid) process.kill(pid, 'SIGKILL');
}

async function restedMb(serving: Serving): Promise<number> {
  await endAgents(serving);
  await wait(REST_MS);
  return residentMb(serving);
}

export const sessionMemory: Measure = {
  name: `memory of the host per followed session without its agent, ${FEW} to ${MANY}`,
  unit: 'MB',
  floor: 'what a window gets of it, as JSON',
  target: `≤ ${MB_MAX} MB`,
  async run() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
    const env = { SKEIN_PLAYBOOK_PACE_MS: '0' };
    const serving = await startServing({ dataFolder, entry: 'out/main/serve.js', env });
    const connection = await connect(serving.url);
    const over = new AbortController();
    const sessions: SessionId[] = [];
    while (sessions.length < FEW) sessions.push(await haveTurn(connection, over.signal));
    const few = await restedMb(serving);
    while (sessions.length < MANY) sessions.push(await haveTurn(connection, over.signal));
    const many = await restedMb(serving);
    const floor = await snapshotMb(connection, sessions[0] as SessionId);
    over.abort();
    connection.socket.close();
    await serving.kill();
    rmSync(dataFolder, { recursive: true, force: true });
    const ours = (many - few) / (MANY - FEW);
    return { ours, floor, ratio: ours / floor, meets: ours <= MB_MAX };
  },
};
