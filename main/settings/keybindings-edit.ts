import { getNodeValue, type Node } from 'jsonc-parser';
import {
  KEYBINDINGS_MAX,
  type KeybindingEntry,
  type KeybindingsChange,
  type KeybindingsRefusal,
} from '../../protocol/keybindings.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { placeOf, readText } from './keybindings-text.ts';

/** What a file begins as, so that somebody who opens it knows what it is for. */
const NEW_FILE = '// Keys of Skein. A command that is named here has these keys instead of its own.\n[\n]\n';

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

type Change = Exclude<KeybindingsChange, { type: 'reset-all' }>;
/** Replaces what lies between two offsets. */
type Splice = { readonly from: number; readonly to: number; readonly text: string };

/** The text after a change. All comments stay, those of an entry that goes included; so does the order of the rest. */
export function editKeybindings(text: string, change: Change): Result<string, KeybindingsRefusal> {
  const old = text.trim() === '' ? NEW_FILE : text;
  const { root, mistakes } = readText(old);
  const [mistake] = mistakes;
  if (mistake || root?.type !== 'array') {
    return refuse({ code: 'keybindings-broken', ...placeOf(old, mistake?.offset ?? root?.offset ?? 0) });
  }
  const nodes = root.children ?? [];
  const own = nodes.filter((node) => commandOf(node) === change.command);
  if (change.type === 'reset') return ok(spliced(old, removals(old, root, own)));

  const [first, ...others] = own;
  const entry = entryOf(change);
  if (first) return ok(spliced(old, [...replacement(first, entry), ...removals(old, root, others)]));
  if (nodes.length >= KEYBINDINGS_MAX) return refuse({ code: 'keybindings-full', max: KEYBINDINGS_MAX });
  return ok(spliced(old, addition(old, root, entry)));
}

const entryOf = ({ keys, command, scope }: Extract<Change, { type: 'set' }>): KeybindingEntry =>
  scope === null ? { keys, command } : { keys, command, scope };

/** Only the keys when nothing else changes: what else stands in the entry is the person's. */
function replacement(node: Node, entry: KeybindingEntry): readonly Splice[] {
  const keys = childOf(node, 'keys');
  if (keys && valueIn(childOf(node, 'scope')) === entry.scope) return [over(keys, JSON.stringify(entry.keys))];
  return [over(node, written(entry))];
}

/** As the last of the list, on a line of its own. */
function addition(text: string, root: Node, entry: KeybindingEntry): readonly Splice[] {
  const end = root.offset + root.length - 1;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lineStart = text.lastIndexOf('\n', end) + 1;
  const ownLine = text.slice(lineStart, end).trim() === '';
  const at = ownLine ? lineStart : end;
  const line = { from: at, to: at, text: `${ownLine ? '' : eol}  ${written(entry)}${eol}` };
  const last = root.children?.at(-1);
  if (!last || commaIn(text, endOf(last), end) !== null) return [line];
  return [{ from: endOf(last), to: endOf(last), text: ',' }, line];
}

/** These entries, a comma for each, and the lines that become blank. */
function removals(text: string, root: Node, gone: readonly Node[]): readonly Splice[] {
  const nodes = root.children ?? [];
  return gone.flatMap((node): Splice[] => {
    const next = nodes[nodes.indexOf(node) + 1];
    const after = commaIn(text, endOf(node), next?.offset ?? root.offset + root.length - 1);
    const before = after === null ? commaBefore(text, nodes, node, gone) : null;
    const comma = after ?? before;
    const cut = wholeLine(text, node, after);
    const own = comma !== null && (comma < cut.from || comma >= cut.to);
    return own ? [{ from: comma, to: comma + 1, text: '' }, cut] : [cut];
  });
}

/** The comma after the last entry that stays, when only such as go follow it. */
function commaBefore(text: string, nodes: readonly Node[], node: Node, gone: readonly Node[]): number | null {
  let place = nodes.indexOf(node) - 1;
  while (place >= 0 && gone.some((one) => one === nodes[place])) place -= 1;
  const staying = nodes[place];
  const next = nodes[place + 1];
  return staying && next ? commaIn(text, endOf(staying), next.offset) : null;
}

/** The node with a comma right behind it, and with its line when nothing else is on it. */
function wholeLine(text: string, node: Node, comma: number | null): Splice {
  const end = comma === endOf(node) ? comma + 1 : endOf(node);
  const lineStart = text.lastIndexOf('\n', node.offset - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const alone = lineEnd >= 0 && `${text.slice(lineStart, node.offset)}${text.slice(end, lineEnd)}`.trim() === '';
  return alone ? { from: lineStart, to: lineEnd + 1, text: '' } : { from: node.offset, to: end, text: '' };
}

/** Between two entries there are only blanks, comments and a comma. */
function commaIn(text: string, from: number, to: number): number | null {
  const at = text
    .slice(from, to)
    .replace(COMMENT, (comment) => ' '.repeat(comment.length))
    .indexOf(',');
  return at < 0 ? null : from + at;
}

function spliced(text: string, splices: readonly Splice[]): string {
  const lastFirst = splices.toReversed().toSorted((one, other) => other.from - one.from);
  return lastFirst.reduce((whole, { from, to, text: piece }) => whole.slice(0, from) + piece + whole.slice(to), text);
}

const over = (node: Node, text: string): Splice => ({ from: node.offset, to: endOf(node), text });
const endOf = (node: Node) => node.offset + node.length;
const commandOf = (node: Node): unknown => valueIn(childOf(node, 'command'));
const valueIn = (node: Node | undefined): unknown => (node ? getNodeValue(node) : undefined);

function childOf(node: Node, name: string): Node | undefined {
  if (node.type !== 'object') return undefined;
  return node.children?.find((property) => property.children?.[0]?.value === name)?.children?.[1];
}

const written = (entry: KeybindingEntry) =>
  `{ ${Object.entries(entry)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(', ')} }`;
