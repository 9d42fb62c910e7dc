import type { Activity } from '../../protocol/activity.ts';
import type { AgentAbility } from '../../protocol/agent.ts';
import type { Notice, ToolStatus } from '../../protocol/item.ts';
import type { Failure, Outcome, StartWait } from '../../protocol/turn.ts';
import type { DeniedReason } from '../bridge/bridge.ts';
import type { LanguageChoice } from '../stores/language.ts';
import type { Motion, Theme } from '../stores/window.ts';
import { enAgentForm } from './en-agent-form.ts';
import { enAttachments } from './en-attachments.ts';
import { enAttention } from './en-attention.ts';
import { enBranches } from './en-branches.ts';
import { enBudget } from './en-budget.ts';
import { enCatalog } from './en-catalog.ts';
import { enChildren } from './en-children.ts';
import { enCompletion } from './en-completion.ts';
import { enComposer } from './en-composer.ts';
import { count, number } from './en-count.ts';
import { enFamily } from './en-family.ts';
import { enForms, formFault } from './en-forms.ts';
import { enKeys } from './en-keys.ts';
import { enLife } from './en-life.ts';
import { enLists } from './en-lists.ts';
import { enOptions } from './en-options.ts';
import { enPermissions } from './en-permissions.ts';
import { enPills } from './en-pills.ts';
import { agentRefusal, folderRefusal, refusal } from './en-refusals.ts';
import { enRunbooks } from './en-runbooks.ts';
import { enSignIn } from './en-sign-in.ts';
import { enTakeOver } from './en-take-over.ts';
import { enTree } from './en-tree.ts';
import { enUsage } from './en-usage.ts';
import { worded } from './worded.ts';

const failures: { readonly [Code in Failure['code']]: string } = {
  'agent-missing': 'The agent’s command was not found. Check it in the settings.',
  'agent-start': 'The agent did not start. What it said last is below.',
  'agent-sign-in': 'The agent wants you to sign in first.',
  'secret-missing': 'A secret that the agent needs was not set. Set it in the agent’s settings, then try again.',
  'secret-sealed':
    'A secret that the agent needs was kept in the system’s key store by the desktop app, which cannot be asked here. Set it anew in the agent’s settings, or use the desktop app.',
  'agent-crashed': 'The agent ended in the middle of its turn. What it wrote so far is kept.',
  'agent-silent': 'The agent did not answer in time. What it wrote so far is kept.',
  'agent-error': 'The agent answered with an error. What it wrote so far is kept.',
  'agent-protocol': 'The agent does not speak a version of the protocol that Skein knows.',
  'attachment-unreadable': 'A file that goes with the prompt cannot be read any more. Attach it again.',
  'over-budget':
    'The budget of the tree was used up while this waited for its place. Nothing was sent; raise the budget, then try again.',
  'folder-missing': 'The working folder is not there any more. Put it back, then try again.',
};

const activities: { readonly [Kind in Activity['kind']]: string } = {
  idle: 'Idle',
  finished: 'Finished',
  queued: 'Waiting in line',
  starting: 'Starting',
  waiting: 'Waiting for the agent',
  awaiting: 'Waiting for children',
  'rate-limited': 'Waiting for the provider',
  running: 'Running',
  asking: 'Needs an answer',
  stopping: 'Stopping',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
};

const startWaits: { readonly [Kind in StartWait['kind']]: string } = {
  crashes: 'The agent ended several times in a row. It is started again in a moment',
  room: 'Waiting until another agent’s program ends',
};

const outcomes: { readonly [Kind in Outcome['kind']]: string } = {
  completed: 'Finished',
  'cut-short': 'The agent ended early',
  stopped: 'Stopped. What was written is kept.',
  interrupted: 'Interrupted: Skein ended while the agent worked. What was written is kept.',
  failed: 'Failed',
};

const cutShort: { readonly [Reason in Extract<Outcome, { kind: 'cut-short' }>['reason']]: string } = {
  'max-tokens': 'The agent ended early: it reached its limit of tokens.',
  'max-requests': 'The agent ended early: it reached its limit of model requests.',
  refusal: 'The agent refused to go on.',
};

