import { expect, test } from 'vitest';
import { parseAuthMethods } from '../../main/agent/auth-methods.ts';

const one = (method: object) => parseAuthMethods({ authMethods: [method] })[0];

test('[S4.4] a way to sign in without a type is the agent’s own affair', () => {
  expect(one({ id: 'chat-gpt', name: 'ChatGPT', description: 'Use ChatGPT to authenticate' })).toEqual({
    ...{ id: 'chat-gpt', name: 'ChatGPT', description: 'Use ChatGPT to authenticate' },
    kind: 'agent',
  });
  expect(one({ id: 'api-key', description: null, _meta: { 'api-key': { provider: 'openai' } } })).toEqual({
    ...{ id: 'api-key', name: 'api-key', description: '' },
    kind: 'agent',
  });
});

test('[S4.4] a way that needs a terminal is the agent’s program with more arguments and environment', () => {
  const args = ['--cli', 'auth', 'login'];
  expect(one({ id: 'c', name: 'Claude', type: 'terminal', args, env: { A: '1', 'no name': 'x', B: 2 } })).toEqual({
    ...{ id: 'c', name: 'Claude', description: '', kind: 'terminal' },
    ...{ command: null, args, env: { A: '1' } },
  });
  // What stands beside it for older clients names the same program.
  const _meta = { 'terminal-auth': { command: 'node', args: ['x'] } };
  expect(one({ id: 'c', type: 'terminal', args, _meta })).toMatchObject({ command: null, args });
});

test('[S4.4] the older form of it names a command of its own', () => {
  const _meta = { 'terminal-auth': { command: 'node', args: ['agent.js', '/login'], env: { A: '1' }, label: 'Login' } };
  expect(one({ id: 'claude-login', name: 'Log in', _meta })).toEqual({
    ...{ id: 'claude-login', name: 'Log in', description: '', kind: 'terminal' },
    ...{ command: 'node', args: ['agent.js', '/login'], env: { A: '1' } },
  });
  expect(one({ id: 'x', _meta: { 'terminal-auth': true } })).toMatchObject({ kind: 'agent' });
});

test('[S4.4] a way that needs variables names them, and only an address of the web is a link', () => {
  const vars = [{ name: 'OPENAI_API_KEY', label: 'Key' }, { name: 'ORG', optional: true }, { name: 'no name' }, {}];
  const method = { id: 'key', name: 'Key', type: 'env_var', vars };
  expect(one({ ...method, link: 'https://example.com/keys' })).toEqual({
    ...{ id: 'key', name: 'Key', description: '', kind: 'environment', link: 'https://example.com/keys' },
    variables: [
      { name: 'OPENAI_API_KEY', label: 'Key', optional: false },
      { name: 'ORG', label: '', optional: true },
    ],
  });
  for (const link of ['javascript:alert(1)', 'file:///etc/passwd', 'https://', undefined]) {
    expect(one({ ...method, link })).toMatchObject({ link: null });
  }
});

test('[S4.4] what is of no known type, has no id, or would type into a terminal by itself, is not offered', () => {
  expect(one({ id: 'x', type: '_new' })).toBeUndefined();
  expect(one({ name: 'x' })).toBeUndefined();
  expect(one({ id: 'x', type: 'terminal', args: ['\u001b[201~rm'] })).toBeUndefined();
  expect(one({ id: 'x', type: 'terminal', env: { A: 'a\nb' } })).toBeUndefined();
  expect(one({ id: 'x', type: 'terminal', args: ['auth', 5] })).toBeUndefined();
  expect(one({ id: 'x', type: 'terminal', args: ['auth', 'x'.repeat(100_000)] })).toBeUndefined();
  expect(one({ id: 'x', type: 'terminal', args: null })).toMatchObject({ kind: 'terminal', args: [] });
  const older = (line: object) => one({ id: 'x', _meta: { 'terminal-auth': { command: 'node', ...line } } });
  expect(older({ args: ['\u001b[201~rm'] })).toBeUndefined();
  expect(older({ command: 'node\n' })).toBeUndefined();
  expect(parseAuthMethods({ authMethods: 'none' })).toEqual([]);
  expect(parseAuthMethods({ authMethods: [...Array(50)].map((_, id) => ({ id: String(id) })) })).toHaveLength(8);
});
