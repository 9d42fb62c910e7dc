import { expect, test, vi } from 'vitest';
import { ProcessTable, parseKibibytes, parsePowershell, readMemory } from '../../main/agent/process-table.ts';
import { parsePs, parseStat, survivors, treeOf } from '../../main/agent/process-tree.ts';

const row = (pid: number, parent: number, session = pid, group = session) => ({
  pid,
  parent,
  group,
  session,
  birth: 'b',
});

test('[S2.5] a process whose name imitates the columns is read right', () => {
  const fields = Array.from({ length: 40 }, (_, index) => String(100 + index)).join(' ');
  expect(parseStat(`42 (a) S 1 2) b) S 7 8 9 ${fields}`)).toEqual({
    pid: 42,
    parent: 7,
    group: 8,
    session: 9,
    birth: '115',
  });
});

test('[S2.5] the dead that wait for their parents are not alive', () => {
  expect(parseStat('42 (a) Z 7 8 9 0 0')).toBeUndefined();
  expect(parsePs('  42 7 42 Z Thu Nov 20 10:00:00 2026')).toEqual([]);
});

test('[S2.5] what ps prints is read with its time of birth', () => {
  expect(parsePs('  42   7    8 S+   Thu Nov 20 10:00:00 2026\n')).toEqual([
    { pid: 42, parent: 7, group: 8, session: 8, birth: 'Thu Nov 20 10:00:00 2026' },
  ]);
});

test('[S2.5] a tree holds its descendants, also in sessions of their own, and orphans of its session', () => {
  const rows = [row(1, 0), row(10, 1), row(11, 10, 10), row(12, 11), row(13, 12, 12), row(14, 1, 10), row(20, 1)];
  expect(
    treeOf(rows, 10)
      .map(({ pid }) => pid)
      .sort(),
  ).toEqual([10, 11, 12, 13, 14]);
});

test('[S2.5] a number that was given to another process is no survivor', () => {
  expect(survivors([row(10, 1), row(11, 1)], [row(10, 1), { ...row(11, 1), birth: 'later' }])).toEqual([row(10, 1)]);
});

test('[S4.2] what PowerShell prints is read, each process by itself and with its time of birth', () => {
  const text = '4 0 638989632000000000\r\n1234 4 638989632123456789\r\n\r\n';
  expect(parsePowershell(text)).toEqual([
    { pid: 4, parent: 0, group: 4, session: 4, birth: '638989632000000000' },
    { pid: 1234, parent: 4, group: 1234, session: 1234, birth: '638989632123456789' },
  ]);
});

test('[S4.2] what ps prints of memory is added up', () => {
  expect(parseKibibytes('  1024\n 2048\n\n')).toBe(3 * 1024 * 1024);
});

test('[S4.2] the memory of this process is about what it says itself', async () => {
  const own = process.memoryUsage.rss();
  const read = await readMemory(() => Promise.reject(new Error('Nothing is to be run')), [process.pid]);
  expect(read / own).toBeGreaterThan(0.5);
  expect(read / own).toBeLessThan(2);
});

test('[S4.2] who asks for all processes while somebody looks shares the next look with all who do', async () => {
  let looks = 0;
  const table = new ProcessTable(async () => {
    looks += 1;
    return `${looks} 1 1 S Thu Nov 20 10:00:00 2026`;
  });
  const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  const [first, ...others] = await Promise.all([table.read(), table.read(), table.read()]);
  platform.mockRestore();
  expect([first, ...others].map((rows) => rows?.[0]?.pid)).toEqual([1, 2, 2]);
});
