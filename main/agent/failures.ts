import type { Agent } from '../../protocol/agent.ts';
import type { Failure } from '../../protocol/turn.ts';
import type { SecretTrouble } from '../secrets/secrets.ts';
import type { ConnectionEnd } from './connection.ts';
import type { AgentFacts } from './facts.ts';
import { PROTOCOL_VERSION } from './facts.ts';
import type { StartRefusal } from './processes.ts';
import { RPC_CODES, type RpcError } from './rpc-error.ts';
import { isShape, textAt } from './shape.ts';

/** An agent's error goes into the transcript; more than this is noise. */
const DETAIL_CHARS_MAX = 16 * 1024;

export const unknownAgent = (id: string): Failure => ({
  code: 'agent-missing',
  message: `There is no agent @${id} any more.`,
  detail: '',
});

export const folderMissing = (folder: string): Failure => ({
  code: 'folder-missing',
  message: `The folder ${folder} is not there.`,
  detail: '',
});

export const OVER_BUDGET: Failure = {
  code: 'over-budget',
  message: 'The budget of the tree was used up while this waited for its place. The agent was sent nothing.',
  detail: '',
};

export function notStarted(agent: Agent, refusal: StartRefusal): Failure {
  const command = agent.kind === 'custom' ? agent.command : agent.name;
  if (refusal.code === 'not-found') {
    return { code: 'agent-missing', message: `The command ${command} was not found.`, detail: refusal.message };
  }
  return { code: 'agent-start', message: `${command} could not be started.`, detail: refusal.message };
}

export const secretAbsent = (agent: Agent, { name, state }: SecretTrouble): Failure =>
  state === 'missing'
    ? { code: 'secret-missing', message: `${agent.name} needs the secret ${name}, which is not set.`, detail: '' }
    : {
        code: 'secret-sealed',
        message: `${agent.name} needs the secret ${name}, which was kept in the system's key store; it cannot be opened here.`,
        detail: '',
      };

export const silentAtStart = (agent: Agent, ms: number, stderr: string): Failure => ({
  code: 'agent-start',
  message: `${agent.name} was started but did not answer within ${ms / 1_000} seconds.`,
  detail: stderr,
});

export function endedAtStart(agent: Agent, end: ConnectionEnd, stderr: string): Failure {
  if (end.trouble) return strangeTalk(agent, end.trouble, stderr);
  return { code: 'agent-start', message: `${agent.name} ended while it started: ${exitOf(end)}.`, detail: stderr };
}

export const otherVersion = (agent: Agent, facts: AgentFacts): Failure => ({
  code: 'agent-protocol',
  message: `${agent.name} speaks version ${facts.protocolVersion} of the protocol; version ${PROTOCOL_VERSION} is needed.`,
  detail: '',
});

/** What it was asked for it did not do in time. */
export const silent = (
  agent: Agent,
  asked: 'answer' | 'open the conversation',
  ms: number,
  stderr: string,
): Failure => ({
  code: 'agent-silent',
  message: `${agent.name} did not ${asked} within ${ms / 1_000} seconds.`,
  detail: stderr,
});

/** It has neither a way to tell of an old conversation nor one to go on with it. */
export const cannotReopen = (agent: Agent): Failure => ({
  code: 'agent-error',
  message: `${agent.name} cannot open a conversation again.`,
  detail: '',
});

/** The process ended in the middle of a turn, or was ended because it does not speak the protocol. */
export function lost(agent: Agent, end: ConnectionEnd, stderr: string): Failure {
  if (end.trouble) return strangeTalk(agent, end.trouble, stderr);
  return { code: 'agent-crashed', message: `${agent.name} ended unexpectedly: ${exitOf(end)}.`, detail: stderr };
}

/** The agent answered with an error. `signIns`: its ways to sign in, by name. */
export function answeredError(agent: Agent, error: RpcError, signIns: readonly string[]): Failure {
  if (error.code === RPC_CODES.signInRequired) {
    return { code: 'agent-sign-in', message: `${agent.name} wants a sign-in first.`, detail: signIns.join('\n') };
  }
  const data = error.data === undefined ? '' : JSON.stringify(error.data, null, 2).slice(0, DETAIL_CHARS_MAX);
  return { code: 'agent-error', message: wordsOf(error), detail: data.toWellFormed() };
}

/** What the protocol's libraries put before the words of an agent. */
const NAME_OF_CODE = /^Internal error: (?=.)/;

/** An error in the agent's own words; what many put into the message is only the name of its code. */
export function wordsOf(error: RpcError): string {
  const details = isShape(error.data) ? (textAt(error.data, 'details') ?? textAt(error.data, 'message')) : undefined;
  return (details ?? error.message).replace(NAME_OF_CODE, '').slice(0, DETAIL_CHARS_MAX).toWellFormed();
}

const strangeTalk = (agent: Agent, trouble: string, stderr: string): Failure => ({
  code: 'agent-protocol',
  message: `${agent.name} does not speak the Agent Client Protocol. ${trouble}.`,
  detail: stderr,
});

const exitOf = ({ exit }: ConnectionEnd) => (exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`);
