import { expect, test } from 'vitest';
import { wayOf } from '../../main/agent/sign-in-ways.ts';
import type { CustomAgent } from '../../protocol/agent.ts';
import { AgentId } from '../../protocol/ids.ts';

const agent: CustomAgent = {
  ...{ id: AgentId.parse('acme'), name: 'Acme', command: 'acme', args: ['acp'] },
  env: { HOME: '/home/me', ACME_TOKEN: 'hidden', ACME_KEY_FILE: '/old' },
  secrets: ['ACME_PASSPHRASE'],
};
const method = { id: 't', name: 'T', description: '', kind: 'terminal', command: null, args: ['login'] } as const;

test('[S4.3] the line is the agent’s own program with its settings, but for what is secret or looks like it', () => {
  expect(wayOf({ ...method, env: { ACME_KEY_FILE: '/new' } }, agent, 'linux')).toEqual({
    ...{ id: 't', name: 'T', description: '', kind: 'terminal' },
    line: 'HOME=/home/me ACME_KEY_FILE=/new acme acp login',
    withheld: ['ACME_PASSPHRASE', 'ACME_TOKEN'],
  });
  expect(wayOf({ ...method, command: 'other', env: {} }, agent, 'win32')).toMatchObject({
    line: "$env:HOME = '/home/me'; & other login",
    withheld: ['ACME_PASSPHRASE', 'ACME_TOKEN', 'ACME_KEY_FILE'],
  });
});
