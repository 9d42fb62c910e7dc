import type { CatalogRefusal, ImportTrouble, LoginFailure, NothingFound } from '../../protocol/catalog.ts';
import { count, number } from './en-count.ts';
import { worded } from './worded.ts';

const nothingFound = worded<NothingFound>({
  'not-installed': () => 'It is not installed.',
  'npx-missing': () => 'It would run through npx, which is not here. Install Node.js, then look again.',
  'node-too-old': ({ version, min }) =>
    version === null
      ? `It needs Node.js ${min} or newer; which one is here is not known.`
      : `It needs Node.js ${min} or newer; here is ${version}.`,
});

const loginFailure = worded<LoginFailure>({
  'no-shell': () => 'No login shell is known.',
  'too-slow': ({ ms }) => `The login shell did not answer within ${number(ms / 1000)} seconds.`,
  'too-long': () => 'The login shell printed without end.',
  'not-started': ({ message }) => `The login shell could not be started: ${message}.`,
  'no-answer': ({ exitCode, message }) =>
    `The login shell ended without an answer (${exitCode === null ? 'killed' : `code ${exitCode}`}): ${message}.`,
});

const importTrouble = worded<ImportTrouble>({
  'not-installed': ({ program, homepage }) =>
    homepage === null
      ? `Its program ${program} is not installed.`
      : `Its program ${program} is not installed; see ${homepage}.`,
  'other-system': () => 'There is no version of it for this system.',
  'no-program': () => 'It is not a program that can be started here.',
  malformed: ({ path }) => `“${path}” is missing or cannot be understood.`,
  'too-many': ({ max }) => `Only ${number(max)} agents are read at once.`,
});

const catalogRefusal = worded<CatalogRefusal>({
  'not-json': ({ line, column }) =>
    line === null || column === null ? 'This is no JSON.' : `This is no JSON: look at line ${line}, column ${column}.`,
  'no-agents': () => 'There is no agent in this text.',
});

/** What is said of agents that could be added. */
export const enCatalog = {
  looking: 'Looking for agents on this machine…',
  lookAgain: 'Look again',
  lookFailed: 'Looking for agents failed.',
  foundHere: 'Found on this machine',
  noneFoundHere: 'No other agent that Skein knows is installed here.',
  foundFetchable: 'Without installing',
  foundFetchableHelp: 'npx fetches them when they are first started, which can take a minute.',
  knownOthers: 'To be installed',
  foundByNpx: (name: string) => `Runs ${name}`,
  moreAgents: (more: number) => `${count(more, 'more agent', 'more agents')} that Skein knows`,
  versionUnknown: 'unknown version',
  add: 'Add',
  addAgent: (name: string) => `Add ${name}`,
  testAgent: (handle: string) => `Test @${handle}`,
  homepage: (name: string) => `About ${name}`,
  nothingFound,
  loginTitle: 'Where programs are looked for',
  loginNone: 'In the environment of Skein.',
  loginRead: (ms: number, at: string) => `As your login shell sets it up, read in ${number(ms)} ms at ${at}:`,
  loginAdded: (folders: number) => `${count(folders, 'folder', 'folders')} more than Skein was started with`,
  loginFailure,
  loginFallback: 'Programs are looked for where Skein itself was started.',
  nodeFound: (version: string) => `Node.js ${version}:`,
  nodeMissing: 'Node.js was not found; agents that come through npx need it.',
  importAction: 'Import…',
  importAgents: 'Import agents',
  importHelp:
    'The file of the agent registry or one of its entries, the agent_servers of an editor’s settings, or one agent as JSON.',
  importText: 'Text',
  chooseFile: 'Choose a file…',
  importRead: 'Read',
  importFound: 'What was read',
  importAdd: (agents: number) => `Add ${count(agents, 'agent', 'agents')}`,
  importReplaces: 'replaces the one of that name',
  importRefused: (name: string, why: string) => `${name}: ${why}`,
  importUnreadable: (file: string) => `${file} cannot be read.`,
  importTooLong: 'This is too long for a list of agents.',
  importTrouble,
  catalogRefusal,
};
