import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Catalog, draftOf } from '../../protocol/catalog.ts';
import { IMPORT_CHARS_MAX } from '../../protocol/limits.ts';
import { Scripts } from '../support/scripts.ts';
import { type Connection, connect, type Serving, startServing } from '../support/serving.ts';

const SCRIPTED = resolve('test/support/scripted-agent.ts');

let scripts: Scripts;
let dataFolder: string;
let serving: Serving;
let connection: Connection;

/** A host on a machine where only the login shell knows where one of the agents is. */
beforeEach(async () => {
  scripts = new Scripts();
  scripts.add(
    'bin/codex-acp',
    '[ "$1" = --version ] && { echo "codex-acp 2.6.0"; exit; }',
    `exec "${process.execPath}" "${SCRIPTED}" '{}'`,
  );
  const bin = join(scripts.folder, 'bin');
  const later = join(scripts.folder, 'later');
  const shell = scripts.add(
    'shell',
    `export PATH="$PATH:${bin}" API_KEY=secret-value`,
    `[ -d ${later} ] && PATH="$PATH:${later}"`,
    'exec /bin/sh -c "$2"',
  );
  dataFolder = mkdtempSync(join(tmpdir(), 'skein-catalog-'));
  serving = await startServing({ dataFolder, env: { SHELL: shell } });
  connection = await connect(serving.url);
});
afterEach(async () => {
  await serving.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('[S4.3] an agent that only the login shell knows is found, added as it was found, and runs', async () => {
  const { client } = connection;
  const catalog = await client.catalog.list();
  const codex = catalog.agents.find(({ entry }) => entry.id === 'codex');
  if (codex?.found.kind !== 'program') throw new Error('It was not found');
  expect(codex.found).toMatchObject({ version: '2.6.0', path: expect.stringMatching(/bin\/codex-acp$/) });
  expect(catalog.login).toMatchObject({ kind: 'read', added: [join(codex.found.path, '..')] });
  expect(JSON.stringify(catalog)).not.toContain('secret-value');

  const draft = draftOf(codex.entry, codex.found);
  expect(draft).toMatchObject({ command: 'codex-acp', catalog: 'codex' });
  expect(await client.agents.save(draft)).toEqual({ kind: 'custom', ...draft });
  expect(await client.agents.test(draft)).toMatchObject({ kind: 'works', name: 'Scripted' });

  scripts.add('later/vibe-acp', 'echo "vibe-acp 2.24.0"');
  const vibe = async (now: Promise<Catalog>) => (await now).agents.find(({ entry }) => entry.id === 'vibe')?.found;
  expect(await vibe(client.catalog.list())).toEqual({ kind: 'nothing', why: { code: 'not-installed' } });
  expect(await vibe(client.catalog.refresh())).toMatchObject({ kind: 'program', version: '2.24.0' });
});

test('[S4.3] agents are read from a text, up to a megabyte; what is none is refused', async () => {
  const { client } = connection;
  const text = JSON.stringify({ agent_servers: { Mine: { command: 'codex-acp' }, Away: { url: 'wss://x' } } });
  expect(await client.catalog.read({ text })).toEqual({
    drafts: [{ id: 'mine', name: 'Mine', command: 'codex-acp', args: [], env: {}, catalog: 'codex' }],
    refused: [{ name: 'Away', why: { code: 'no-program' } }],
  });
  const refused = await safe(client.catalog.read({ text: `[${' '.repeat(IMPORT_CHARS_MAX - 1)}` }));
  expect(isDefinedError(refused.error) && refused.error.data).toMatchObject({ code: 'not-json', line: 1 });
  const tooLong = await safe(client.catalog.read({ text: ' '.repeat(IMPORT_CHARS_MAX + 1) }));
  expect(tooLong.error).toMatchObject({ code: 'BAD_REQUEST' });
});
