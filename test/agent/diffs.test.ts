import { expect, test } from 'vitest';
import { diffOf } from '../../main/agent/diffs.ts';
import { DIFF_LINES_MAX } from '../../protocol/limits.ts';

const numbered = (count: number, word = 'line') =>
  Array.from({ length: count }, (_, n) => `${word} ${n + 1}\n`).join('');

test('[S2.5] a change is shown with three lines around it', () => {
  const before = numbered(20);
  const diff = diffOf('/a', before, before.replace('line 10\n', 'other\n'));
  expect(diff).toMatchObject({ path: '/a', change: 'edited', added: 1, removed: 1, omittedLines: 0 });
  expect(diff.hunks).toEqual([
    {
      oldStart: 7,
      newStart: 7,
      lines: [' line 7', ' line 8', ' line 9', '-line 10', '+other', ' line 11', ' line 12', ' line 13'],
    },
  ]);
});

test('[S2.5] files that come and go', () => {
  expect(diffOf('/a', null, 'a\nb\n')).toMatchObject({ change: 'added', added: 2, removed: 0 });
  expect(diffOf('/a', 'a\nb\n', '')).toMatchObject({ change: 'deleted', added: 0, removed: 2 });
  expect(diffOf('/a', 'same', 'same')).toMatchObject({ added: 0, removed: 0, hunks: [] });
});

test('[S2.5] only lines of the file are lines of the diff', () => {
  const [hunk] = diffOf('/a', 'a', 'b').hunks;
  expect(hunk?.lines).toEqual(['-a', '+b']);
});

test('[S2.5] a long diff is cut and says by how much', () => {
  const diff = diffOf('/a', null, numbered(DIFF_LINES_MAX + 500));
  expect(diff.hunks.flatMap((hunk) => hunk.lines)).toHaveLength(DIFF_LINES_MAX);
  expect(diff).toMatchObject({ added: DIFF_LINES_MAX + 500, omittedLines: 500 });
});

test('[S2.5] texts that have nothing in common are replaced as a whole', () => {
  const diff = diffOf('/a', numbered(5_000), numbered(4_000, 'other'));
  expect(diff).toMatchObject({ change: 'edited', added: 4_000, removed: 5_000, omittedLines: 9_000 - DIFF_LINES_MAX });
});

test('[S2.5] a line without end does not make a diff without end', () => {
  const diff = diffOf('/a', null, 'x'.repeat(3_000_000));
  expect(diff.hunks[0]?.lines[0]?.length).toBeLessThan(10_000);
});