const interruptedBy: { readonly [By in Required<Extract<Outcome, { kind: 'interrupted' }>>['by']]: string } = {
  'agent-ended': 'Interrupted: the program of its agent ended. What was written is kept.',
  'agent-unsure': 'Interrupted: its agent does not say any more what it does. What was written is kept.',
};

const outcome = (ended: Outcome) => {
  if (ended.kind === 'interrupted' && ended.by !== undefined) return interruptedBy[ended.by];
  return ended.kind === 'cut-short' ? cutShort[ended.reason] : outcomes[ended.kind];
};

/** Those that are one sentence. */
export type PlainNotice = Exclude<Notice, { readonly code: 'from-agent' | 'ended' }>;

const TAKEN_OVER: { readonly [History in Extract<PlainNotice, { code: 'taken-over' }>['history']]: string } = {
  fetched: 'Taken over from the agent: what came before was fetched from it',
  untold: 'Taken over from the agent: it knows what was said before, but does not tell it',
  incomplete: 'Taken over from the agent: what was said before is not all here',
};

const notice = worded<PlainNotice>({
  'set-to-work': () => 'Set to work by the agent that leads it',
  resumed: () => 'Resumed where the turn before ended',
  'handed-over': () => 'The agent could not load the conversation; a new one was given the transcript',
  'taken-over': ({ history }) => TAKEN_OVER[history],
  forked: () => 'The agent goes on in its own copy of the conversation',
  'not-rolled-back': ({ stuck, stopped }) =>
    `Nothing was rolled back: ${stuck.join(', ')} did not stop in time.${stopped.length > 0 ? ` Stopped: ${stopped.join(', ')}.` : ''}`,
  heavy: ({ bytes }) => `The agent’s programs hold ${(bytes / 1024 ** 3).toFixed(1)} GiB of memory.`,
  'form-refused': ({ fault }) => formFault(fault),
  'sent-as-links': ({ names }) => `This agent cannot look at pictures. It was told where they are: ${names.join(', ')}`,
  'option-refused': ({ option, text }) => `The agent did not take up the choice for ${option}: ${text}`,
});

const toolStatuses: { readonly [Status in ToolStatus]: string } = {
  pending: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
};

const heldReasons = {
  stopped: 'Held, because the turn was stopped.',
  failed: 'Held, because the turn failed.',
  interrupted: 'Held, because Skein ended meanwhile.',
  'over-budget': 'Held, because the budget of the tree is used up.',
} as const;

const denied: { readonly [Reason in DeniedReason]: string } = {
  'code-used': 'This address was opened already; each works once.',
  'code-unknown': 'This address is too old or not of this host.',
  'credential-unknown': 'Skein was started anew since this window was opened.',
  'no-code': 'This window came without the code that lets it in.',
};

const abilities: { readonly [Ability in AgentAbility]: string } = {
  load: 'Loads conversations',
  fork: 'Copies conversations',
  resume: 'Resumes',
  list: 'Lists conversations',
  close: 'Closes',
  delete: 'Deletes conversations',
  images: 'Images',
  context: 'Files in prompts',
  'http-tools': 'Tools over HTTP',
};

/** A language is called what its speakers call it. */
const languages: { readonly [Choice in LanguageChoice]: string } = {
  system: 'Like the system',
  en: 'English',
  zh: '简体中文',
};

const themes: { readonly [Name in Theme]: string } = { system: 'Like the system', light: 'Light', dark: 'Dark' };

const motions: { readonly [Name in Motion]: string } = { system: 'Like the system', reduced: 'Nothing moves' };

