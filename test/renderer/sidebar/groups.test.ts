import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Activity } from '../../../protocol/activity.ts';
import { sessionIdOf } from '../../../protocol/ids.ts';
import type { Summary } from '../../../protocol/summary.ts';
import { groupSessions, nameOf } from '../../../renderer/sidebar/groups.ts';
import { seed, ulidOf } from '../../support/arbitraries.ts';
import { summaryWith } from '../../support/summary.ts';

const summaryOf = (n: number, folder: string, change: Partial<Summary> = {}): Summary =>
  summaryWith({ id: sessionIdOf(ulidOf(n)), folder, title: `Session ${n}`, createdAt: n, updatedAt: n, ...change });

const rowsOf = (summaries: readonly Summary[]) =>
  groupSessions(summaries).map(({ folder, sessions }) => [folder, sessions.map(({ id }) => id)]);

const folder = fc.constantFrom('/a', '/b/app', '/c/app', '/', 'C:\\src\\app');
const activity = fc.constantFrom<Activity>({ kind: 'running' }, { kind: 'asking' }, { kind: 'queued', place: 2 });

test(`[S2.6] rows never move while sessions work, end and are renamed, in whatever order they are told (seed ${seed})`, () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(1e6), activity), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(folder, { minLength: 1, maxLength: 12 }), changes, (folders, happened) => {
      const summaries = folders.map((path, n) => summaryOf(Math.floor(n / 2), path, { id: sessionIdOf(ulidOf(n)) }));
      const before = rowsOf(summaries);
      for (const [which, updatedAt, activity] of happened) {
        const at = which % summaries.length;
        const [changed] = summaries.splice(at, 1);
        if (changed) summaries.push({ ...changed, updatedAt, activity, title: 'Other' });
      }
      expect(rowsOf(summaries)).toEqual(before);
    }),
    { seed },
  );
});

test('[S2.6] the newest session and its folder are first; deleted ones leave no gap', () => {
  const deleted = summaryOf(9, '/gone', { deletedAt: 1 });
  expect(rowsOf([summaryOf(1, '/a'), summaryOf(2, '/b'), deleted, summaryOf(3, '/a')])).toEqual([
    ['/a', [sessionIdOf(ulidOf(3)), sessionIdOf(ulidOf(1))]],
    ['/b', [sessionIdOf(ulidOf(2))]],
  ]);
  expect(groupSessions([])).toEqual([]);
});

test('[S2.6] folders are named by their last part, and told apart by their parents where that is the same', () => {
  const groups = groupSessions([summaryOf(3, '/home/one/app'), summaryOf(2, '/home/two/app/'), summaryOf(1, '/lib')]);
  expect(groups.map(({ name, hint }) => [name, hint])).toEqual([
    ['app', 'one'],
    ['app', 'two'],
    ['lib', ''],
  ]);
  expect(['/', 'C:\\src\\tool', '/with space/'].map(nameOf)).toEqual(['/', 'tool', 'with space']);
});

test('[S2.6] folders of the same name under parents of the same name are still told apart', () => {
  const groups = groupSessions([summaryOf(2, '/one/src/app'), summaryOf(1, '/two/src/app')]);
  expect(new Set(groups.map(({ name, hint }) => `${hint}/${name}`)).size).toBe(2);
});

test('[B14] what belongs to another session stands in no group', () => {
  const kinds = ['main', 'child', 'side'] as const;
  const summaries = kinds.map((kind, n) => summaryOf(n, '/src', { kind }));
  expect(rowsOf(summaries)).toEqual([['/src', [summaries[0]?.id]]]);
});
