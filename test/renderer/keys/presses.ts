import type { Press } from '../../../renderer/keys/pressed.ts';

type Pressed = Press & { readonly repeat: boolean };

/** A press on an American keyboard, as a browser tells of it: `held` is any of `ctrl alt shift meta`. */
export function press(key: string, held = '', change: Partial<Pressed> = {}): Pressed {
  return {
    key,
    code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key,
    ctrlKey: held.includes('ctrl'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
    metaKey: held.includes('meta'),
    isComposing: false,
    keyCode: 0,
    repeat: false,
    getModifierState: () => false,
    ...change,
  };
}
