import { isShape, type Shape, shapeAt, textAt } from './shape.ts';

/** Calls that a later question may be about; older ones are forgotten. */
const CALLS_MAX = 512;

type KnownCall = { readonly title: string | undefined; readonly command: string | undefined };

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
  return Array.isArray(command) && command.length > 0 ? lineOf(command.map(String)) : undefined;
}

/** A shell that is given a whole script: what counts is the script. */
const SHELL = /(?:^|[/\\])(?:ba|da|k|z)?sh$/;

/** A program and its arguments as a person would type them. */
export function lineOf(words: readonly string[]): string {
  const [program = '', flag = '', script] = [words[0], words.at(-2), words.at(-1)];
  if (script !== undefined && SHELL.test(program) && /^-[a-z]*c$/.test(flag)) return script;
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
