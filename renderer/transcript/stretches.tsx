import type { ReactNode } from 'react';

/**
 * A browser lays out a paragraph anew for every word at its end. Runs of words that are longer than this, which no person
 * writes but a flooding agent does, are laid out in stretches, of which only the last one changes.
 */
const STRETCH_CHARS = 4_000;

export function drawStretches(text: string): ReactNode {
  if (text.length <= STRETCH_CHARS) return text;
  return stretchesOf(text).map((stretch) => (
    <span key={stretch.start} className="stretch">
      {stretch.words}
    </span>
  ));
}

type Stretch = { readonly start: number; readonly words: string };

/** Cut at the first blank after each stretch; what was cut stays cut while the text grows. */
export function stretchesOf(text: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  while (start < text.length) {
    const blank = text.indexOf(' ', start + STRETCH_CHARS);
    const end = blank === -1 ? text.length : blank + 1;
    stretches.push({ start, words: text.slice(start, end) });
    start = end;
  }
  return stretches;
}
