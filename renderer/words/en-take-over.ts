import type { AgentSessionsRefusal } from '../../protocol/origin.ts';
import { plural } from './en-count.ts';

const turns = (n: number) => `${n} ${plural(n, 'turn', 'turns')}`;

const refusals: { readonly [Code in Exclude<AgentSessionsRefusal['code'], 'agent-failed'>]: string } = {
  'unknown-agent': 'This agent is not here any more. Choose another one.',
  'cannot-list': 'This agent does not show what sessions it has. Choose another one.',
};

/** What is said of conversations that were begun elsewhere, in English. */
export const enTakeOver = {
  takeOver: 'Take over a session…',
  takeOverSession: 'Take over a session',
  takeOverOf: (handle: string) => `Take over a session of @${handle}`,
  takeOverHelp:
    'What was begun with an agent elsewhere, in a terminal or another app, goes on here with all that was said.',
  filterSessions: 'Filter by title or folder',
  agentSessions: (agent: string) => `Sessions of ${agent}`,
  askingForSessions: (agent: string) => `Asking ${agent} for its sessions`,
  noAgentSessions: (agent: string) => `${agent} has no sessions.`,
  noSuchSessions: 'No session of these matches.',
  noAgentToTakeFrom: 'There is no agent to take a session over from. Add one in the settings first.',
  omittedSessions: (n: number) => `${n} more of this page are not shown: there are too many.`,
  alreadyHere: 'Already here',
  hereInBin: 'Here, in the bin',
  sessionsRefusal: (code: keyof typeof refusals) => refusals[code],

  fetchingHistory: (agent: string, n: number) =>
    `Fetching what was said from ${agent}${n === 0 ? '' : `: ${turns(n)} so far`}`,
  stopFetching: 'Stop fetching',
  historyIncomplete: 'What was said before is not all here. You can go on all the same: the agent knows it.',
  historyMissing: 'What was said before could not be fetched.',
  fetchAgain: 'Fetch again',
  notWhileFetching: 'Sending waits until all that was said is here.',
  thoughtBefore: 'Thought',
};
