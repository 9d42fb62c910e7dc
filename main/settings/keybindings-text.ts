import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import {
  type JsonNeed,
  KEYBINDINGS_MAX,
  type Keybinding,
  KeybindingEntry,
  type Keybindings,
  type KeybindingsProblem,
  type Place,
} from '../../protocol/keybindings.ts';

/** Nobody repairs more at once; the rest shows when these are gone. */
const PROBLEMS_MAX = 50;
const FIELDS = ['keys', 'command', 'scope'] as const;
const JSON_WITH_COMMENTS = { allowTrailingComma: true };

/** A text as far as it could be read. `root` is undefined for a text without any value. */
export type ReadText = { readonly root: Node | undefined; readonly mistakes: readonly ParseError[] };

/** Reads JSON with comments, going on after mistakes. */
export function readText(text: string): ReadText {
  const mistakes: ParseError[] = [];
  const root = parseTree(text, mistakes, JSON_WITH_COMMENTS);
  return { root, mistakes };
}

/** The entries of a file and what is wrong with its form, each with its place. A blank file is an empty one. */
export function parseKeybindings(text: string): Omit<Keybindings, 'path'> {
  if (text.trim() === '') return { bindings: [], problems: [] };
  const { root, mistakes } = readText(text);
  const problems: KeybindingsProblem[] = mistakes.map(({ error, offset }) => ({
    code: 'not-json',
    need: needOf(printParseErrorCode(error)),
    ...placeOf(text, offset),
  }));
  const bindings: Keybinding[] = [];
  if (root && root.type !== 'array') problems.push({ code: 'not-a-list', ...placeOf(text, root.offset) });
  const nodes = root?.type === 'array' ? (root.children ?? []) : [];
  for (const node of nodes.slice(0, KEYBINDINGS_MAX)) {
    const entry = parseEntry(text, node);
    if ('code' in entry) problems.push(entry);
    else bindings.push(entry);
  }
  const next = nodes[KEYBINDINGS_MAX];
  if (next) problems.push({ code: 'too-many', max: KEYBINDINGS_MAX, ...placeOf(text, next.offset) });
  return { bindings, problems: problems.toSorted(inOrder).slice(0, PROBLEMS_MAX) };
}

function parseEntry(text: string, node: Node): Keybinding | KeybindingsProblem {
  const place = placeOf(text, node.offset);
  if (node.type !== 'object') return { code: 'not-an-entry', ...place };
  const parsed = KeybindingEntry.safeParse(getNodeValue(node));
  if (parsed.success) return { ...place, ...parsed.data, scope: parsed.data.scope ?? null };
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') return { code: 'unknown-field', field: issue.keys.join(', '), ...place };
  const field = FIELDS.find((name) => name === issue?.path[0]);
  return field ? { code: 'bad-field', field, ...place } : { code: 'not-an-entry', ...place };
}

/** Where an offset stands for a person who counts lines and columns. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

function needOf(mistake: string): JsonNeed {
  switch (mistake) {
    case 'ValueExpected':
      return 'value';
    case 'PropertyNameExpected':
      return 'name';
    case 'ColonExpected':
      return 'colon';
    case 'CommaExpected':
      return 'comma';
    case 'CloseBraceExpected':
    case 'CloseBracketExpected':
    case 'EndOfFileExpected':
    case 'UnexpectedEndOfString':
    case 'UnexpectedEndOfComment':
      return 'end';
    default:
      return 'other';
  }
}

const inOrder = (one: KeybindingsProblem, other: KeybindingsProblem) =>
  lineOf(one) - lineOf(other) || columnOf(one) - columnOf(other);
const lineOf = (problem: KeybindingsProblem) => ('line' in problem ? problem.line : 0);
const columnOf = (problem: KeybindingsProblem) => ('column' in problem ? problem.column : 0);
