import { expect, test } from 'vitest';
import { readAgents } from '../../../main/agent/catalog/agent-file.ts';
import type { DraftPorts } from '../../../main/agent/catalog/draft.ts';
import { ENTRIES } from '../../../main/agent/catalog/entries.ts';
import { handleOf } from '../../../main/agent/catalog/handles.ts';
import { CustomAgent } from '../../../protocol/agent.ts';
import { IMPORT_AGENTS_MAX } from '../../../protocol/limits.ts';

const PORTS: DraftPorts = {
  ...{ entries: ENTRIES, home: '/home/me', platform: 'linux', arch: 'x64' },
  find: (name) => Promise.resolve(name === 'goose' ? '/usr/bin/goose' : undefined),
};

async function read(value: unknown, ports: DraftPorts = PORTS) {
  const result = await readAgents(typeof value === 'string' ? value : JSON.stringify(value), ports);
  if (!result.ok) throw new Error(`Refused: ${result.refusal.code}`);
  for (const draft of result.value.drafts) expect(CustomAgent.parse(draft)).toEqual(draft);
  return result.value;
}

const archive = (cmd: string) => ({ archive: 'https://example.org/a.tar.gz', cmd, args: ['acp'], sha256: 'ab' });

/** As the public registry has them. */
const REGISTRY = {
  version: '1.0.0',
  agents: [
    {
      ...{ id: 'some-agent', name: 'Some Agent', version: '1.2.3', description: 'One', license: 'MIT', icon: 'x.svg' },
      distribution: { npx: { package: '@some/agent@1.2.3', args: ['--acp'], env: { SOME_UPDATE: '0' } } },
      preview: { version: '2.0.0' },
    },
    { id: 'py-agent', name: 'Py', distribution: { uvx: { package: 'py-agent==1.0', cmd: 'py-acp', args: ['serve'] } } },
    { id: 'goose', name: 'goose', distribution: { binary: { 'linux-x86_64': archive('./goose') } } },
    {
      ...{ id: 'junie', name: 'Junie', website: 'https://junie.example' },
      distribution: { binary: { 'linux-x86_64': archive('./app\\bin/junie.exe') } },
    },
    { id: 'mac-only', name: 'Mac only', distribution: { binary: { 'darwin-aarch64': archive('./it') } } },
    { id: 'strange', name: 'Strange', distribution: { docker: { image: 'strange' } } },
    { id: 'broken', name: 'Broken', distribution: { npx: { package: 7 } } },
    'nonsense',
  ],
  extensions: [],
};

test('[S4.3] the ACP registry gives drafts, and says of each agent that it cannot give why', async () => {
  const { drafts, refused } = await read(REGISTRY);
  expect(drafts).toEqual([
    {
      ...{ id: 'some-agent', name: 'Some Agent', command: 'npx', args: ['-y', '@some/agent@1.2.3', '--acp'] },
      env: { SOME_UPDATE: '0' },
    },
    { id: 'py-agent', name: 'Py', command: 'uvx', args: ['--from', 'py-agent==1.0', 'py-acp', 'serve'], env: {} },
    { id: 'goose', name: 'goose', command: 'goose', args: ['acp'], env: {}, catalog: 'goose' },
  ]);
  expect(refused).toEqual([
    { name: 'Junie', why: { code: 'not-installed', program: 'junie', homepage: 'https://junie.example' } },
    { name: 'Mac only', why: { code: 'other-system' } },
    { name: 'Strange', why: { code: 'no-program' } },
    { name: 'Broken', why: { code: 'malformed', path: 'distribution.npx.package' } },
    { name: '', why: { code: 'malformed', path: '' } },
  ]);
});

test('[S4.3] an archive counts for the system that it is for', async () => {
  const here = async (platform: string, arch: string) =>
    (await read(REGISTRY.agents[4], { ...PORTS, platform, arch })).refused[0]?.why.code;
  expect(await here('darwin', 'arm64')).toBe('not-installed');
  expect(await here('darwin', 'x64')).toBe('other-system');
  const windows = { id: 'w', distribution: { binary: { 'windows-x86_64': archive('.\\goose-package\\goose.exe') } } };
  expect((await read(windows, { ...PORTS, platform: 'win32' })).drafts).toMatchObject([{ command: 'goose' }]);
});

