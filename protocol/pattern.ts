import { PATTERN_CHARS_MAX, PATTERN_STEPS_MAX } from './limits.ts';
import { type Edge, type Node, readPattern } from './pattern-reader.ts';

/** A pattern that can be matched in time proportional to the text, whatever it says. */
export type Pattern = readonly Step[];

/** One step of a matcher that follows all ways at once. Numbers are places in the pattern. */
type Step =
  | { readonly do: 'take'; readonly fits: (char: string) => boolean; readonly then: number }
  | { readonly do: 'split'; readonly ways: readonly number[] }
  | { readonly do: 'at'; readonly edge: Edge; readonly then: number }
  | { readonly do: 'match' };

/**
 * Reads a regular expression of JavaScript but for references back and looks around. Undefined for those, for what is
 * none, and for what is too long.
 */
export function parsePattern(source: string): Pattern | undefined {
  const node = source.length > PATTERN_CHARS_MAX ? undefined : readPattern(source);
  if (!node || sizeOf(node) >= PATTERN_STEPS_MAX) return undefined;
  const steps: Step[] = [{ do: 'match' }];
  const start = compile(node, 0, steps);
  return [...steps, { do: 'split', ways: [start] }];
}

/** Whether the pattern matches somewhere in the text. */
export function matches(pattern: Pattern, text: string): boolean {
  const chars = [...text];
  let ways = new Set<number>();
  for (let place = 0; place <= chars.length; place += 1) {
    const reached = new Set<number>();
    for (const way of [...ways, pattern.length - 1]) follow(pattern, way, chars, place, reached);
    ways = new Set();
    for (const way of reached) {
      const step = pattern[way];
      if (step?.do === 'match') return true;
      if (step?.do === 'take' && step.fits(chars[place] ?? '')) ways.add(step.then);
    }
  }
  return false;
}

function follow(pattern: Pattern, from: number, chars: readonly string[], place: number, reached: Set<number>): void {
  const left = [from];
  for (let way = left.pop(); way !== undefined; way = left.pop()) {
    if (reached.has(way)) continue;
    reached.add(way);
    const step = pattern[way];
    if (step?.do === 'split') left.push(...step.ways);
    if (step?.do === 'at' && isAt(step.edge, chars, place)) left.push(step.then);
  }
}

function isAt(edge: Edge, chars: readonly string[], place: number): boolean {
  if (edge === '^') return place === 0;
  if (edge === '$') return place === chars.length;
  const between = /^\w$/.test(chars[place - 1] ?? '') !== /^\w$/.test(chars[place] ?? '');
  return between === (edge === '\\b');
}

/** The steps that a node comes to, as far as that matters. */
function sizeOf(node: Node): number {
  switch (node.kind) {
    case 'char':
    case 'edge':
      return 1;
    case 'all':
    case 'any':
      return node.of.reduce((sum, one) => sum + sizeOf(one), 1);
    case 'times':
      return (sizeOf(node.of) + 1) * Math.max(1, node.max === Infinity ? node.min + 1 : node.max);
  }
}

/** Adds the node's steps, which end in `then`; answers where they begin. */
function compile(node: Node, then: number, steps: Step[]): number {
  const add = (step: Step) => steps.push(step) - 1;
  switch (node.kind) {
    case 'char':
      return add({ do: 'take', fits: node.fits, then });
    case 'edge':
      return add({ do: 'at', edge: node.edge, then });
    case 'all':
      return node.of.reduceRight((next, one) => compile(one, next, steps), then);
    case 'any':
      return add({ do: 'split', ways: node.of.map((one) => compile(one, then, steps)) });
    case 'times':
      return repeat(node, then, steps);
  }
}

function repeat({ of, min, max }: Extract<Node, { kind: 'times' }>, then: number, steps: Step[]): number {
  let next = then;
  if (max === Infinity) {
    const loop = steps.push({ do: 'split', ways: [] }) - 1;
    steps[loop] = { do: 'split', ways: [compile(of, loop, steps), then] };
    next = loop;
  } else {
    for (let left = max - min; left > 0; left -= 1) {
      next = steps.push({ do: 'split', ways: [compile(of, next, steps), then] }) - 1;
    }
  }
  for (let left = min; left > 0; left -= 1) next = compile(of, next, steps);
  return next;
}
