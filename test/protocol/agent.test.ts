import { expect, test } from 'vitest';
import { AgentTrial, CustomAgent, VARIABLES_MAX } from '../../protocol/agent.ts';
import { SECRETS_MAX } from '../../protocol/secret.ts';

const AGENT = { id: 'mine', name: 'Mine', command: 'mine', args: [], env: {} };
const variables = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`KEY_${n}`, '']));

test('[S4.3] an agent has so many variables at most, and a trial so many secrets', () => {
  const fits = (env: object) => CustomAgent.safeParse({ ...AGENT, env }).success;
  expect([VARIABLES_MAX, VARIABLES_MAX + 1].map((count) => fits(variables(count)))).toEqual([true, false]);
  const tries = (typed: object) => AgentTrial.safeParse({ ...AGENT, typed }).success;
  expect([SECRETS_MAX, SECRETS_MAX + 1].map((count) => tries(variables(count)))).toEqual([true, false]);
});
