import { pressedAs } from './pressed.ts';
import { parseKeys, type Stroke } from './stroke.ts';

/** What text fields, screen readers and layers live on: bound elsewhere, the window could not be used any more. */
const OF_EVERYONE = ['Tab', 'Shift+Tab', 'Escape', 'Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Z', 'Mod+Shift+Z'];
/** What the system or the menu of the app takes before a window sees it. */
const OF_A_MAC = ['Mod+Q', 'Mod+W', 'Mod+H', 'Mod+M', 'Mod+Tab', 'Mod+Space', 'Mod+R', 'Mod+Alt+I', 'Mod+Alt+Escape'];
const OF_OTHERS = [
  'Alt+F4',
  'Alt+Tab',
  'Alt+Space',
  'Ctrl+Alt+Delete',
  'Ctrl+Escape',
  'F11',
  'Mod+Q',
  'Mod+W',
  'Mod+R',
  'Mod+Shift+I',
];

/** Whether a key is not ours to give, on such a machine. */
export function isReserved(stroke: Stroke, mac: boolean): boolean {
  // Beside a Mac, the key with the sign of the system is the system's.
  if (!mac && stroke.held.has('Meta')) return true;
  return (mac ? MAC : OTHER).has(pressedAs(stroke, mac));
}

const MAC = taken([...OF_EVERYONE, ...OF_A_MAC], true);
const OTHER = taken([...OF_EVERYONE, ...OF_OTHERS], false);

function taken(keys: readonly string[], mac: boolean): ReadonlySet<string> {
  const strokes = keys.map(parseKeys).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
  return new Set(strokes.map((stroke) => pressedAs(stroke, mac)));
}