/** Everything that Skein says, in English. Another language is another value of this type. */
export const en = {
  locale: 'en',
  app: 'Skein',
  number,
  refusal,
  agentRefusal,
  folderRefusal,
  failure: (failure: Failure) => failures[failure.code],
  activity: (activity: Activity) =>
    activity.kind === 'queued'
      ? `Waiting in line, place ${activity.place}`
      : activity.kind === 'starting' && activity.wait
        ? startWaits[activity.wait.kind]
        : activities[activity.kind],
  outcome,
  onlyItsAgent: 'Its agent leads it itself: it takes no prompts. An aside can ask about it.',
  stopAbove: 'Stop the session above it',
  notice,
  toolStatus: (status: ToolStatus) => toolStatuses[status],
  denied: (reason: DeniedReason) => denied[reason],
  ability: (ability: AgentAbility) => abilities[ability],
  theme: (theme: Theme) => themes[theme],
  language: (choice: LanguageChoice) => languages[choice],
  motion: (motion: Motion) => motions[motion],

  notConnected: 'Skein is not connected to its host just now. Your text is kept; try again in a moment.',
  hostBroke: 'Something went wrong in the host. Nothing was changed; its log says more.',
  reconnecting: 'The connection to the host was lost. Reconnecting… What you see is the last known state.',
  deniedTitle: 'This window needs a new address',
  deniedHelp: 'In the terminal where Skein runs, this command prints one:',
  diskFailing: (message: string) => `${message} Agents are held back until there is room; nothing is lost.`,
  broke: 'This window ran into an error',
  brokeHelp: 'Your sessions are safe: they live in the host. Reload to go on.',
  reload: 'Reload',

  sessions: 'Sessions',
  hideSidebar: 'Hide sidebar',
  showSidebar: 'Show sidebar',
  newSession: 'New session',
  noSessions: 'Sessions appear here, grouped by folder.',
  running: (n: number) => count(n, 'running', 'running'),
  waiting: (n: number) => `${number(n)} waiting for you`,
  nothingRunning: 'No agents running',
  settings: 'Settings',
  untitled: 'Untitled session',
  rename: 'Rename',
  delete: 'Delete',
  deleted: (title: string) => `Deleted “${title}”.`,
  undo: 'Undo',
  dismiss: 'Dismiss',
  back: 'Back',
  forward: 'Forward',
  loadingMore: 'Loading older sessions…',
  justNow: 'now',
  minutesAgo: (n: number) => `${n}m`,
  hoursAgo: (n: number) => `${n}h`,
  daysAgo: (n: number) => `${n}d`,

  firstTitle: 'Start your first session',
  startTitle: 'Start a session',
  firstHelp: 'Choose a folder, choose an agent, say what you want done. Everything stays on this computer.',
  tour: 'Try the tour runbook',
  agentsHere: 'Agents on this computer',
  playbookHelp: 'Runs Markdown runbooks. Built in: no key, no network.',
  ready: 'Ready',
  use: 'Use',
  anythingElse: 'Anything else that speaks ACP works too.',
  addCommand: 'Add a custom command',

  agent: 'Agent',
  folder: 'Folder',
  recentFolders: 'Recent folders',
  browse: 'Browse',
  hideBrowser: 'Close the list',
  parentFolder: 'Parent folder',
  noFolders: 'No folders in here.',
  moreFolders: 'There are more folders than are shown; type the path instead.',
  firstPrompt: 'First prompt',
  firstPromptHint: 'What do you want done? You can also write it later.',
  start: 'Start',
  starting: 'Starting…',
  cancel: 'Cancel',
  close: 'Close',
  chooseFolderFirst: 'Choose a folder first.',
  chooseAgentFirst: 'Choose an agent first.',

  transcript: 'Transcript',
  loading: 'Loading…',
  emptySession: (agent: string) => `Say what you want done. ${agent} works in the folder above.`,
  you: 'You',
  reply: 'Reply',
  said: (name: string) => `${name} said`,
  thought: (seconds: number) => `Thought for ${count(seconds, 'second', 'seconds')}`,
  thinking: 'Thinking',
  newBelow: 'New below',
  jumpToStart: 'Jump to the start',
  olderItems: 'Loading older items…',
  newerItems: 'Loading newer items…',
  omitted: (n: number) => `${count(n, 'character is', 'characters are')} not shown here.`,
  loadOmitted: 'Load',
  someEarlierLines: 'Earlier lines',
  earlierLines: (n: number) => count(n, 'earlier line', 'earlier lines'),
  fewerLines: 'Show the newest lines only',
  exitCode: (code: number) => `Exit ${code}`,
  signal: (name: string) => `Ended by ${name}`,
  interruptTerminal: 'Interrupt this command',
  openInViewer: 'Open in viewer',
  outputOf: (title: string) => `Output of ${title}`,
  positionInOutput: 'Position in the output',
  outputPosition: (at: number, length: number, percent: number) =>
    `Character ${number(at)} of ${number(length)} · ${percent}%`,
  toOutputStart: 'Go to the start',
  toOutputEnd: 'Go to the end',
  partNotLoaded: 'This part of the output could not be loaded.',
  input: 'Input',
  output: 'Output',
  copy: 'Copy',
  copied: 'Copied',
  expand: 'Expand',
  collapse: 'Collapse',
  moreDiffLines: (n: number) =>
    `${count(n, 'more line of this change is', 'more lines of this change are')} not shown.`,
  resume: 'Resume',
  retry: 'Try again',
  lastWords: 'What the agent said last',

  plan: 'Plan',
  planDone: (done: number, all: number) => `${done} of ${all}`,
  showPanel: 'Show the plan',
  hidePanel: 'Hide the plan',

  wantsToRun: 'wants to run a command',
  wantsTo: 'asks for permission',
  oneOf: (place: number, all: number) => `${place} of ${all}`,

  prompt: 'Prompt',
  promptHint: (agent: string) => `Ask ${agent}`,
  send: 'Send',
  stop: 'Stop',
  sends: 'sends',
  newLine: 'new line',
  stops: 'stops',

  agents: 'Agents',
  agentsHelp: 'Programs that speak the Agent Client Protocol.',
  general: 'General',
  keyboard: 'Keyboard',
  about: 'About',
  builtIn: 'Built in. Cannot be removed.',
  addCustom: 'Add custom',
  newAgent: 'Add a custom agent',
  editAgent: (handle: string) => `Edit @${handle}`,
  edit: 'Edit',
  remove: 'Remove',
  removedAgent: (handle: string) => `Removed @${handle}. Its sessions stay readable.`,
  handle: 'Handle',
  handleHelp: 'Lower-case letters, digits and hyphens.',
  name: 'Name',
  command: 'Command',
  arguments: 'Arguments',
  argumentsHelp: 'One per line.',
  environment: 'Environment',
  environmentHelp: 'NAME=value, one per line. Added to what Skein itself runs with.',
  test: 'Test',
  testing: 'Testing…',
  testWorks: (name: string, version: string, ms: number) => `${name} ${version} answered in ${number(ms)} ms.`,
  save: 'Save',
  badHandle: 'A handle begins with a letter and has only lower-case letters, digits and hyphens, at most 32.',
  badName: 'The agent needs a name of at most 64 characters.',
  badCommand: 'The command is missing.',
  tooLong: (field: string) => `${field}: this is more than an agent can be given.`,
  badEnvironment: (line: string) => `“${line}” is not NAME=value.`,
  themeTitle: 'Theme',
  languageTitle: 'Language',
  motionTitle: 'Motion',
  motionHelp: 'What is working turns, what opens fades in.',
  version: 'Version',
  dataFolder: 'Data folder',

  // Queue
  queueAction: 'Queue',
  queues: 'queues',
  steers: 'stops and sends',
  queued: 'Waiting prompts',
  next: 'Next',
  afterNext: 'Then',
  editQueued: 'Edit in the composer',
  steerQueued: 'Stop and send this now',
  removeQueued: 'Remove',
  release: 'Send them',
  held: (why: keyof typeof heldReasons) => heldReasons[why],

  // Palette
  jump: 'Search or jump to…',
  palette: 'Search and commands',
  paletteHint: 'Search sessions, folders and commands, or type > for commands only',
  results: 'Results',
  matches: (n: number) => count(n, 'result', 'results'),
  noMatches: 'Nothing matches.',
  olderNotSearched: 'Older sessions are found once the list has loaded them: scroll it to its end.',
  recentSessions: 'Recent sessions',
  commands: 'Commands',
  newSessionIn: (folder: string) => `New session in ${folder}`,
  stopTurn: 'Stop the agent',
  renameThisSession: 'Rename this session',
  deleteThisSession: 'Delete this session',
  settingsPage: (page: string) => `Settings: ${page}`,
  themeCommand: (theme: string) => `Theme: ${theme}`,

  ...enForms,
  ...enKeys,
  ...enBranches,
  ...enAttention,
  ...enAgentForm,
  ...enCatalog,
  ...enLists,
  ...enComposer,
  ...enCompletion,
  ...enAttachments,
  ...enChildren,
  ...enFamily,
  ...enLife,
  ...enTree,
  ...enPills,
  ...enTakeOver,
  ...enOptions,
  ...enRunbooks,
  ...enBudget,
  ...enUsage,
  ...enSignIn,
  ...enPermissions,
} as const;
