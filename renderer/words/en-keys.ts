import type { JsonNeed, KeybindingsProblem, KeybindingsRefusal } from '../../protocol/keybindings.ts';
import type { EntryMistake, KeyProblem } from '../keys/resolve.ts';
import type { Scope } from '../keys/scopes.ts';
import type { StrokeMistake } from '../keys/stroke.ts';
import type { CommandId } from '../keys/table.ts';
import type { Worded } from './en.ts';

const plural = new Intl.PluralRules('en');
const number = new Intl.NumberFormat('en');

const commandNames: { readonly [Id in CommandId]: string } = {
  'palette.open': 'Search and commands',
  'session.new': 'New session',
  'session.rename': 'Rename the session',
  'session.delete': 'Delete the session',
  'turn.stop': 'Stop the agent',
  'trail.back': 'Back',
  'trail.forward': 'Forward',
  'sidebar.toggle': 'Show or hide the sidebar',
  'plan.toggle': 'Show or hide the plan',
  'permission.allow': 'Allow what the agent asks for, once',
  'permission.reject': 'Reject what the agent asks for',
  'session.nth.1': 'Session 1 of the list',
  'session.nth.2': 'Session 2 of the list',
  'session.nth.3': 'Session 3 of the list',
  'session.nth.4': 'Session 4 of the list',
  'session.nth.5': 'Session 5 of the list',
  'session.nth.6': 'Session 6 of the list',
  'session.nth.7': 'Session 7 of the list',
  'session.nth.8': 'Session 8 of the list',
  'session.nth.9': 'Session 9 of the list',
  'settings.general': 'Settings',
  'settings.agents': 'Settings: Agents',
  'settings.keyboard': 'Settings: Keyboard',
  'settings.about': 'Settings: About',
  'theme.system': 'Theme: Like the system',
  'theme.light': 'Theme: Light',
  'theme.dark': 'Theme: Dark',
  'transcript.start': 'To the start of the transcript',
  'transcript.end': 'To the end of the transcript',
  'composer.send': 'Send; queue while the agent works',
  'composer.steer': 'Stop the agent and send',
  'composer.takeBack': 'Edit the last waiting prompt, when nothing is written',
  'dialog.accept': 'Accept what the dialog asks',
};

const scopeNames: { readonly [Name in Scope]: string } = {
  everywhere: 'Everywhere',
  app: 'In the window',
  sidebar: 'In the list of sessions',
  transcript: 'In the transcript',
  panel: 'In the plan',
  composer: 'In the prompt',
  dialog: 'In dialogs',
};

const jsonNeeds: { readonly [Need in JsonNeed]: string } = {
  value: 'A value is missing here.',
  name: 'A name in quotes is missing here.',
  colon: 'A colon is missing here.',
  comma: 'A comma is missing here.',
  end: 'What was begun before is not closed here.',
  other: 'This cannot be read.',
};

const strokeMistakes: { readonly [Mistake in StrokeMistake]: (keys: string) => string } = {
  'no-key': (keys) => `“${keys}” lacks a key after what is held.`,
  'two-keys': (keys) => `“${keys}” has more than one key; one is pressed at a time.`,
  'unknown-key': (keys) => `“${keys}” has a key that there is not.`,
  'modifier-twice': (keys) => `“${keys}” holds the same twice.`,
};

const keyProblems: Worded<KeybindingsProblem | EntryMistake> = {
  unreadable: ({ message }) => `The file cannot be read: ${message}`,
  'too-large': ({ maxBytes }) => `The file is larger than ${number.format(maxBytes)} bytes and was not read.`,
  'not-json': ({ need }) => jsonNeeds[need],
  'not-a-list': () => 'The file must be a list, in square brackets.',
  'not-an-entry': () => 'An entry is written in braces and has keys and a command.',
  'bad-field': ({ field }) => `“${field}” is missing, or not a text of a few characters.`,
  'unknown-field': ({ field }) => `An entry has no “${field}”.`,
  'too-many': ({ max }) => `At most ${max} entries count; those from here on do not.`,
  'unknown-command': ({ command }) => `There is no command “${command}”.`,
  'unknown-scope': ({ scope }) => `There is no scope “${scope}”.`,
  'bound-scope': ({ command, scope }) => `“${commandNames[command]}” can have keys only here: ${scopeNames[scope]}.`,
  'unreadable-keys': ({ keys, mistake }) => strokeMistakes[mistake](keys),
  'typed-keys': ({ keys }) => `“${keys}” is needed for writing there.`,
  'reserved-keys': ({ keys }) => `“${keys}” belongs to the system or to editing.`,
  'taken-keys': ({ keys, by, scope }) => `“${keys}” is given to “${commandNames[by]}” already: ${scopeNames[scope]}.`,
};

const keybindingsRefusals: Worded<KeybindingsRefusal> = {
  'keybindings-broken': ({ line, column }) =>
    `Nothing was changed: the file cannot be read at line ${line}, column ${column}. Repair it there, or reset all.`,
  'keybindings-too-large': ({ maxBytes }) =>
    `Nothing was changed: the file is larger than ${number.format(maxBytes)} bytes. Shorten it, or reset all.`,
  'keybindings-full': ({ max }) => `Nothing was changed: the file has ${max} entries. Remove one first.`,
  'keybindings-unwritable': ({ message }) => `Nothing was changed: ${message}`,
};

/** What is said of keys, in English. */
export const enKeys = {
  commandName: (id: CommandId) => commandNames[id],
  scopeName: (scope: Scope) => scopeNames[scope],
  keyProblem: (problem: KeyProblem) => (keyProblems[problem.code] as (what: KeyProblem) => string)(problem),
  keybindingsRefusal: (refusal: KeybindingsRefusal) =>
    (keybindingsRefusals[refusal.code] as (what: KeybindingsRefusal) => string)(refusal),
  searchKeys: 'Search names and keys',
  noKeys: 'None',
  pressKeys: 'Press the keys…',
  changedKeys: 'Changed',
  changeKeys: (name: string, keys: string) => `${name}: ${keys}. Change the keys`,
  removeKeys: (name: string) => `${name}: take the keys away`,
  resetKeys: (name: string) => `${name}: back to its own keys`,
  keysWentTo: (name: string) => `its keys went to “${name}”`,
  keysTaken: (keys: string, name: string) => `${keys} belongs to “${name}”, which would lose it.`,
  keysShared: (keys: string, name: string) => `${keys} also does “${name}”; the inner of the two counts.`,
  takeKeys: 'Use it here',
  resetAll: 'Reset all',
  resetAllSure: 'Reset all keys',
  keyProblemsTitle: 'Mistakes in the file; the rest of it counts',
  place: (line: number, column: number) => `Line ${line}, column ${column}`,
  keyProblems: (n: number) =>
    `${number.format(n)} ${plural.select(n) === 'one' ? 'mistake' : 'mistakes'} in the file of your keys. The rest of it counts.`,
  show: 'Show',
  keyFile: 'The file',
  keyFileHelp: 'All of this is one file. It may have comments, and counts as soon as it is saved.',
  keyFileRules:
    'A command that is named there has those keys and no others; without a value in place of the keys it has none. Mod is Cmd on a Mac and Ctrl elsewhere. Without a scope the keys count where the command is listed above. The inner scope comes first, and what is typed into a field stays there.',
} as const;
