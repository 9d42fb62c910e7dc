import type { Keybinding, KeybindingsProblem, Place } from '../../protocol/keybindings.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { pressedAs } from './pressed.ts';
import { isReserved } from './reserved.ts';
import { FIELD_SCOPE, isScope, type Scope } from './scopes.ts';
import { isFunctionKey, isSign, parseKeys, type Stroke, type StrokeMistake, writeKeys } from './stroke.ts';
import { COMMAND_IDS, type CommandId, isBound, isCommandId, ownKeys, scopeOf } from './table.ts';

/** What is wrong with one entry, as far as this window and this keyboard can tell. */
export type EntryMistake =
  | { readonly code: 'unknown-command'; readonly command: string }
  | { readonly code: 'unknown-scope'; readonly scope: string }
  | { readonly code: 'bound-scope'; readonly command: CommandId; readonly scope: Scope }
  | { readonly code: 'unreadable-keys'; readonly keys: string; readonly mistake: StrokeMistake }
  | { readonly code: 'typed-keys'; readonly keys: string }
  | { readonly code: 'reserved-keys'; readonly keys: string }
  | { readonly code: 'taken-keys'; readonly keys: string; readonly scope: Scope; readonly by: CommandId };

export type KeyProblem = KeybindingsProblem | (EntryMistake & Place);

/** A key and where it counts. `keys` is written in the one way, with `Mod`. */
export type BoundKeys = { readonly keys: string; readonly scope: Scope };

/** What every key does. */
export type Bindings = {
  /** By scope, then by the press as this machine makes it. */
  readonly commands: ReadonlyMap<Scope, ReadonlyMap<string, CommandId>>;
  readonly keys: ReadonlyMap<CommandId, readonly BoundKeys[]>;
  /** Commands whose keys the file says. */
  readonly changed: ReadonlySet<CommandId>;
  /** In their order in the file. */
  readonly problems: readonly KeyProblem[];
};

/** What an entry means, when it means something. */
type Meaning = { readonly id: CommandId; readonly scope: Scope; readonly stroke: Stroke | null };

/**
 * The keys of all commands. A command that an entry names has the keys of its entries and no others; wrong entries do
 * not count. A key that the file gives to somebody is taken from the command that had it of its own.
 */
export function resolve(
  file: { readonly bindings: readonly Keybinding[]; readonly problems: readonly KeybindingsProblem[] },
  mac: boolean,
): Bindings {
  const commands = new Map<Scope, Map<string, CommandId>>();
  const keys = new Map<CommandId, BoundKeys[]>();
  const changed = new Set<CommandId>();
  const problems: KeyProblem[] = [...file.problems];

  for (const binding of file.bindings) {
    const meaning = meaningOf(binding, mac);
    const mistake = meaning.ok ? bind(commands, keys, meaning.value, mac) : meaning.refusal;
    if (mistake) problems.push({ ...mistake, line: binding.line, column: binding.column });
    else if (meaning.ok) changed.add(meaning.value.id);
  }
  for (const id of COMMAND_IDS) {
    const own = changed.has(id) ? null : ownKeys(id, mac);
    const stroke = own === null ? undefined : parseKeys(own);
    // When somebody else was given the key, this command has none.
    if (stroke?.ok) bind(commands, keys, { id, scope: scopeOf(id), stroke: stroke.value }, mac);
  }
  return { commands, keys, changed, problems: problems.toSorted(inOrder) };
}

function bind(
  commands: Map<Scope, Map<string, CommandId>>,
  keys: Map<CommandId, BoundKeys[]>,
  { id, scope, stroke }: Meaning,
  mac: boolean,
): EntryMistake | null {
  if (!stroke) return null;
  const ofScope = commands.get(scope) ?? new Map<string, CommandId>();
  const pressed = pressedAs(stroke, mac);
  const by = ofScope.get(pressed);
  if (by) return { code: 'taken-keys', keys: writeKeys(stroke), scope, by };
  commands.set(scope, ofScope.set(pressed, id));
  keys.set(id, [...(keys.get(id) ?? []), { keys: writeKeys(stroke), scope }]);
  return null;
}

function meaningOf({ keys, command, scope }: Keybinding, mac: boolean): Result<Meaning, EntryMistake> {
  if (!isCommandId(command)) return refuse({ code: 'unknown-command', command });
  if (scope !== null && !isScope(scope)) return refuse({ code: 'unknown-scope', scope });
  const home = scopeOf(command);
  if (scope !== null && scope !== home && isBound(command))
    return refuse({ code: 'bound-scope', command, scope: home });
  if (keys === null) return ok({ id: command, scope: scope ?? home, stroke: null });
  const stroke = readStroke(keys, scope ?? home, mac);
  return stroke.ok ? ok({ id: command, scope: scope ?? home, stroke: stroke.value }) : stroke;
}

/** A key that may count in a scope, or why not. Whether it is free there is another question. */
export function readStroke(keys: string, scope: Scope, mac: boolean): Result<Stroke, EntryMistake> {
  const parsed = parseKeys(keys);
  if (!parsed.ok) return refuse({ code: 'unreadable-keys', keys, mistake: parsed.refusal });
  const stroke = parsed.value;
  const written = writeKeys(stroke);
  if (isReserved(stroke, mac) || (scope !== FIELD_SCOPE && presses(stroke)))
    return refuse({ code: 'reserved-keys', keys: written });
  if (scope === FIELD_SCOPE && writesText(stroke, mac)) return refuse({ code: 'typed-keys', keys: written });
  return ok(stroke);
}

/** What presses the button that has the focus. */
const presses = ({ held, key }: Stroke) => held.size === 0 && (key === 'Enter' || key === 'Space');

/** Alone or with Shift, a field takes all keys but these. */
const NOT_TYPED: ReadonlySet<string> = new Set(['Enter', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Insert']);

function writesText({ held, key }: Stroke, mac: boolean): boolean {
  if (held.has('Mod') || held.has('Ctrl') || held.has('Meta')) return false;
  if (held.has('Alt')) return mac && isSign(key);
  return !NOT_TYPED.has(key) && !isFunctionKey(key);
}

const inOrder = (one: KeyProblem, other: KeyProblem) =>
  placeIn(one).line - placeIn(other).line || placeIn(one).column - placeIn(other).column;
const placeIn = (problem: KeyProblem): Place => ('line' in problem ? problem : { line: 0, column: 0 });
