import type { SignInVariable } from '../../protocol/sign-in.ts';
import type { Environment } from './environment.ts';
import { cut, type Shape, shapeAt, shapesAt, textAt } from './shape.ts';

/** More ways to sign in, or variables of one, are not shown to a person. */
const METHODS_MAX = 8;
const VARIABLES_MAX = 8;
/** What an agent may put into one command line. */
const ARGS_MAX = 64;
const NAME_CHARS_MAX = 100;
const TEXT_CHARS_MAX = 500;
const ARG_CHARS_MAX = 8_192;

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const WEB = /^https?:\/\//;
/** Pasted into a terminal these would act by themselves. */
const CONTROL = /\p{Cc}/u;

/** A way to sign in as an agent announces it; `command` null: with the program that the agent itself is. */
export type AuthMethod = { readonly id: string; readonly name: string; readonly description: string } & (
  | { readonly kind: 'agent' }
  | { readonly kind: 'environment'; readonly variables: readonly SignInVariable[]; readonly link: string | null }
  | {
      readonly kind: 'terminal';
      readonly command: string | null;
      readonly args: readonly string[];
      readonly env: Environment;
    }
);

/**
 * Reads `authMethods` of the answer to `initialize` (ACP v1: Authentication). One of a type that is not known is left
 * out: asking for it could do anything. So is one whose command line has control characters, or an argument that cannot be
 * taken as it is. Without a type the agent does it all itself, unless the older `_meta["terminal-auth"]` names a command.
 */
export function parseAuthMethods(answer: Shape): readonly AuthMethod[] {
  return (shapesAt(answer, 'authMethods', METHODS_MAX) ?? []).flatMap((shape) => parseAuthMethod(shape) ?? []);
}

function parseAuthMethod(shape: Shape): AuthMethod | undefined {
  const id = textAt(shape, 'id');
  if (id === undefined) return undefined;
  const name = cut(textAt(shape, 'name') ?? id, NAME_CHARS_MAX);
  const method = { id, name, description: cut(textAt(shape, 'description') ?? '', TEXT_CHARS_MAX).trim() };
  switch (shape['type'] ?? 'agent') {
    case 'terminal':
      return terminal(method, null, shape);
    case 'env_var':
      return { ...method, kind: 'environment', variables: variablesOf(shape), link: linkOf(shape) };
    case 'agent':
      return older(method, shape);
    default:
      return undefined;
  }
}

type Named = Pick<AuthMethod, 'id' | 'name' | 'description'>;

/** The agent does it all itself, unless it names the command of a terminal. */
function older(method: Named, shape: Shape): AuthMethod | undefined {
  const line = shapeAt(shapeAt(shape, '_meta'), 'terminal-auth');
  const command = textAt(line, 'command');
  return command === undefined ? { ...method, kind: 'agent' } : terminal(method, command, line);
}

/** Undefined when its line could not be typed as it is meant. */
function terminal(method: Named, command: string | null, shape: Shape): AuthMethod | undefined {
  const [args, env] = [argsAt(shape), environmentAt(shape)];
  const odd = [command ?? '', ...(args ?? []), ...Object.values(env)].some((word) => CONTROL.test(word));
  return odd || !args ? undefined : { ...method, kind: 'terminal', command, args, env };
}

function variablesOf(shape: Shape): readonly SignInVariable[] {
  return (shapesAt(shape, 'vars', VARIABLES_MAX) ?? []).flatMap((one) => {
    const name = textAt(one, 'name');
    if (name === undefined || !VARIABLE.test(name)) return [];
    return { name, label: cut(textAt(one, 'label') ?? '', NAME_CHARS_MAX), optional: one['optional'] === true };
  });
}

function linkOf(shape: Shape): string | null {
  const link = textAt(shape, 'link');
  return link !== undefined && WEB.test(link) && URL.canParse(link) ? link : null;
}

/** Undefined when one of them is unfit: without it the others would do something else. */
function argsAt(shape: Shape): readonly string[] | undefined {
  const value: unknown = shape['args'] ?? [];
  const fit = (one: unknown): one is string => typeof one === 'string' && one.length <= ARG_CHARS_MAX;
  return Array.isArray(value) && value.length <= ARGS_MAX && value.every(fit) ? value : undefined;
}

function environmentAt(shape: Shape): Environment {
  const entries = Object.entries(shapeAt(shape, 'env')).flatMap(([name, value]): readonly [string, string][] =>
    VARIABLE.test(name) && typeof value === 'string' && value.length <= ARG_CHARS_MAX ? [[name, value]] : [],
  );
  return Object.fromEntries(entries.slice(0, ARGS_MAX));
}
