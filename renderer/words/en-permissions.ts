import type { ToolKind } from '../../protocol/item.ts';
import type {
  DecidedBy,
  PermissionOption,
  PermissionPolicy,
  RuleRefusal,
  RuleSubject,
  Verdict,
} from '../../protocol/permission.ts';
import { number } from './en-count.ts';
import { worded } from './worded.ts';

/** Who decided, as a window sees it: it knows its own answers. */
export type Decider = Exclude<DecidedBy['kind'], 'person' | 'policy'> | 'you' | 'other-window' | PermissionPolicy;

/** How a question was decided. `made`: a rule was made of it. */
export type DecisionTale = { readonly verdict: Verdict; readonly by: Decider; readonly made: boolean };

export const policyNames: { readonly [Policy in PermissionPolicy]: string } = {
  ask: 'Ask',
  reads: 'Allow reads',
  edits: 'Allow edits',
  all: 'Allow everything',
};

const policyHelps: { readonly [Policy in PermissionPolicy]: string } = {
  ask: 'Every question of the agent comes to you.',
  reads: 'Reading and searching in the folder need no answer. All else is asked.',
  edits: 'Reading, searching and editing in the folder need no answer. All else is asked.',
  all: 'Nothing is asked: commands, deletions and network access happen at once, anywhere on this computer.',
};

const optionNames: { readonly [Kind in PermissionOption['kind']]: string } = {
  'allow-once': 'Allow once',
  'allow-always': 'Always, by the agent',
  'reject-once': 'Reject',
  'reject-always': 'Reject always, by the agent',
};

const toolNames: { readonly [Kind in ToolKind]: string } = {
  read: 'Read files',
  search: 'Search',
  edit: 'Edit files',
  delete: 'Delete files',
  move: 'Move files',
  run: 'Run commands',
  think: 'Think',
  compact: 'Shorten the conversation',
  fetch: 'Fetch from the network',
  other: 'Something else',
};

const nobody: { readonly [By in Decider]?: string } = {
  stop: 'Not answered: the turn was stopped',
  agent: 'Not answered: the agent took the question back',
  'turn-ended': 'Not answered: the turn ended',
  'host-ended': 'Not answered: Skein was ended',
};

const verdicts: { readonly [Kind in Verdict]: string } = {
  once: 'allowed',
  always: 'allowed always',
  rejected: 'rejected',
  cancelled: 'not answered',
};

function decided({ verdict, by, made }: DecisionTale): string {
  const unanswered = nobody[by];
  if (unanswered !== undefined) return unanswered;
  if (by === 'rule') return 'Allowed by a rule';
  if (by === 'own-tool') return 'Allowed: a tool of Skein, which asks where it needs to';
  if (by !== 'you' && by !== 'other-window') return `Allowed by the policy “${policyNames[by as PermissionPolicy]}”`;
  const did = {
    once: 'You allowed it',
    always: made ? 'You allowed it always here' : 'You allowed it always, by the agent',
    rejected: 'You rejected it',
    cancelled: 'Not answered',
  }[verdict];
  return by === 'you' ? did : `${did}, in another window`;
}

const byWhom: { readonly [By in DecidedBy['kind']]: string } = {
  person: 'in a window',
  policy: 'by the policy',
  rule: 'by a rule',
  'own-tool': 'by Skein',
  stop: 'because the turn was stopped',
  agent: 'because the agent took it back',
  'turn-ended': 'because the turn ended',
  'host-ended': 'because Skein was ended',
};

/** What a second answer is told of the first. */
export const answeredBefore = (verdict: Verdict | undefined, by: DecidedBy | undefined): string =>
  verdict && by ? `: ${verdicts[verdict]} ${byWhom[by.kind]}` : '';

const ruleRefusal = worded<RuleRefusal>({
  'unknown-rule': () => 'This rule is not here any more: it was revoked already.',
  'too-many-rules': ({ maxRules }) => `There are ${number(maxRules)} rules already. Revoke one first.`,
  'disk-failing': ({ message }) => `Nothing was changed: ${message} Make room, then try again.`,
});

/** What is said of questions of agents: how they are answered, by whom, and what is remembered of it. */
export const enPermissions = {
  permissions: 'Permissions',
  policy: (policy: PermissionPolicy) => policyNames[policy],
  policyHelp: (policy: PermissionPolicy) => policyHelps[policy],
  defaultPolicy: 'New sessions',
  defaultPolicyHelp: 'What they allow without a question until you choose otherwise in them.',
  allowAllTitle: 'Allow everything?',
  allowAllText:
    'The agent will run commands, change and delete files and use the network without asking, also outside its folder. You will see what it did only afterwards.',
  allowAllHere: 'This holds for this session until you choose something else.',
  allowAllByDefault: 'This will hold for every new session.',
  allowAllYes: 'Allow everything',
  optionName: (kind: PermissionOption['kind']) => optionNames[kind],
  alwaysHere: 'Always here',
  agentKeeps: (said: string) =>
    `${said}. The agent keeps this itself: it may hold in other sessions and folders, and is not among the rules here.`,
  alwaysHereHelp: (what: string, agent: string, folder: string) =>
    `From now on @${agent} is not asked about this in ${folder}: ${what}. You can revoke it in the settings.`,
  ruleSubject: (subject: RuleSubject) =>
    subject.kind === 'tool' ? toolNames[subject.tool] : subject.kind === 'command' ? subject.command : subject.title,
  decided,
  alwaysInTree: (agent: string) =>
    `“Always here” holds for @${agent} in this folder, in the whole tree and outside it. Other agents and other folders still ask.`,
  needsAnswer: 'needs an answer',
  showChild: (way: string) => `Go to ${way}`,
  waitingHere: (open: number) => `${open} waiting for you`,
  askedHere: 'This session',
  asksMore: (more: number) => `${more} more`,
  asksBelow: (open: number) =>
    open === 1 ? 'Something below needs an answer' : `${open} questions below need an answer`,
  policyInherited: (parent: string, held: string) => `Inherited from ${parent}: ${held}`,
  policyInheritedHelp: 'Whatever the parent allows, also when that changes.',
  widerTitle: 'Allow more than its parent?',
  widerText: (parent: string, held: string) =>
    `“${parent}” is set to “${held}”. Its agent could have done here what it must ask for itself.`,
  allowAllWider: (parent: string, held: string) =>
    `“${parent}” is set to “${held}”, so its agent could have done here what it must ask for itself. This holds until you choose something else.`,
  revoke: 'Revoke',
  revokeRule: (what: string) => `Revoke: ${what}`,
  revoked: 'Revoked. It is asked again from now on.',
  ruleRefusal,
  rules: 'Rules',
  noRules: 'Nothing is remembered. “Always here” on a question of an agent makes a rule, which is then listed here.',
  rulesHelp: 'What these allow is not asked any more. What is revoked is asked again at once.',
  ruleMade: (when: string, session: string) => `Made ${when} in “${session}”`,
  ruleMadeGone: (when: string) => `Made ${when} in a session that is gone`,
  ruleUsed: (times: number, when: string) => (times === 1 ? `used once, ${when}` : `used ${times} times, last ${when}`),
  ruleUnused: 'not used yet',
  decisions: 'Decisions',
  noDecisions: 'No question was decided yet.',
  decisionsOf: 'Session',
  allSessions: 'All sessions',
  moreDecisions: 'Show older ones',
};
