import type { TokenKind, UsageGroup, UsedTurn } from '../../protocol/usage.ts';
import { count, number } from './en-count.ts';

/** What is said of tokens, cost and time. */
export const enUsage = {
  usage: 'Usage',
  /** `figures`: how full the context is, and what was spent, as far as that is known. */
  usageOf: (figures: string) => `Usage: ${figures}`,
  contextWindow: 'Context window',
  contextUse: (used: string, size: string, share: string) => `${used} of ${size} tokens, ${share}`,
  contextFull: (share: string) => `Context ${share} full`,
  nearlyFull: 'nearly full',
  nearlyFullHelp: 'Nearly full. The agent may shorten the conversation soon; a new session begins with an empty one.',
  notReported: 'not reported',
  tokensOf: (tokens: string) => `${tokens} tokens`,
  tokenKind: (kind: TokenWord) => tokenKinds[kind],
  usageTurn: 'Turn',
  usageTurns: 'Turns',
  usageTime: 'Time',
  usageTokens: 'Tokens',
  usageCost: 'Cost',
  thisSession: 'This session',
  withBelow: (sessions: number) => `With ${count(sessions, 'session', 'sessions')} below it`,
  usageOfTurns: 'Usage by turn',
  turnPlace: (place: TurnPlace) => turnPlaces[place],
  /** Of some turns nothing is known, so the sum is of the others. */
  tokensPartly: (reported: number, turns: number) => partly('Tokens', reported, turns),
  costPartly: (reported: number, turns: number) => partly('Cost', reported, turns),
  timePartly: (reported: number, turns: number) => partly('Time', reported, turns),
  turnUsage: (work: string, person: string, children: string, calls: string) =>
    `Worked ${work}; waited for you ${person}, for other sessions ${children}; tool calls: ${calls}`,
  usageHelp: 'As the agents report it. Amounts are never converted; what an agent does not report is not in the sums.',
  usageBy: 'By',
  usageGroup: (group: UsageGroup) => groups[group],
  usagePeriod: 'Period',
  usageDays: (days: number) => (days === 0 ? 'All' : count(days, 'day', 'days')),
  usageNone: 'Nothing was used in this period.',
  usageNothingYet: 'Nothing has been used yet.',
  usageTotal: 'Total',
  usageMore: 'The list is longer; the total has all of it.',
  goneSessions: 'Deleted sessions and asides',
  onlyTime: 'tokens and cost not reported',
  agentUsage: (figures: string) => `Last 30 days: ${figures}`,
  agentUnused: 'Not used in the last 30 days',
};

const partly = (what: string, reported: number, turns: number) =>
  `${what} of ${number(reported)} out of ${count(turns, 'turn', 'turns')}; the others reported none.`;

type TokenWord = Exclude<TokenKind, 'total'>;
type TurnPlace = Exclude<UsedTurn['place'], 'shown'>;

const tokenKinds: { readonly [Kind in TokenWord]: string } = {
  input: 'Input',
  output: 'Output',
  cachedRead: 'From cache',
  cachedWrite: 'Into cache',
  thought: 'Thinking',
};
const turnPlaces: { readonly [Place in TurnPlace]: string } = {
  branch: 'other branch',
  undone: 'rolled back',
  gone: 'rolled back for good',
};
const groups: { readonly [Group in UsageGroup]: string } = {
  agent: 'Agent',
  folder: 'Folder',
  day: 'Day',
  session: 'Session',
};
