import { expect, test } from 'vitest';
import { troubleOf } from '../../main/store/trouble.ts';

const errorOf = (code: string) => Object.assign(new Error('words'), { code });
const kindOf = (code: string) => troubleOf(errorOf(code))?.kind;

test('[S2.4] errors of the disk, damage of the file, and bugs are told apart', () => {
  const disk = ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY', 'SQLITE_READONLY_DBMOVED'];
  expect([...disk, 'SQLITE_CANTOPEN', 'SQLITE_BUSY', 'ENOSPC', 'EIO', 'EROFS'].map(kindOf)).toEqual(
    Array(10).fill('disk'),
  );
  expect(['SQLITE_CORRUPT', 'SQLITE_CORRUPT_INDEX', 'SQLITE_NOTADB'].map(kindOf)).toEqual(Array(3).fill('damage'));
  expect(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_ERROR', 'SQLITE_MISUSE', 'ENOENT'].map(kindOf)).toEqual(
    Array(4).fill(undefined),
  );
  expect([troubleOf(new Error('SQLITE_FULL')), troubleOf('SQLITE_FULL'), troubleOf(undefined)]).toEqual(
    Array(3).fill(undefined),
  );
});

test('[S2.4] what is wrong with the disk is said in words', () => {
  expect(troubleOf(errorOf('SQLITE_FULL'))).toEqual({
    kind: 'disk',
    trouble: { code: 'disk-failing', message: 'The disk is full.' },
  });
});
