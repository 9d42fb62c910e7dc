import { ok, type Result, refuse } from '../../protocol/result.ts';

/** The modifiers in the order in which a key is written. `Mod` is Cmd on a Mac and Ctrl elsewhere. */
export const MODIFIERS = ['Mod', 'Ctrl', 'Alt', 'Shift', 'Meta'] as const;
export type Modifier = (typeof MODIFIERS)[number];

/** One press: a key and what is held meanwhile. */
export type Stroke = { readonly held: ReadonlySet<Modifier>; readonly key: string };

/** Why a text is no key. */
export type StrokeMistake = 'no-key' | 'two-keys' | 'unknown-key' | 'modifier-twice';

/** Other names that people write, in lower case. */
const MODIFIER_NAMES: ReadonlyMap<string, Modifier> = new Map([
  ['mod', 'Mod'],
  ['cmdorctrl', 'Mod'],
  ['ctrl', 'Ctrl'],
  ['control', 'Ctrl'],
  ['alt', 'Alt'],
  ['option', 'Alt'],
  ['shift', 'Shift'],
  ['meta', 'Meta'],
  ['cmd', 'Meta'],
  ['command', 'Meta'],
  ['super', 'Meta'],
  ['win', 'Meta'],
]);

/** Keys that have a name instead of a sign, as `KeyboardEvent.key` calls them; a blank and a plus are written so too. */
const NAMED_KEYS: readonly string[] = [
  'Enter',
  'Escape',
  'Tab',
  'Space',
  'Plus',
  'Backspace',
  'Delete',
  'Insert',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  ...Array.from({ length: 24 }, (_, nth) => `F${nth + 1}`),
];
const KEY_ALIASES: Readonly<Record<string, string>> = {
  esc: 'Escape',
  return: 'Enter',
  del: 'Delete',
  ins: 'Insert',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  pgup: 'PageUp',
  pgdn: 'PageDown',
  '+': 'Plus',
};
const KEY_NAMES: ReadonlyMap<string, string> = new Map([
  ...NAMED_KEYS.map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(KEY_ALIASES),
]);
/** One sign that is seen. */
const SIGN = /^[^\p{C}\p{Z}]$/u;

/** Reads `Mod+Shift+K`. Case and order do not matter; the last part is the key, `Mod++` is `Mod+Plus`. */
export function parseKeys(text: string): Result<Stroke, StrokeMistake> {
  const parts = text.trim().replace(/\+\+$/, '+plus').replace(/^\+$/, 'plus').split('+');
  const key = keyNamed(parts.pop()?.trim() ?? '');
  const held = new Set<Modifier>();
  for (const part of parts) {
    const modifier = MODIFIER_NAMES.get(part.trim().toLowerCase());
    if (!modifier) return refuse(keyNamed(part.trim()) === undefined ? 'unknown-key' : 'two-keys');
    if (held.has(modifier)) return refuse('modifier-twice');
    held.add(modifier);
  }
  if (key !== undefined) return ok({ held, key });
  const last = text.split('+').at(-1)?.trim().toLowerCase() ?? '';
  return refuse(last === '' || MODIFIER_NAMES.has(last) ? 'no-key' : 'unknown-key');
}

/** The one way in which a press is written. */
export const writeKeys = ({ held, key }: Stroke): string =>
  [...MODIFIERS.filter((modifier) => held.has(modifier)), key].join('+');

/** The name of a key as it is written: letters are capitals. Undefined for what is no key. */
export function keyNamed(text: string): string | undefined {
  const name = KEY_NAMES.get(text.toLowerCase());
  if (name !== undefined) return name;
  const sign = text.toUpperCase();
  return SIGN.test(sign) ? sign : undefined;
}

/** Whether the key gives a sign when it is pressed alone, so that a text field would take it. */
export const isSign = (key: string): boolean => key === 'Space' || key === 'Plus' || SIGN.test(key);
export const isFunctionKey = (key: string): boolean => /^F\d+$/.test(key);
