/** Styles that decide where a letter of a text area stands. */
const OF_TEXT = [
  ...['font', 'letterSpacing', 'lineHeight', 'tabSize', 'textIndent', 'wordSpacing', 'direction', 'textAlign'],
  ...['paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft'],
] as const;

/**
 * Where the letter at a place of a text area stands, or where the next one would: from the area's upper left corner to that
 * of its line, in CSS pixels.
 */
export function letterAt(area: HTMLTextAreaElement, place: number): { readonly left: number; readonly top: number } {
  const mirror = document.createElement('div');
  const computed = getComputedStyle(area) as unknown as Readonly<Record<string, string>>;
  for (const name of OF_TEXT) Object.assign(mirror.style, { [name]: computed[name] });
  Object.assign(mirror.style, {
    ...{ position: 'absolute', visibility: 'hidden', top: '0', left: '0', overflow: 'hidden' },
    ...{ width: `${area.clientWidth}px`, boxSizing: 'border-box', whiteSpace: 'pre-wrap', overflowWrap: 'break-word' },
  });
  const word = document.createElement('span');
  mirror.append(area.value.slice(0, place), word);
  word.textContent = area.value.slice(place) || '\u200b';
  document.body.append(mirror);
  const [first, around] = [word.getClientRects()[0], mirror.getBoundingClientRect()];
  const rise = (Number.parseFloat(computed['lineHeight'] ?? '') - (first?.height ?? 0)) / 2 || 0;
  const [left, top] = [(first?.left ?? 0) - around.left, (first?.top ?? 0) - around.top - rise];
  mirror.remove();
  return { left: left - area.scrollLeft, top: top - area.scrollTop };
}

/** Between what is typed, with the frame around it, and what is offered. */
const GAP_PX = 16;
/** To the edge of the window. */
const EDGE_PX = 8;
/** About ten lines: more is scrolled. */
const HEIGHT_MAX_PX = 320;

export type Placed = { readonly left: number; readonly maxHeight: number } & (
  | { readonly bottom: number }
  | { readonly top: number }
);

/**
 * Where a list of this width stands in the window: over the text area, or under it where there is more room, and at the
 * letter. It never lies over the text itself.
 */
export function placeBy(area: DOMRect, letterLeft: number, width: number, window: Size): Placed {
  const rightmost = window.width - width - EDGE_PX;
  const left = Math.max(EDGE_PX, Math.min(area.left + letterLeft, rightmost));
  const [above, below] = [area.top, window.height - area.bottom].map((room) => room - GAP_PX - EDGE_PX);
  const over = (above ?? 0) >= Math.min(below ?? 0, HEIGHT_MAX_PX);
  const maxHeight = Math.max(0, Math.min(HEIGHT_MAX_PX, (over ? above : below) ?? 0));
  if (over) return { left, maxHeight, bottom: window.height - area.top + GAP_PX };
  return { left, maxHeight, top: area.bottom + GAP_PX };
}

type Size = { readonly width: number; readonly height: number };
