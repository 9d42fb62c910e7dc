export type Edge = '^' | '$' | '\\b' | '\\B';

/** What a pattern says, as a tree. */
export type Node =
  | { readonly kind: 'char'; readonly fits: (char: string) => boolean }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'all'; readonly of: readonly Node[] }
  | { readonly kind: 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'times'; readonly of: Node; readonly min: number; readonly max: number };

/** What would need memory of what was matched before, or a look elsewhere: only backtracking does that. */
const BEYOND = /^(?:\\[1-9k]|\(\?(?!:))/;
const ATOM = /^(?:\[(?:\\.|[^\]\\])*\]|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u.{4}|x..|c.|.)|[^\\[\]()|*+?{}])/su;
const TIMES = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/;
const EDGES: ReadonlySet<string> = new Set(['^', '$', '\\b', '\\B']);

/** Reads a regular expression of JavaScript; undefined for what is none, and for what one pass cannot match. */
export function readPattern(source: string): Node | undefined {
  if (!isExpression(source)) return undefined;
  const reader = new Reader(source);
  const node = reader.alternatives();
  return reader.rest === '' ? node : undefined;
}

function isExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false; // said by the caller
  }
}

/** Reads from the front; every method answers undefined for what it does not know. */
class Reader {
  rest: string;

  constructor(source: string) {
    this.rest = source;
  }

  alternatives(): Node | undefined {
    const ways: Node[] = [];
    do {
      const way = this.#sequence();
      if (!way) return undefined;
      ways.push(way);
    } while (this.#skip('|'));
    return { kind: 'any', of: ways };
  }

  #sequence(): Node | undefined {
    const nodes: Node[] = [];
    while (this.rest !== '' && !/^[|)]/.test(this.rest)) {
      const node = this.#repeated();
      if (!node) return undefined;
      nodes.push(node);
    }
    return { kind: 'all', of: nodes };
  }

  #repeated(): Node | undefined {
    const of = this.#one();
    const times = of && TIMES.exec(this.rest);
    if (!of || !times) return of;
    this.rest = this.rest.slice(times[0].length);
    if (of.kind === 'edge') return undefined;
    return { kind: 'times', of, ...boundsOf(times) };
  }

  #one(): Node | undefined {
    if (BEYOND.test(this.rest)) return undefined;
    if (this.#skip('(?:') || this.#skip('(')) {
      const inside = this.alternatives();
      return this.#skip(')') ? inside : undefined;
    }
    const atom = ATOM.exec(this.rest)?.[0];
    if (atom === undefined) return undefined;
    this.rest = this.rest.slice(atom.length);
    return EDGES.has(atom) ? { kind: 'edge', edge: atom as Edge } : { kind: 'char', fits: fitsOf(atom) };
  }

  #skip(text: string): boolean {
    const skips = this.rest.startsWith(text);
    if (skips) this.rest = this.rest.slice(text.length);
    return skips;
  }
}

function boundsOf([mark = '', least, comma, most]: RegExpExecArray): { readonly min: number; readonly max: number } {
  if (least === undefined) return { min: mark.startsWith('+') ? 1 : 0, max: mark.startsWith('?') ? 1 : Infinity };
  const min = Number(least);
  return { min, max: comma === '' ? min : most ? Number(most) : Infinity };
}

/** One character at a time cannot take long, so the engine's own classes are used. */
function fitsOf(atom: string): (char: string) => boolean {
  const one = new RegExp(`^${atom}$`, 'u');
  return (char) => char !== '' && one.test(char);
}
