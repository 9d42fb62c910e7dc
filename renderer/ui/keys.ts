/** The host may run elsewhere: keys are those of the machine with the keyboard. */
export const IS_MAC = /mac/i.test(navigator.userAgent);

/** `Mod` is Cmd on a Mac and Ctrl elsewhere. */
export const hasMod = (event: { readonly metaKey: boolean; readonly ctrlKey: boolean }) =>
  IS_MAC ? event.metaKey : event.ctrlKey;

const MAC_NAMES: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↵',
  Backspace: '⌫',
};
const OTHER_NAMES: Readonly<Record<string, string>> = { Mod: 'Ctrl', Enter: '↵', Backspace: '⌫' };

/** How a key such as `Mod+N` is written on this machine. */
export function keyText(keys: string): string {
  const names = IS_MAC ? MAC_NAMES : OTHER_NAMES;
  return keys
    .split('+')
    .map((key) => names[key] ?? key)
    .join(IS_MAC ? '' : ' ');
}
