import { z } from 'zod';

/** The file in the data folder in which a person changes the keys. */
export const KEYBINDINGS_FILE = 'keybindings.json';
/** Entries that count; every view gets them, and nobody remembers more keys. */
export const KEYBINDINGS_MAX = 200;
/** Some hundred entries with their comments; a larger file is something else, and is not read. */
export const KEYBINDINGS_BYTES_MAX = 256 * 1024;
/** Characters of a key such as `Mod+Shift+K`, and of the name of a command or scope. */
export const KEYS_CHARS_MAX = 64;
export const KEY_NAME_CHARS_MAX = 64;

const Keys = z.string().min(1).max(KEYS_CHARS_MAX);
const Name = z.string().min(1).max(KEY_NAME_CHARS_MAX);

/** One entry of the file: the command has these keys instead of its own. `keys` null: it has none. */
export const KeybindingEntry = z.strictObject({ keys: Keys.nullable(), command: Name, scope: Name.optional() });
export type KeybindingEntry = z.infer<typeof KeybindingEntry>;

/** A place in a text; both begin with 1, and a column is a UTF-16 unit. */
export type Place = { readonly line: number; readonly column: number };

/** An entry that is well formed. Whether its command, scope and keys mean something is for the window to say. */
export type Keybinding = Place & {
  readonly keys: string | null;
  readonly command: string;
  /** Null: the scope in which the command is at home. */
  readonly scope: string | null;
};

/** What JSON needs at a place and does not find there. */
export type JsonNeed = 'value' | 'name' | 'colon' | 'comma' | 'end' | 'other';

/** What is wrong with the form of the file. What lies around it counts all the same. */
export type KeybindingsProblem =
  | { readonly code: 'unreadable'; readonly message: string }
  | { readonly code: 'too-large'; readonly maxBytes: number }
  | ({ readonly code: 'not-json'; readonly need: JsonNeed } & Place)
  | ({ readonly code: 'not-a-list' } & Place)
  | ({ readonly code: 'not-an-entry' } & Place)
  | ({ readonly code: 'bad-field'; readonly field: 'keys' | 'command' | 'scope' } & Place)
  | ({ readonly code: 'unknown-field'; readonly field: string } & Place)
  | ({ readonly code: 'too-many'; readonly max: number } & Place);

/** What the file says now. Without a file nothing is bound and nothing is wrong. */
export type Keybindings = {
  /** Absolute, also when there is no file yet. */
  readonly path: string;
  readonly bindings: readonly Keybinding[];
  /** In their order in the file. */
  readonly problems: readonly KeybindingsProblem[];
};

/** How a window changes the file. */
export const KeybindingsChange = z.discriminatedUnion('type', [
  /** The only entry of this command from now on. */
  z.object({ type: z.literal('set'), command: Name, keys: Keys.nullable(), scope: Name.nullable() }),
  /** Without any entry a command has its own keys again. */
  z.object({ type: z.literal('reset'), command: Name }),
  z.object({ type: z.literal('reset-all') }),
]);
export type KeybindingsChange = z.infer<typeof KeybindingsChange>;

/** Why the file was left as it is. */
export type KeybindingsRefusal =
  /** Changing a text that cannot be read through might lose a part of it. */
  | ({ readonly code: 'keybindings-broken' } & Place)
  | { readonly code: 'keybindings-too-large'; readonly maxBytes: number }
  | { readonly code: 'keybindings-full'; readonly max: number }
  /** A sentence of the system says more. */
  | { readonly code: 'keybindings-unwritable'; readonly message: string };