test('[S4.3] an agent that we know brings its quirks, whoever describes it and in which version', async () => {
  const quirks = { env: { GEMINI_CLI_NO_RELAUNCH: 'true' }, clientFiles: false, catalog: 'gemini' };
  const npx = {
    id: 'gemini',
    name: 'G',
    distribution: { npx: { package: '@google/gemini-cli@0.61.0', args: ['--acp'] } },
  };
  expect((await read(npx)).drafts).toMatchObject([quirks]);
  expect((await read({ command: '/opt/bin/gemini', args: ['--acp', '--debug'] })).drafts).toMatchObject([quirks]);
  const own = { command: 'gemini', args: ['--acp'], env: { GEMINI_CLI_NO_RELAUNCH: 'false' }, clientFiles: true };
  expect((await read(own)).drafts).toMatchObject([{ env: { GEMINI_CLI_NO_RELAUNCH: 'false' }, clientFiles: true }]);
  const others = [
    { command: 'gemini' },
    { command: 'npx', args: ['gemini'] },
    { command: 'my-gemini', args: ['--acp'] },
  ];
  for (const draft of (await read(others)).drafts) expect(draft).not.toHaveProperty('catalog');
});

test('[S4.3] the agents of an editor’s settings are read, comments and all', async () => {
  const settings = `{
    "theme": "One Dark", // not for us
    "agent_servers": {
      "My Agent": { "type": "custom", "command": "~/bin/agent", "args": ["acp"], "env": { "KEY": "1" } },
      "My  agent!": { "command": "other" },
      "gemini": { "ignore_system_version": false },
      "Remote": { "url": "wss://agent.example" },
      "Bad": { "command": "x", "env": { "not a name": "1" } },
    },
  }`;
  const { drafts, refused } = await read(settings);
  expect(drafts).toEqual([
    { id: 'my-agent', name: 'My Agent', command: '/home/me/bin/agent', args: ['acp'], env: { KEY: '1' } },
    { id: 'my-agent-2', name: 'My  agent!', command: 'other', args: [], env: {} },
  ]);
  expect(refused).toEqual([
    { name: 'gemini', why: { code: 'no-program' } },
    { name: 'Remote', why: { code: 'no-program' } },
    { name: 'Bad', why: { code: 'malformed', path: 'env.not a name' } },
  ]);
  const part = '"agent_servers": { "A": { "command": "a" } }';
  expect((await read(part)).drafts).toMatchObject([{ id: 'a', name: 'A' }]);
});

test('[S4.3] one agent is read as it is saved here, whole or in part', async () => {
  const whole: unknown = {
    ...{ id: 'mine', name: 'Mine', command: 'run', args: ['--acp'], env: { A: 'b' } },
    ...{ secrets: ['KEY'], turnsPerFolder: 2, concurrentPrompts: true, clientFiles: false },
  };
  expect((await read(whole)).drafts).toEqual([whole]);
  expect((await read({ command: 'run' })).drafts).toMatchObject([{ id: 'agent', name: 'Agent' }]);
  expect((await read({ command: 'run', turnsPerFolder: 99 })).refused).toMatchObject([
    { why: { code: 'malformed', path: 'turnsPerFolder' } },
  ]);
});

test('[S4.3] a text without agents is refused, with the place where it stops being JSON', async () => {
  expect(await readAgents('{\n  "agents": [}', PORTS)).toEqual({
    ...{ ok: false, refusal: { code: 'not-json', line: 2, column: 14 } },
  });
  expect(await readAgents('"agent_servers": nothing', PORTS)).toMatchObject({
    ...{ ok: false, refusal: { code: 'not-json', line: 1, column: 18 } },
  });
  for (const text of ['', 'hello'])
    expect(await readAgents(text, PORTS)).toMatchObject({ refusal: { code: 'not-json' } });
  for (const text of ['{}', '[]', '7', '{"agents":[]}', '{"mcpServers":{}}']) {
    expect(await readAgents(text, PORTS)).toEqual({ ok: false, refusal: { code: 'no-agents' } });
  }
});

test('[S4.3] of a text without end only so many agents are read', async () => {
  const many = Array.from({ length: IMPORT_AGENTS_MAX + 2 }, (_, n) => ({ name: `Agent ${n}`, command: 'run' }));
  const { drafts, refused } = await read(many);
  expect(drafts).toHaveLength(IMPORT_AGENTS_MAX);
  expect(refused).toEqual([{ name: `Agent ${IMPORT_AGENTS_MAX}`, why: { code: 'too-many', max: IMPORT_AGENTS_MAX } }]);
});

test('[S4.3] every agent of a text gets a handle of its own, near to its name', async () => {
  const names = ['Café Zürich', '9 lives', '智能体', '-', 'x'.repeat(64), 'playbook'];
  expect(names.map(handleOf)).toEqual(['cafe-zurich', 'lives', 'agent', 'agent', 'x'.repeat(32), 'playbook']);
  const { drafts } = await read([...names, ...names].map((name) => ({ name, command: 'run' })));
  expect(drafts.map(({ id }) => id)).toEqual([
    ...['cafe-zurich', 'lives', 'agent', 'agent-2', 'x'.repeat(32), 'playbook-2'],
    ...['cafe-zurich-2', 'lives-2', 'agent-3', 'agent-4', `${'x'.repeat(30)}-2`, 'playbook-3'],
  ]);
});
