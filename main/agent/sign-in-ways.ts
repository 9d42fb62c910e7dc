import type { CustomAgent } from '../../protocol/agent.ts';
import { assertNever } from '../../protocol/result.ts';
import type { SignInWay } from '../../protocol/sign-in.ts';
import type { AuthMethod } from './auth-methods.ts';
import { shellLine } from './shell-line.ts';

/** Values of such variables belong neither on a screen nor into the history of a shell. */
const SECRET = /KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH/i;

/** A way to sign in as a person is told of it. */
export function wayOf(method: AuthMethod, agent: CustomAgent, platform: NodeJS.Platform): SignInWay {
  const { id, name, description } = method;
  switch (method.kind) {
    case 'agent':
      return { id, name, description, kind: 'agent' };
    case 'environment':
      return { id, name, description, kind: 'environment', variables: method.variables, link: method.link };
    case 'terminal':
      return { id, name, description, kind: 'terminal', ...terminalOf(method, agent, platform) };
    default:
      return assertNever(method);
  }
}

type Terminal = Extract<AuthMethod, { kind: 'terminal' }>;

/** The program as the agent is configured, with what the method adds: it must sign in to the same account. */
function terminalOf({ command, args, env }: Terminal, agent: CustomAgent, platform: NodeJS.Platform) {
  const secret = (name: string) => SECRET.test(name) && !(name in env);
  const own = Object.entries(agent.env);
  const line = shellLine(platform, {
    command: command ?? agent.command,
    args: command === null ? [...agent.args, ...args] : args,
    env: { ...Object.fromEntries(own.filter(([name]) => !secret(name))), ...env },
  });
  return { line, withheld: [...(agent.secrets ?? []), ...own.map(([name]) => name).filter(secret)] };
}
