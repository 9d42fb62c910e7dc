import type { Scope } from './scopes.ts';

/** A key that is not the same on a Mac and elsewhere. */
type PerPlatform = { readonly mac: string; readonly other: string };

export type Keyed = {
  /** Where its keys count unless a person says otherwise. */
  readonly scope: Scope;
  /** Null: it has none of its own. */
  readonly keys: string | PerPlatform | null;
  /** What it does is done in its scope alone: its keys cannot count elsewhere. */
  readonly bound?: true;
};

/** Every action that can have a key, as the settings list them. An id never changes: people's files name it. */
export const KEYED = {
  'palette.open': { scope: 'everywhere', keys: 'Mod+K' },
  'session.new': { scope: 'app', keys: 'Mod+N' },
  'session.takeOver': { scope: 'app', keys: null },
  'session.rename': { scope: 'app', keys: 'F2' },
  'session.delete': { scope: 'sidebar', keys: 'Delete' },
  'attention.next': { scope: 'app', keys: 'F8' },
  'budget.open': { scope: 'app', keys: null },
  'session.clear': { scope: 'app', keys: null },
  'turn.stop': { scope: 'app', keys: 'Mod+.' },
  'turn.stopTree': { scope: 'app', keys: null },
  'trail.back': { scope: 'app', keys: 'Mod+[' },
  'trail.forward': { scope: 'app', keys: 'Mod+]' },
  'sidebar.toggle': { scope: 'app', keys: 'Mod+B' },
  'plan.toggle': { scope: 'app', keys: null },
  'tree.toggle': { scope: 'app', keys: 'Mod+J' },
  'tree.next': { scope: 'app', keys: 'Mod+Alt+ArrowRight' },
  'tree.previous': { scope: 'app', keys: 'Mod+Alt+ArrowLeft' },
  'tree.up': { scope: 'app', keys: 'Mod+Alt+ArrowUp' },
  'tree.down': { scope: 'app', keys: 'Mod+Alt+ArrowDown' },
  'aside.toggle': { scope: 'app', keys: null },
  'composer.attach': { scope: 'app', keys: 'Mod+U' },
  // A Mac's own keys for deleting a word are taken in a text field, where a question must not be answered by them.
  'permission.allow': { scope: 'app', keys: 'Alt+Enter', bound: true },
  'permission.always': { scope: 'app', keys: 'Alt+Shift+Enter', bound: true },
  'permission.reject': { scope: 'app', keys: { mac: 'Mod+Alt+Backspace', other: 'Alt+Backspace' }, bound: true },
  'settings.general': { scope: 'app', keys: 'Mod+,' },
  'settings.agents': { scope: 'app', keys: null },
  'settings.permissions': { scope: 'app', keys: null },
  'settings.notifications': { scope: 'app', keys: null },
  'settings.usage': { scope: 'app', keys: null },
  'settings.keyboard': { scope: 'app', keys: null },
  'settings.about': { scope: 'app', keys: null },
  'theme.system': { scope: 'app', keys: null },
  'theme.light': { scope: 'app', keys: null },
  'theme.dark': { scope: 'app', keys: null },
  'session.nth.1': { scope: 'app', keys: 'Mod+1' },
  'session.nth.2': { scope: 'app', keys: 'Mod+2' },
  'session.nth.3': { scope: 'app', keys: 'Mod+3' },
  'session.nth.4': { scope: 'app', keys: 'Mod+4' },
  'session.nth.5': { scope: 'app', keys: 'Mod+5' },
  'session.nth.6': { scope: 'app', keys: 'Mod+6' },
  'session.nth.7': { scope: 'app', keys: 'Mod+7' },
  'session.nth.8': { scope: 'app', keys: 'Mod+8' },
  'session.nth.9': { scope: 'app', keys: 'Mod+9' },
  'transcript.start': { scope: 'transcript', keys: 'Mod+Home', bound: true },
  'transcript.end': { scope: 'transcript', keys: 'Mod+End', bound: true },
  'composer.send': { scope: 'composer', keys: 'Enter', bound: true },
  'composer.steer': { scope: 'composer', keys: 'Mod+Enter', bound: true },
  'composer.takeBack': { scope: 'composer', keys: 'ArrowUp', bound: true },
  'dialog.accept': { scope: 'dialog', keys: 'Mod+Enter', bound: true },
} as const satisfies Readonly<Record<string, Keyed>>;

export type CommandId = keyof typeof KEYED;

/** In the order of the table. */
export const COMMAND_IDS = Object.keys(KEYED) as readonly CommandId[];
export const isCommandId = (id: string): id is CommandId => Object.hasOwn(KEYED, id);

export const scopeOf = (id: CommandId): Scope => KEYED[id].scope;
export const isBound = (id: CommandId): boolean => 'bound' in KEYED[id];

/** The keys that a command has of its own on such a machine. */
export function ownKeys(id: CommandId, mac: boolean): string | null {
  const keys: string | PerPlatform | null = KEYED[id].keys;
  if (keys === null || typeof keys === 'string') return keys;
  return mac ? keys.mac : keys.other;
}
