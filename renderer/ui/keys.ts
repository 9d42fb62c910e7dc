/** The host may run elsewhere: keys are those of the machine with the keyboard. */
export const IS_MAC = /mac/i.test(navigator.userAgent);

const NAMES: Readonly<Record<string, string>> = {
  Enter: '↵',
  Backspace: '⌫',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Plus: '+',
};
const MAC_NAMES: Readonly<Record<string, string>> = {
  ...NAMES,
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Meta: '⌘',
  Delete: '⌦',
};
const OTHER_NAMES: Readonly<Record<string, string>> = { ...NAMES, Mod: 'Ctrl' };

/** How a key such as `Mod+N` is written on this machine. */
export function keyText(keys: string): string {
  const names = IS_MAC ? MAC_NAMES : OTHER_NAMES;
  return keys
    .split('+')
    .map((key) => names[key] ?? key)
    .join(IS_MAC ? '' : ' ');
}
