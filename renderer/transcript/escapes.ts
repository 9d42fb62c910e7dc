/** Colours and cursor moves of terminals, and returns that a line end does not follow. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what these are.
const ESCAPES = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007]*\u0007|\r(?!\n)/g;
/** One of them where it begins. */
const ESCAPE = new RegExp(ESCAPES, 'y');

/** An output as it can be shown: without what only a terminal understands, and without halves of characters. */
export const clean = (text: string): string => text.replace(ESCAPES, '').toWellFormed();

/** Where the escape that begins at `at` ends; `at` itself when none does, or when its end is not there. */
export function endOfEscape(text: string, at: number): number {
  ESCAPE.lastIndex = at;
  return ESCAPE.test(text) ? ESCAPE.lastIndex : at;
}
