import { expect, test } from 'vitest';
import { type CatalogEntry, draftOf } from '../../protocol/catalog.ts';
import type { CatalogId } from '../../protocol/ids.ts';

const PROGRAM = { kind: 'program', program: 'agent', args: ['acp'] } as const;
const NPX = { kind: 'npx', package: '@some/agent', args: ['--acp'] } as const;
const ENTRY: CatalogEntry = {
  ...{ id: 'agent' as CatalogId, name: 'Agent', maker: 'Somebody', homepage: 'https://example.org' },
  ...{ about: { en: 'One', zh: '一个' }, ways: [PROGRAM, NPX], install: {}, nodeMin: 22 },
  ...{ signIn: { command: null, variables: [] }, quirks: { env: { QUIET: '1' }, clientFiles: false } },
};

test('[S4.3] adding an agent of the catalog saves the way that was found, with its quirks', () => {
  const kept = { id: 'agent', name: 'Agent', env: { QUIET: '1' }, clientFiles: false, catalog: 'agent' };
  const program = { ...kept, command: 'agent', args: ['acp'] };
  expect(draftOf(ENTRY, { kind: 'program', way: PROGRAM, path: '/opt/agent', version: '1.0' })).toEqual(program);
  expect(draftOf(ENTRY, { kind: 'npx', way: NPX, path: '/usr/bin/npx' })).toEqual({
    ...kept,
    ...{ command: 'npx', args: ['-y', '@some/agent', '--acp'] },
  });
  expect(draftOf(ENTRY, { kind: 'nothing', why: { code: 'not-installed' } })).toEqual(program);
});
