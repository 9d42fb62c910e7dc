import { isFunctionKey, isSign, keyNamed, type Modifier, type Stroke, writeKeys } from './stroke.ts';

/** What of a `KeyboardEvent` counts. */
export type Press = {
  readonly key: string;
  /** The place of the key on the keyboard, whatever is printed on it. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
  getModifierState(modifier: 'AltGraph'): boolean;
};

/** Chromium gives this number to keys that an input method takes. */
const IME_KEY_CODE = 229;

/** The input method has the key, Escape included. */
export const isComposing = ({ isComposing, keyCode }: Pick<Press, 'isComposing' | 'keyCode'>): boolean =>
  isComposing || keyCode === IME_KEY_CODE;

/**
 * How a press may have been meant, most literal first, with `Mod` resolved: a sign that needs Shift may be written with
 * or without it, and where a layout has another sign at the place of a digit or a bracket, the place counts too.
 */
export function strokesOf(press: Press): readonly Stroke[] {
  const held = heldBy(press);
  const strokes: Stroke[] = [];
  const key = press.key === ' ' ? 'Space' : keyNamed(press.key);
  if (key !== undefined) {
    strokes.push({ held, key });
    if (press.shiftKey && isSign(key) && !isLetter(key)) strokes.push({ held: without(held, 'Shift'), key });
  }
  const place = keyAt(press.code);
  const foreign = key === undefined || (isSign(key) && !/^[\x21-\x7e]$|^Space$|^Plus$/.test(key));
  if (place !== undefined && place !== key && (foreign || (!isLetter(place) && !isLetter(key ?? '')))) {
    strokes.push({ held, key: place });
  }
  return strokes;
}

/** Whether a text field that has the focus would take the press: a sign, or a key that moves or changes text. */
export function isTyped(press: Press, mac: boolean): boolean {
  if (press.getModifierState('AltGraph')) return true;
  if (press.ctrlKey || press.metaKey) return false;
  const [stroke] = strokesOf(press);
  if (!stroke) return !press.altKey;
  // On a Mac, Alt and a letter write another letter.
  if (press.altKey) return mac && isSign(stroke.key);
  return !isFunctionKey(stroke.key);
}

/** A stroke with `Mod` as what it is on this machine, in one way of writing. */
export function pressedAs({ held, key }: Stroke, mac: boolean): string {
  const resolved = new Set([...held].map((modifier) => (modifier === 'Mod' ? (mac ? 'Meta' : 'Ctrl') : modifier)));
  return writeKeys({ held: resolved, key });
}

/** How a press is written in a file that other machines may read: with `Mod` where that is the same. */
export function writtenAs(press: Press, mac: boolean): string | undefined {
  const [stroke] = strokesOf(press);
  if (!stroke) return undefined;
  const own: Modifier = mac ? 'Meta' : 'Ctrl';
  const held = new Set([...stroke.held].map((modifier) => (modifier === own ? 'Mod' : modifier)));
  return writeKeys({ held, key: stroke.key });
}

function heldBy(press: Press): ReadonlySet<Modifier> {
  const held = new Set<Modifier>();
  if (press.ctrlKey) held.add('Ctrl');
  if (press.altKey) held.add('Alt');
  if (press.shiftKey) held.add('Shift');
  if (press.metaKey) held.add('Meta');
  return held;
}

function without(held: ReadonlySet<Modifier>, gone: Modifier): ReadonlySet<Modifier> {
  return new Set([...held].filter((modifier) => modifier !== gone));
}

const PLACES: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Minus: '-',
  Equal: '=',
};

/** What stands at a place of an American keyboard. */
function keyAt(code: string): string | undefined {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? PLACES[code];
}

const isLetter = (key: string) => /^\p{L}$/u.test(key);
