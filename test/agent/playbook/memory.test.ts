import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { allow, createMemoryStore, digestOf, NOTHING_YET } from '../../../main/agent/playbook/memory.ts';
import { pruneState } from '../../../main/agent/playbook/prune.ts';
import { isSessionId, newSessionId } from '../../../main/agent/playbook/session-id.ts';
import { newFolder, removeFolders } from './playbook.ts';

const DAY_MS = 24 * 60 * 60_000;
const NOW = 1_700_000_000_000;
afterEach(removeFolders);

const progress = { name: 'it', text: '# Hi', next: 1, finished: false, approved: true, children: [] };

describe('session ids', () => {
  it('[B34] only ids of our own making are ever a file name', async () => {
    expect(isSessionId(newSessionId())).toBe(true);
    const store = createMemoryStore(newFolder());
    for (const id of [
      '',
      '.',
      '..',
      '../x',
      'a/b',
      'C:x',
      'con',
      `${newSessionId()}\n`,
      newSessionId().toUpperCase(),
    ]) {
      expect(isSessionId(id)).toBe(false);
      await expect(store.load(id)).rejects.toThrow('Not a session id');
      await expect(store.save(id, NOTHING_YET)).rejects.toThrow('Not a session id');
    }
  });
});

describe('createMemoryStore', () => {
  it('[S2.5] what was saved is read back, and the file is for its owner alone', async () => {
    const folder = join(newFolder(), 'made', 'later');
    const store = createMemoryStore(folder);
    const id = newSessionId();
    expect(await store.load(id)).toEqual(NOTHING_YET);
    const memory = allow({ progress, allowed: [], mode: 'dry-run' }, 'digest');
    await store.save(id, memory);
    expect(await store.load(id)).toEqual(memory);
    expect(readdirSync(folder)).toEqual([`${id}.json`]);
    if (process.platform !== 'win32') expect(statSync(join(folder, `${id}.json`)).mode & 0o777).toBe(0o600);
  });

  it('[S2.5] a damaged, foreign or newer file counts as nothing', async () => {
    const folder = newFolder();
    const store = createMemoryStore(folder);
    const id = newSessionId();
    const good = { version: 1, progress, allowed: ['a', 7] };
    const cases: readonly (readonly [string, unknown])[] = [
      ['', NOTHING_YET],
      ['{"version":1', NOTHING_YET],
      ['[]', NOTHING_YET],
      [JSON.stringify({ ...good, version: 2 }), NOTHING_YET],
      [
        JSON.stringify({ ...good, progress: { ...progress, next: -1 } }),
        { progress: null, allowed: ['a'], mode: 'run' },
      ],
      [
        JSON.stringify({ ...good, progress: { ...progress, text: 5 } }),
        { progress: null, allowed: ['a'], mode: 'run' },
      ],
      [JSON.stringify(good), { progress, allowed: ['a'], mode: 'run' }],
      [JSON.stringify({ ...good, mode: 'slow' }), { progress, allowed: ['a'], mode: 'run' }],
    ];
    for (const [text, memory] of cases) {
      writeFileSync(join(folder, `${id}.json`), text);
      expect(await store.load(id)).toEqual(memory);
    }
  });

  it('[S2.5] a runbook is remembered for one folder and one text', async () => {
    const folder = newFolder();
    await createMemoryStore(folder).approve(digestOf('/a', 'text'));
    const store = createMemoryStore(folder);
    expect(await store.isApproved(digestOf('/a', 'text'))).toBe(true);
    expect(await store.isApproved(digestOf('/a', 'text '))).toBe(false);
    expect(await store.isApproved(digestOf('/b', 'text'))).toBe(false);
  });
});

describe('pruneState', () => {
  it('[S2.5] old files go, then the oldest beyond the limit, and nothing that is not ours', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'approved'));
    const put = (name: string, age: number) => {
      writeFileSync(join(folder, name), '');
      utimesSync(join(folder, name), (NOW - age) / 1_000, (NOW - age) / 1_000);
    };
    const ids = Array.from({ length: 502 }, newSessionId);
    for (const [index, id] of ids.entries()) put(`${id}.json`, index * 1_000);
    const old = newSessionId();
    put(`${old}.json`, 91 * DAY_MS);
    put('notes.json', 200 * DAY_MS);
    put(`${old}.json.x.tmp`, DAY_MS);
    put(`approved/${digestOf('/a', 'old')}`, 91 * DAY_MS);
    put(`approved/${digestOf('/a', 'new')}`, DAY_MS);

    await pruneState(folder, NOW);
    const left = [...ids.slice(0, 500).map((id) => `${id}.json`), 'approved', 'notes.json'];
    expect(readdirSync(folder).toSorted()).toEqual(left.toSorted());
    expect(readdirSync(join(folder, 'approved'))).toEqual([digestOf('/a', 'new')]);
    expect(readFileSync(join(folder, 'notes.json'), 'utf8')).toBe('');
  });

  it('[S2.5] a folder that is not there yet holds nothing to remove', async () => {
    const folder = newFolder();
    await pruneState(join(folder, 'none'), NOW);
    expect(readdirSync(folder)).toEqual([]);
  });
});
