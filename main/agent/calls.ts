import { isShape, type Shape, shapeAt, textAt } from './shape.ts';

/** Calls that a later question may be about; older ones are forgotten. */
const CALLS_MAX = 512;

export type KnownCall = { readonly title: string | undefined; readonly command: string | undefined };

/** What the tool calls of a conversation are about: some agents ask for permission by the id of a call alone. */
export class Calls {
  readonly #known = new Map<string, KnownCall>();

  /** `update` is a tool call, or what is new of one, as the agent wrote it. */
  learn(call: string, update: Shape): void {
    const [title, command] = [textAt(update, 'title') || undefined, commandOf(update)];
    if (title === undefined && command === undefined) return;
    const before = this.#known.get(call);
    this.#known.delete(call);
    this.#known.set(call, { title: title ?? before?.title, command: command ?? before?.command });
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > CALLS_MAX && oldest !== undefined) this.#known.delete(oldest);
  }

  find(call: string): KnownCall {
    return this.#known.get(call) ?? { title: undefined, command: undefined };
  }
}

/** The command in a tool's raw input, whole. Agents agree on no name for it, nor on text or list. */
function commandOf(update: Shape): string | undefined {
  if (!isShape(update['rawInput'])) return undefined;
  const input = shapeAt(update, 'rawInput');
  const command = input['command'] ?? input['cmd'];
  if (typeof command === 'string') return command || undefined;
  return Array.isArray(command) && command.length > 0 ? command.map(quoted).join(' ') : undefined;
}

function quoted(word: unknown): string {
  const text = String(word);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
