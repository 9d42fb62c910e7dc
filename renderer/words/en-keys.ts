import type { JsonNeed, KeybindingsRefusal } from '../../protocol/keybindings.ts';
import type { KeyProblem } from '../keys/resolve.ts';
import type { Scope } from '../keys/scopes.ts';
import type { StrokeMistake } from '../keys/stroke.ts';
import type { CommandId } from '../keys/table.ts';
import { count, number } from './en-count.ts';
import { worded } from './worded.ts';

const commandNames: { readonly [Id in CommandId]: string } = {
  'palette.open': 'Search and commands',
  'session.new': 'New session',
  'session.takeOver': 'Take over a session…',
  'session.rename': 'Rename session',
  'session.delete': 'Delete session',
  'attention.next': 'Go to the next session that needs you',
  'budget.open': 'Budget…',
  'session.clear': 'Clear conversation…',
  'turn.stop': 'Stop the agent',
  'turn.stopTree': 'Stop the agent and all sessions below',
  'trail.back': 'Back',
  'trail.forward': 'Forward',
  'sidebar.toggle': 'Show or hide the sidebar',
  'plan.toggle': 'Show or hide the plan',
  'tree.toggle': 'Show or hide the tree',
  'tree.next': 'Go to the next agent beside this one',
  'tree.previous': 'Go to the agent before this one',
  'tree.up': 'Go to the agent that started this one',
  'tree.down': 'Go to the first agent below this one',
  'aside.toggle': 'Show or hide asides',
  'composer.attach': 'Attach files',
  'permission.allow': 'Allow once',
  'permission.always': 'Always here',
  'permission.reject': 'Reject',
  'session.nth.1': 'Go to session 1',
  'session.nth.2': 'Go to session 2',
  'session.nth.3': 'Go to session 3',
  'session.nth.4': 'Go to session 4',
  'session.nth.5': 'Go to session 5',
  'session.nth.6': 'Go to session 6',
  'session.nth.7': 'Go to session 7',
  'session.nth.8': 'Go to session 8',
  'session.nth.9': 'Go to session 9',
  'settings.general': 'Settings',
  'settings.agents': 'Settings: Agents',
  'settings.permissions': 'Settings: Permissions',
  'settings.notifications': 'Settings: Notifications',
  'settings.usage': 'Settings: Usage',
  'settings.keyboard': 'Settings: Keyboard',
  'settings.about': 'Settings: About',
  'theme.system': 'Theme: Like the system',
  'theme.light': 'Theme: Light',
  'theme.dark': 'Theme: Dark',
  'transcript.start': 'Go to the start',
  'transcript.end': 'Go to the end',
  'composer.send': 'Send, or queue while running',
  'composer.steer': 'Stop and send',
  'composer.takeBack': 'Edit the waiting prompt',
  'dialog.accept': 'Accept',
};

const scopeNames: { readonly [Name in Scope]: string } = {
  everywhere: 'Everywhere',
  app: 'Window',
  sidebar: 'Session list',
  transcript: 'Transcript',
  panel: 'Plan',
  composer: 'Composer',
  dialog: 'Dialogs',
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

const keyProblem = worded<KeyProblem>({
  unreadable: ({ message }) => `The file cannot be read: ${message}`,
  'too-large': ({ maxBytes }) => `The file is larger than ${number(maxBytes)} bytes and was not read.`,
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
});

const keybindingsRefusal = worded<KeybindingsRefusal>({
  'keybindings-broken': ({ line, column }) =>
    `Nothing was changed: the file cannot be read at line ${line}, column ${column}. Repair it there, or reset all.`,
  'keybindings-too-large': ({ maxBytes }) =>
    `Nothing was changed: the file is larger than ${number(maxBytes)} bytes. Shorten it, or reset all.`,
  'keybindings-full': ({ max }) => `Nothing was changed: the file has ${max} entries. Remove one first.`,
  'keybindings-unwritable': ({ message }) => `Nothing was changed: ${message}`,
});

/** What is said of keys, in English. */
export const enKeys = {
  commandName: (id: CommandId) => commandNames[id],
  scopeName: (scope: Scope) => scopeNames[scope],
  keyProblem,
  keybindingsRefusal,
  searchKeys: 'Search commands and keys',
  noKeys: 'None',
  pressKeys: 'Press keys…',
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
  keyProblems: (n: number) => `${count(n, 'mistake', 'mistakes')} in the file of your keys. The rest of it counts.`,
  show: 'Show',
  where: 'Where',
  keys: 'Keys',
  keyNames: 'What commands and scopes are called there',
  keyFile: 'The file',
  keyFileHelp: 'All of this is one file. It may have comments, and counts as soon as it is saved.',
  keyFileRules:
    'A command that is named there has those keys and no others; without a value in place of the keys it has none. Mod is Cmd on a Mac and Ctrl elsewhere. Without a scope the keys count where the list above says. The inner scope comes first, and what is typed into a field stays there.',
} as const;
