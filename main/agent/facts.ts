import type { AgentAbility } from '../../protocol/agent.ts';
import { type AuthMethod, parseAuthMethods } from './auth-methods.ts';
import { isShape, numberAt, type Shape, shapeAt, textAt } from './shape.ts';

/** The only version of the protocol that is not a draft. */
export const PROTOCOL_VERSION = 1;

/** What an agent said of itself when it was started. */
export type AgentFacts = {
  readonly name: string;
  readonly version: string;
  readonly protocolVersion: number;
  readonly can: readonly AgentAbility[];
  readonly authMethods: readonly AuthMethod[];
  /** It can be told to forget who is signed in. */
  readonly canSignOut: boolean;
};

/** Reads the answer to `initialize`; what is missing or odd counts as not offered. */
export function parseFacts(answer: unknown): AgentFacts {
  const shape: Shape = isShape(answer) ? answer : {};
  const info = shapeAt(shape, 'agentInfo');
  const capabilities = shapeAt(shape, 'agentCapabilities');
  return {
    name: textAt(info, 'title') ?? textAt(info, 'name') ?? '',
    version: textAt(info, 'version') ?? '',
    protocolVersion: numberAt(shape, 'protocolVersion') ?? 0,
    can: abilitiesOf(capabilities),
    authMethods: parseAuthMethods(shape),
    canSignOut: isShape(shapeAt(capabilities, 'auth')['logout']),
  };
}

function abilitiesOf(shape: Shape): readonly AgentAbility[] {
  const session = shapeAt(shape, 'sessionCapabilities');
  const prompt = shapeAt(shape, 'promptCapabilities');
  const offers: readonly (readonly [AgentAbility, boolean])[] = [
    ['load', shape['loadSession'] === true],
    ['fork', isShape(session['fork'])],
    ['resume', isShape(session['resume'])],
    ['list', isShape(session['list'])],
    ['close', isShape(session['close'])],
    ['delete', isShape(session['delete'])],
    ['images', prompt['image'] === true],
    ['context', prompt['embeddedContext'] === true],
    ['http-tools', shapeAt(shape, 'mcpCapabilities')['http'] === true],
  ];
  return offers.flatMap(([ability, offered]) => (offered ? [ability] : []));
}
