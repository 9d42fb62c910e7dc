import type { RootContent } from 'hast';
import { common, createLowlight } from 'lowlight';

const lowlight = createLowlight(common);

/** The text in coloured pieces, or undefined for a language that is not known. */
export function highlight(text: string, language: string): readonly RootContent[] | undefined {
  return lowlight.registered(language) ? lowlight.highlight(language, text).children : undefined;
}
