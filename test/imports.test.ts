import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type FolderRule,
  foreignImports,
  importsOf,
  type OwnerRule,
  readSources,
  strayImports,
} from './support/imports.ts';

const FOUNDATION = [
  'protocol',
  'main/log',
  'main/clock.ts',
  'main/containment.ts',
  'main/file-error.ts',
  'main/whole-file.ts',
];
/** What both shells serve and how. */
const SHELL_PARTS = ['main/shell/pages.ts', 'main/shell/content-policy.ts'];
/** Folders of main know each other by type; only the composition root constructs. */
const KNOWN_BY_TYPE = ['main', 'electron', '@orpc/server', 'ws'];

const FOLDERS: readonly FolderRule[] = [
  { folder: 'protocol', allowed: ['protocol', 'zod', '@orpc/contract'] },
  { folder: 'renderer', allowed: ['renderer', 'protocol', ...rendererPackages()], types: ['hast'] },
  { folder: 'preload', allowed: ['preload', 'electron'], types: ['protocol'] },
  { folder: 'main/session', allowed: ['main/session', ...FOUNDATION], types: KNOWN_BY_TYPE },
  {
    folder: 'main/store',
    allowed: ['main/store', ...FOUNDATION, 'node:', 'better-sqlite3', 'zod'],
    types: KNOWN_BY_TYPE,
  },
  {
    folder: 'main/agent',
    allowed: [
      'main/agent',
      ...FOUNDATION,
      'node:',
      'ulid',
      'diff',
      '@agentclientprotocol/sdk',
      '@modelcontextprotocol/client',
      'marked',
      'zod',
      'jsonc-parser',
    ],
    types: KNOWN_BY_TYPE,
  },
  { folder: 'main/workspace', allowed: ['main/workspace', ...FOUNDATION, 'node:'], types: KNOWN_BY_TYPE },
  {
    folder: 'main/orchestration',
    allowed: ['main/orchestration', ...FOUNDATION, 'node:', 'zod', '@modelcontextprotocol'],
    types: KNOWN_BY_TYPE,
  },
  { folder: 'main/secrets', allowed: ['main/secrets', ...FOUNDATION, 'node:', 'zod'], types: KNOWN_BY_TYPE },
  { folder: 'main/attention', allowed: ['main/attention', ...FOUNDATION], types: KNOWN_BY_TYPE },
  { folder: 'main/settings', allowed: ['main/settings', ...FOUNDATION, 'node:', 'jsonc-parser'], types: KNOWN_BY_TYPE },
  { folder: 'main/log', allowed: ['main/log', 'node:', 'electron-log'] },
  {
    folder: 'main/shell/web',
    allowed: ['main/shell/web', ...SHELL_PARTS, ...FOUNDATION, 'node:', 'ws', '@orpc/server', 'zod'],
    types: KNOWN_BY_TYPE,
  },
  {
    folder: 'main/shell/electron',
    allowed: ['main/shell/electron', ...SHELL_PARTS, ...FOUNDATION, 'node:', 'electron', '@orpc/server', 'zod'],
    types: KNOWN_BY_TYPE,
  },
  { folder: 'main', allowed: ['main', 'protocol', 'node:', 'ulid', '@orpc/server', 'electron', 'package.json'] },
];

const OWNERS: readonly OwnerRule[] = [
  { target: /^better-sqlite3$/, owners: ['main/store/database.ts'] },
  { target: /^electron$/, owners: ['main/electron.ts', 'main/shell/electron', 'preload'] },
  {
    target: /^(node:)?child_process$/,
    owners: ['main/agent/processes.ts', 'main/agent/process-tree.ts', 'main/workspace/git.ts'],
  },
  { target: /^ws$/, owners: ['main/shell/web'] },
  { target: /^@agentclientprotocol\/sdk/, owners: ['main/agent/connection.ts', 'main/agent/playbook'] },
  { target: /^@modelcontextprotocol\//, owners: ['main/orchestration', 'main/agent/playbook'] },
  { target: /^jsonc-parser$/, owners: ['main/settings', 'main/agent/catalog'] },
  { target: /^electron-log/, owners: ['main/log'] },
  { target: /^(node:)?timers/, owners: ['main/clock.ts'] },
];

/** Whatever the renderer bundles is a development dependency; what runs on the host only is not for it. */
function rendererPackages(): readonly string[] {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: object };
  const hostOnly =
    /^(electron|@orpc\/server|ws|sirv|open|@agentclientprotocol|@modelcontextprotocol|vite|vitest|playwright|@playwright|@types)/;
  return Object.keys(devDependencies).filter((name) => !hostOnly.test(name));
}

/** A source without its comments. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

const PROJECT = readSources(['protocol', 'main', 'preload', 'renderer']);

test('[S2.1] every folder imports only what lies in its direction', () => {
  expect(strayImports(importsOf(PROJECT), FOLDERS)).toEqual([]);
});

test('[S2.1] SQLite, Electron, child processes, sockets, the agent protocol and timers are imported in one place each', () => {
  expect(foreignImports(importsOf(PROJECT), OWNERS)).toEqual([]);
});

test('[S2.1] time and chance are taken from the clock and from ids, nowhere else in main and protocol', () => {
  const own = [...PROJECT].filter(([file]) => /^(main|protocol)\//.test(file) && file !== 'main/clock.ts');
  const wild = /\b(Date\.now|new Date\(\)|setTimeout|setInterval|setImmediate|Math\.random)\b/;
  expect(own.filter(([, text]) => wild.test(code(text))).map(([file]) => file)).toEqual([]);
});

test('[S2.1] a handler of the session never waits: decide and actor have no async', () => {
  const files = ['main/session/decide.ts', 'main/session/actor.ts', 'main/session/attribution.ts'];
  expect(files.filter((file) => /\b(async|await|Promise)\b/.test(code(PROJECT.get(file) ?? 'async')))).toEqual([]);
});

test('[S2.1] the check sees a violation that is planted, whichever way it is written', () => {
  const planted = new Map([
    ['renderer/a.ts', "import { openHost } from '../main/app.ts';"],
    ['renderer/b.ts', "const host = await import('../main/app.ts');"],
    ['main/session/c.ts', "import {\n  openStore,\n} from '../store/store.ts';"],
    ['main/session/d.ts', "import type { Store } from '../store/store.ts';"],
    ['protocol/e.ts', "export * from 'node:fs';"],
    ['main/quick/f.ts', "import 'better-sqlite3';"],
  ]);
  expect(strayImports(importsOf(planted), FOLDERS)).toEqual([
    'renderer/a.ts → main/app.ts',
    'renderer/b.ts → main/app.ts',
    'main/session/c.ts → main/store/store.ts',
    'protocol/e.ts → node:fs',
    'main/quick/f.ts → better-sqlite3',
  ]);
  expect(foreignImports(importsOf(planted), OWNERS)).toEqual(['main/quick/f.ts → better-sqlite3']);
});
