/** A path of a folder and what ranking looks at, made once for all words that are typed. */
export type Ranked = {
  /** Relative, with `/` between names; a folder ends with one. */
  readonly path: string;
  readonly folded: string;
  /** Where the last name begins, and how many names there are. */
  readonly nameAt: number;
  readonly depth: number;
};

/** What a path is worth by how it answers; whatever lies between two of these stays below the next. */
const TIER = { name: 6, nameStart: 5, wordStart: 4, inName: 3, inPath: 2, letters: 1 } as const;
/** A name is whole without what says its kind; a folder's ends with `/`. */
const NAME_END = /[./]/;
const WORD_END = /[^\p{L}\p{N}]/u;

export function rankedOf(path: string): Ranked {
  const last = path.lastIndexOf('/', path.length - 2);
  return { path, folded: fold(path), nameAt: last + 1, depth: path.slice(0, -1).split('/').length };
}

/**
 * The `max` paths that answer `query` best, best first: those whose last name it is, begins, or begins a word of; then
 * those that have it anywhere in a name or path; last those that have its letters in this order. Of two that answer alike
 * the one nearer to the top comes first, then the shorter one. Case does not count. Nothing typed: what is nearest.
 */
export function bestOf(paths: readonly Ranked[], query: string, max: number): readonly Ranked[] {
  const wanted = fold(query.replace(/^\.\//, ''));
  const best: Scored[] = [];
  for (const ranked of paths) {
    const score = scoreOf(ranked, wanted);
    if (score === 0) continue;
    const one = { ranked, score };
    const last = best[max - 1];
    if (last && compare(one, last) >= 0) continue;
    best.splice(placeOf(best, one), 0, one);
    best.length = Math.min(best.length, max);
  }
  return best.map(({ ranked }) => ranked);
}

type Scored = { readonly ranked: Ranked; readonly score: number };

function placeOf(best: readonly Scored[], one: Scored): number {
  let [low, high] = [0, best.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = best[middle];
    if (other && compare(other, one) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(one: Scored, other: Scored): number {
  if (one.score !== other.score) return other.score - one.score;
  const [a, b] = [one.ranked, other.ranked];
  return a.depth - b.depth || a.path.length - b.path.length || (a.path < b.path ? -1 : 1);
}

/** 0: it does not answer. */
function scoreOf({ folded, nameAt }: Ranked, wanted: string): number {
  if (wanted === '') return 1;
  const at = folded.indexOf(wanted, nameAt);
  if (at === nameAt) {
    return NAME_END.test(folded[at + wanted.length] ?? '.') ? TIER.name : TIER.nameStart;
  }
  if (at > nameAt) return WORD_END.test(folded[at - 1] ?? '') ? TIER.wordStart : TIER.inName;
  if (folded.includes(wanted)) return TIER.inPath;
  return hasLetters(folded, wanted) ? TIER.letters * closeness(folded, wanted) : 0;
}

function hasLetters(folded: string, wanted: string): boolean {
  let at = -1;
  for (const letter of wanted) {
    at = folded.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** From above 0 to 1: how many of the letters, found from the end, follow one another or begin a word. */
function closeness(folded: string, wanted: string): number {
  let [before, good] = [folded.length, 0];
  for (let index = wanted.length - 1; index >= 0; index -= 1) {
    const at = folded.lastIndexOf(wanted[index] ?? '', before - 1);
    if (at === before - 1 || at === 0 || '/._- '.includes(folded[at - 1] ?? '')) good += 1;
    before = at;
  }
  return (good + 1) / (wanted.length + 1);
}

/** Letters keep their number, so places in the folded text are places in the path. */
const fold = (text: string) =>
  text.replace(/\p{Lu}/gu, (letter) => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
