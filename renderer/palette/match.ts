/** How well a text answers what was typed, and which of its UTF-16 units did. */
export type Match = { readonly score: number; readonly at: readonly number[] };

const LETTER = 1;
/** A letter that begins a word is what people type first. */
const WORD_START = 6;
/** A letter right after the one before it. */
const CONSECUTIVE = 6;
/** A letter somewhere after the one before it: the start of a word far away is worth less than to go on here. */
const APART = -1;
/** The whole text was typed. */
const WHOLE = 2;
/** What was typed beyond this is not looked at: the work is its length times that of the text. */
const QUERY_CHARS_MAX = 64;

/** Letters found so far, the last of them at `place`. */
type Way = { readonly score: number; readonly place: number; readonly before: Way | null };

/**
 * The best way to find all letters of `query` in `text`, in their order; null when there is none.
 * Case, accents and spaces do not count. An empty query is found everywhere.
 */
export function match(query: string, text: string): Match | null {
  const wanted = folded(query).slice(0, QUERY_CHARS_MAX);
  const letters = folded(text);
  const [first, ...others] = wanted;
  if (!first) return { score: 0, at: [] };
  if (!isIn(wanted, letters)) return null;
  const begun: Ways = letters.map((letter, place) => (letter.char === first.char ? wayTo(letter, place, null) : null));
  const best = others.reduce((ways, { char }) => further(ways, char, letters), begun).reduce(better, null);
  if (!best) return null;
  return {
    score: best.score + (wanted.length === letters.length ? WHOLE : 0),
    at: placesOf(best).map((place) => letters[place]?.at ?? 0),
  };
}

type Ways = readonly (Way | null)[];

/** The best ways with one letter more, by the place where they end. */
function further(ways: Ways, char: string, letters: readonly Letter[]): Ways {
  let apart: Way | null = null;
  return letters.map((letter, place) => {
    const next = ways[place - 1] ?? null;
    const before = better(next && { ...next, score: next.score + CONSECUTIVE }, apart);
    apart = better(apart, next && { ...next, score: next.score + APART });
    return before && letter.char === char ? wayTo(letter, place, before) : null;
  });
}

const better = (a: Way | null, b: Way | null) => (b && (!a || b.score > a.score) ? b : a);

const wayTo = ({ start }: Letter, place: number, before: Way | null): Way => ({
  score: (before?.score ?? 0) + LETTER + (start ? WORD_START : 0),
  place,
  before,
});

function placesOf(last: Way): readonly number[] {
  const places: number[] = [];
  for (let way: Way | null = last; way; way = way.before) places.unshift(way.place);
  return places;
}

type Letter = { readonly char: string; readonly at: number; readonly start: boolean };

const isIn = (wanted: readonly Letter[], letters: readonly Letter[]): boolean => {
  let found = 0;
  for (const { char } of letters) if (char === wanted[found]?.char) found += 1;
  return found === wanted.length;
};

/** The letters without case, accents and spaces, each with its place. A word begins after a sign, and at aB. */
function folded(text: string): readonly Letter[] {
  const letters: Letter[] = [];
  let at = 0;
  let before = ' ';
  for (const char of text) {
    const start = !/[\p{L}\p{N}]/u.test(before) || (/\p{Lu}/u.test(char) && /\p{Ll}/u.test(before));
    const bare = char
      .normalize('NFD')
      .replace(/[\p{M}\s]/gu, '')
      .toLowerCase();
    for (const [nth, part] of [...bare].entries()) letters.push({ char: part, at, start: start && nth === 0 });
    at += char.length;
    if (!/\p{M}/u.test(char)) before = char;
  }
  return letters;
}
