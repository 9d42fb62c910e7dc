import { join } from 'node:path';
import { ulid } from 'ulid';
import type { Command } from '../../protocol/command.ts';
import type { SessionState } from '../../protocol/head.ts';
import { AgentId, type SessionId, turnIdOf } from '../../protocol/ids.ts';
import type { Step } from '../support/scripted-agent.ts';
import type { HostClient } from '../support/serving.ts';
import type { Ledger } from './ledger.ts';
import { HostKilled, type Life } from './life.ts';

export const SCRIPTED = AgentId.parse('scripted');
export const STEADY = AgentId.parse('steady');
const PLAYBOOK = AgentId.parse('playbook');

/** Words that the steady agent says in a second. */
const WORDS_PER_SECOND = 1_000;
/** Ends when nobody reads what it prints any more. */
const TICKS = 'while echo tick; do sleep 0.01; done';
const RUNBOOK = `# Ticks\n\n${'This is told slowly. '.repeat(40)}\n\n\`\`\`sh\n${TICKS}\n\`\`\`\n`;

const RENAMES = 5;
/** Updates of a flood that takes longer than any round. */
const ENDLESS = 50_000_000;

const ASK: Step = { do: 'ask', call: { toolCallId: 'c1', title: 'Write' } };

/** Something that a session may be doing when the host is killed. */
export type Part = {
  readonly agentId: AgentId;
  /** Null: it has no turn at all. */
  readonly prompt: string | null;
  /** It asks for permission before it goes on, which it is given or not. */
  readonly asks?: 'given' | 'open';
  /** It talks until it is ended. */
  readonly loud?: true;
  /** It ends its turn soon after it is told to stop. */
  readonly obeys?: true;
};

const scripted = (...steps: readonly Step[]) => ({ agentId: SCRIPTED, prompt: JSON.stringify({ steps }) });

export const PARTS: Readonly<Record<PartName, Part>> = {
  flood: { ...scripted({ do: 'say', text: 'Now ' }, { do: 'flood', of: 'text', count: ENDLESS }), loud: true },
  tools: { ...scripted({ do: 'flood', of: 'tools', count: ENDLESS }), loud: true },
  steady: { agentId: STEADY, prompt: 'Speak', loud: true },
  ticks: { ...scripted({ do: 'run', call: 'c1', command: 'sh', args: ['-c', TICKS] }), loud: true, obeys: true },
  runbook: { agentId: PLAYBOOK, prompt: RUNBOOK, asks: 'given', loud: true, obeys: true },
  question: { ...scripted({ do: 'think', text: 'Hm' }, ASK, { do: 'hang' }), asks: 'given' },
  unanswered: { ...scripted({ do: 'say', text: 'May I?' }, ASK), asks: 'open' },
  silent: scripted({ do: 'hang' }),
  stoppable: { ...scripted({ do: 'say', text: 'Wait' }, { do: 'wait-for-cancel' }), obeys: true },
  unused: { agentId: SCRIPTED, prompt: null },
};

export type PartName =
  | 'flood'
  | 'tools'
  | 'steady'
  | 'ticks'
  | 'runbook'
  | 'question'
  | 'unanswered'
  | 'silent'
  | 'stoppable'
  | 'unused';

export async function saveAgents(client: HostClient): Promise<void> {
  const agent = (id: AgentId, file: string, ...args: string[]) =>
    client.agents.save({
      id,
      name: id,
      command: process.execPath,
      args: [join(process.cwd(), file), ...args],
      env: {},
    });
  await agent(SCRIPTED, 'test/support/scripted-agent.ts');
  await agent(STEADY, 'test/bench/steady-agent.ts', String(WORDS_PER_SECOND));
}

/** Plays a part until the host is killed, or until there is nothing left to command. */
export async function play(life: Life, ledger: Ledger, part: Part): Promise<void> {
  const { sessionId, agentId, folder } = ledger;
  const send: Send = (command) => ledger.send(life, command);
  try {
    await send({ type: 'create', sessionId, agentId, folder });
    life.follow(sessionId);
    if (part.prompt === null) await bin(send, sessionId);
    else await work(life, sessionId, part, send);
  } catch (error) {
    if (!(error instanceof HostKilled)) throw error;
  }
}

type Send = (command: Command) => Promise<void>;

async function bin(send: Send, sessionId: SessionId): Promise<void> {
  for (const type of ['delete', 'restore', 'delete', 'restore', 'delete'] as const)
    await send({ type, sessionId, children: true });
}

async function work(life: Life, sessionId: SessionId, part: Part, send: Send): Promise<void> {
  await send({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text: part.prompt ?? '' });
  if (part.asks) {
    const { head } = await life.until(sessionId, ({ head }) => head.requests.length > 0);
    const requestId = head.requests[0]?.id;
    if (requestId && part.asks === 'given')
      await send({ type: 'answer', sessionId, requestId, optionId: 'allow_once' });
  }
  for (let n = 0; n < RENAMES; n += 1) await send({ type: 'rename', sessionId, title: `Title ${n}` });
  if (part.loud || !part.obeys) return;
  await send({ type: 'stop', sessionId });
  await life.until(sessionId, hasEnded);
}

export const hasEnded = ({ head }: SessionState) => head.turn?.phase.kind === 'ended';
