import { expect, test } from 'vitest';
import { groupedBy } from '../../../renderer/take-over/grouped.ts';

const info = (agentSession: string, folder: string, title: string, changedAt: number | null) => ({
  ...{ agentSession, folder, title, changedAt, held: null },
});
const ALL = [
  info('a', '/src/app', 'Mend the tests', 1),
  info('b', '/src/site', 'Write words', 3),
  info('c', '/src/app', 'Read on', 2),
  info('d', '/src/app', 'Of no time', null),
];
const shown = (query: string) =>
  groupedBy(ALL, query).map(({ folder, start, sessions }) => [
    folder,
    start,
    ...sessions.map((one) => one.agentSession),
  ]);

test('[S4.4] an agent’s sessions stand by folder, newest first, those without a time last', () => {
  expect(shown('')).toEqual([
    ['/src/site', 0, 'b'],
    ['/src/app', 1, 'c', 'a', 'd'],
  ]);
});

test('[S4.4] every word of the filter is in the title or the folder', () => {
  expect(shown('app TESTS')).toEqual([['/src/app', 0, 'a']]);
  expect(shown('site tests')).toEqual([]);
});
