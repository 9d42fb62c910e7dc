/** As many names of ancestors as a bar has room for beside the title. */
const SHOWN_MAX = 2;

/** A line of ancestors, outermost first: its first and its last one are shown, those between them only where all fit. */
export function shortLine<One>(line: readonly One[]) {
  if (line.length <= SHOWN_MAX) return { first: line, hidden: [], last: [] };
  return { first: line.slice(0, 1), hidden: line.slice(1, -1), last: line.slice(-1) };
}
