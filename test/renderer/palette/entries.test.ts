import { Square } from 'lucide-react';
import { expect, test } from 'vitest';
import { sessionIdOf } from '../../../protocol/ids.ts';
import type { Summary } from '../../../protocol/summary.ts';
import type { Command } from '../../../renderer/palette/commands.ts';
import { entriesFor, type Offer } from '../../../renderer/palette/entries.ts';
import { ulidOf } from '../../support/arbitraries.ts';
import { summaryWith } from '../../support/summary.ts';

const summaryOf = (n: number, title: string, change: Partial<Summary> = {}): Summary =>
  summaryWith({ id: sessionIdOf(ulidOf(n)), folder: '/src/ledger', title, createdAt: n, updatedAt: n, ...change });

const commandOf = (id: Command['id'], name: string): Command => ({
  id,
  icon: Square,
  name: () => name,
  run: () => undefined,
});

const COMMANDS = [commandOf('session.new', 'New session'), commandOf('theme.dark', 'Theme: Dark')];
const offer = (change: Partial<Offer> = {}): Offer => ({
  sessions: [],
  selected: null,
  folders: [],
  commands: COMMANDS,
  ...change,
});
const namesFor = (query: string, change: Partial<Offer> = {}) =>
  entriesFor(query, offer(change)).map(({ name }) => name);

test('[S3.7] nothing typed shows the sessions that changed last, and all commands', () => {
  const sessions = [summaryOf(1, 'Old', { updatedAt: 9 }), summaryOf(2, 'Gone', { deletedAt: 3 }), summaryOf(3, 'New')];
  const here = summaryOf(4, 'Here');
  expect(namesFor('', { sessions: [...sessions, here], selected: here.id, folders: ['/src/app'] })).toEqual([
    'Old',
    'New',
    'New session',
    'Theme: Dark',
  ]);
  const many = Array.from({ length: 30 }, (_, n) => summaryOf(n, `Session ${n}`));
  expect(namesFor('  ', { sessions: many }).slice(5)).toEqual(['Session 24', 'New session', 'Theme: Dark']);
});

test('[S3.7] > asks for commands only, and what follows narrows them', () => {
  const sessions = [summaryOf(1, 'Dark mode'), summaryOf(2, '> quoted')];
  expect(namesFor('>', { sessions })).toEqual(['New session', 'Theme: Dark']);
  expect(namesFor(' > dark', { sessions })).toEqual(['Theme: Dark']);
  expect(namesFor('dark', { sessions })).toEqual(['Dark mode', 'Theme: Dark']);
});

test('[S3.7] the best match is first; alike, sessions by their change, then commands, then folders', () => {
  const sessions = [
    summaryOf(1, 'Sandstone'),
    summaryOf(2, 'New server'),
    summaryOf(3, 'New search'),
    summaryOf(4, 'Gone: new s', { deletedAt: 5 }),
  ];
  expect(namesFor('new s', { sessions, folders: ['/src/news'] })).toEqual([
    'New search',
    'New server',
    'New session',
    'New session in news',
  ]);
  expect(namesFor('zzz', { sessions })).toEqual([]);
});

test('[S3.7] a session is found by its folder too, and its letters are marked in both', () => {
  const [found] = entriesFor('fix led', offer({ sessions: [summaryOf(1, 'Fix totals')] }));
  expect(found).toMatchObject({ name: 'Fix totals', hint: 'ledger', typed: [0, 1, 2, 11, 12, 13] });
  expect(namesFor('untitled', { sessions: [summaryOf(1, '')] })).toEqual(['Untitled session']);
});

test('[S3.7] a name that matches comes before a folder that does', () => {
  const sessions = [summaryOf(2, 'Totals'), summaryOf(1, 'Ledger totals')];
  expect(namesFor('led', { sessions })).toEqual(['Ledger totals', 'Totals']);
});

test('[S3.7] letters that are there by chance are shown only when nothing better is', () => {
  const chance = summaryOf(1, 'Why is nothing here now');
  expect(namesFor('new', { sessions: [chance] })).toEqual(['New session']);
  expect(namesFor('new', { sessions: [chance], commands: [] })).toEqual(['Why is nothing here now']);
});

test('[S3.7] folders lead to a new session, and are found by their path', () => {
  const [found] = entriesFor('home app', offer({ folders: ['/home/one/app'] }));
  expect(found).toMatchObject({ name: 'New session in app', hint: '/home/one/app' });
  expect(found?.to).toEqual({ kind: 'folder', folder: '/home/one/app' });
});

test('[S3.7] no more than fifty results, the best of all', () => {
  const sessions = Array.from({ length: 500 }, (_, n) => summaryOf(n, n === 0 ? 'Tax' : `Extra ${n}`));
  const names = namesFor('ta', { sessions: [...sessions, ...sessions.map((one) => ({ ...one, title: 'Stay' }))] });
  expect(names).toHaveLength(50);
  expect(names[0]).toBe('Tax');
});

test('[B14] what belongs to another session is not found', () => {
  const sessions = (['main', 'child', 'side'] as const).map((kind, n) => summaryOf(n, `Count ${kind}`, { kind }));
  expect(namesFor('count', { sessions })).toEqual(['Count main']);
});
