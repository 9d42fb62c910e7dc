import { expect, test } from 'vitest';
import { summaryOf } from '../../../protocol/summary.ts';
import { commandOffers, FILES_AT_FIRST, mentionOffers, stillOffered } from '../../../renderer/completion/offers.ts';
import type { Trigger } from '../../../renderer/completion/trigger.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { emptyHead } from '../../support/history.ts';

const command = (name: string) => ({ name, description: '', hint: null });
const mention = (query: string): Trigger => ({ kind: 'mention', query, from: 0, to: query.length + 1 });
const [OWN, OTHER, BIN, SIDE] = [1, 2, 3, 4].map(sessionIdNumber) as [Id, Id, Id, Id];
type Id = ReturnType<typeof sessionIdNumber>;

const called = (id: Id, title: string, more: object = {}) =>
  summaryOf({ ...emptyHead, id, title: { text: title, by: 'person' }, ...more });
const SESSIONS = [
  called(OWN, 'Login of mine'),
  called(OTHER, 'Fix the login'),
  called(BIN, 'Login in the bin', { deletedAt: 1 }),
  called(SIDE, 'Login aside', { kind: 'side' }),
  called(sessionIdNumber(5), 'Release notes', { updatedAt: 9 }),
];

const inserts = (sections: ReturnType<typeof mentionOffers>) =>
  sections.map(({ heading, offers }) => [heading, ...offers.map((offer) => offer.insert)]);

test('[S4.4] commands that begin with what was typed come before those that only have its letters', () => {
  const all = ['security-review', 'review', 'pr-comments', 'Rev-all'].map(command);
  expect(inserts(commandOffers('rev', all))).toEqual([['Commands', '/review', '/Rev-all', '/security-review']]);
  expect(inserts(commandOffers('', all))[0]).toHaveLength(5);
  expect(commandOffers('xyz', all)).toEqual([]);
});

test('[S4.4] files come as the host ranked them, folders lead on, and odd names are quoted', () => {
  const files = ['src/', 'src/a.ts', 'my dir/', 'my dir/b c.ts'];
  const [section] = mentionOffers(mention('s'), files, [], OWN);
  expect(section?.offers.map(({ name, hint, insert, more }) => [name, hint, insert, more])).toEqual([
    ['src/', '', '@src/', true],
    ['a.ts', 'src/', '@src/a.ts', false],
    ['my dir/', '', '@"my dir/"', false],
    ['b c.ts', 'my dir/', '@"my dir/b c.ts"', false],
  ]);
});

test('[S4.4] until files for what is typed now are found, none is offered that does not have its letters', () => {
  expect(stillOffered(['src/', 'src/app.ts', 'test/app.test.ts'], 'srca')).toEqual(['src/app.ts']);
  expect(stillOffered(['src/'], 'srcx')).toEqual([]);
  expect(stillOffered(['src/'], '')).toEqual(['src/']);
});

test('[S4.4] sessions are found by their titles: neither this one nor asides nor what lies in the bin', () => {
  expect(inserts(mentionOffers(mention('login'), [], SESSIONS, OWN))).toEqual([['Sessions', `@session:${OTHER}`]]);
  expect(inserts(mentionOffers(mention('session:notes'), [], SESSIONS, OWN))).toEqual([
    ['Sessions', `@session:${sessionIdNumber(5)}`],
  ]);
});

test('[S4.4] before anything is typed a few files and the sessions that changed last are in sight', () => {
  const files = Array.from({ length: 20 }, (_, n) => `f${n}`);
  const [some, sessions] = mentionOffers(mention(''), files, SESSIONS, OWN);
  expect(some?.offers).toHaveLength(FILES_AT_FIRST);
  expect(sessions?.offers.map(({ name }) => name)).toEqual(['Release notes', 'Fix the login']);
});
