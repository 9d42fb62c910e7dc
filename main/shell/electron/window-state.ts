/** Where a window is, in the screen's own units. */
export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type WindowState = { readonly bounds: Rectangle; readonly maximized: boolean };

/** `x` and `y` are absent where the system shall choose. */
export type Placement = {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
  readonly maximized: boolean;
};

export const MIN_WIDTH = 720;
export const MIN_HEIGHT = 480;
/** A first window: sidebar, a readable line of text, and room for a panel. */
const FIRST = { width: 1200, height: 800 };
/** So much of a window must lie on a screen that a person can take hold of it. */
const GRIP = 96;

/** What was written when the window was last closed, or undefined when it is nothing of ours. */
export function parseWindowState(text: string): WindowState | undefined {
  const state = fieldsOf(text);
  const { x, y, width, height } = typeof state.bounds === 'object' && state.bounds ? fields(state.bounds) : {};
  if (!isWhole(x) || !isWhole(y) || !isWhole(width) || !isWhole(height) || width <= 0 || height <= 0) return undefined;
  return { bounds: { x, y, width, height }, maximized: state.maximized === true };
}

/** Where to open: as it was, but no larger than its screen, and wholly chosen anew when its screen is gone. */
export function placeWindow(state: WindowState | undefined, screens: readonly Rectangle[]): Placement {
  const screen = state && screens.find((candidate) => canBeGripped(state.bounds, candidate));
  if (!state || !screen) return { ...fitted(FIRST, screens[0]), maximized: state?.maximized ?? false };
  const { width, height } = fitted(state.bounds, screen);
  return {
    width,
    height,
    x: clamp(state.bounds.x, screen.x, screen.x + screen.width - width),
    y: clamp(state.bounds.y, screen.y, screen.y + screen.height - height),
    maximized: state.maximized,
  };
}

/** The title bar is at the top: that is what must be within reach. */
function canBeGripped(bounds: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  return across >= GRIP && bounds.y >= screen.y - GRIP && bounds.y <= screen.y + screen.height - GRIP;
}

function fitted({ width, height }: Pick<Rectangle, 'width' | 'height'>, screen: Rectangle | undefined) {
  return {
    width: Math.max(MIN_WIDTH, Math.min(width, screen?.width ?? width)),
    height: Math.max(MIN_HEIGHT, Math.min(height, screen?.height ?? height)),
  };
}

/** Where the range is empty, because the screen is smaller than the smallest window, its start wins. */
const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const fields = (value: object) => value as Partial<Record<string, unknown>>;

function fieldsOf(text: string): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? fields(value) : {};
  } catch {
    return {}; // cut off by a crash: the window opens as if for the first time
  }
}
