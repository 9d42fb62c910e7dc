import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId } from '../../protocol/ids.ts';
import type { Diff } from '../../protocol/item.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { called, ENDED } from './reports.ts';
import { headIn, newTurn, STOPPED } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const diff = (added: number, removed: number, path = '/src/a.ts'): { type: 'diff' } & Diff => ({
  ...{ type: 'diff', path, change: 'edited', added, removed, hunks: [], omittedLines: 0 },
});
const lines = () => headIn(host, id).lines;
const summary = () =>
  host.service.list({ after: null, limit: 1, shelf: 'open', hidden: false }).sessions.map((one) => one.lines);

test('[S5.6] a session knows how many lines its tools have changed: what was done, and as it was done in the end', () => {
  const turn = host.prompt(id, 'go');
  host.report(id, turn, called('one', { status: 'running', content: [diff(5, 1)] }));
  expect(lines()).toEqual({ added: 0, removed: 0 });
  host.report(id, turn, called('one', { status: 'done', content: [diff(4, 2), diff(1, 0, '/src/b.ts')] }));
  expect(lines()).toEqual({ added: 5, removed: 2 });
  host.report(id, turn, called('one', { content: [diff(3, 2)] }));
  expect(lines()).toEqual({ added: 3, removed: 2 });
  host.report(id, turn, called('two', { status: 'done', content: [diff(10, 10)] }), ENDED);
  expect(lines()).toEqual({ added: 13, removed: 12 });
  expect(summary()).toEqual([{ added: 13, removed: 12 }]);
});

test('[S5.6] what a tool failed to do, or was stopped in, changed no lines', () => {
  const turn = host.prompt(id, 'go');
  host.report(id, turn, called('failed', { status: 'failed', content: [diff(5, 5)] }));
  host.report(id, turn, called('cut off', { status: 'running', content: [diff(7, 7)] }), STOPPED);
  expect(lines()).toEqual({ added: 0, removed: 0 });
});

test('[S5.6] turns that were taken back have changed their lines all the same: files stay as they are', () => {
  const turn = host.prompt(id, 'go');
  host.report(id, turn, called('one', { status: 'done', content: [diff(4, 2)] }), ENDED);
  host.service.dispatch({ type: 'edit', sessionId: id, of: turn, turnId: newTurn(host), text: 'again' });
  expect(headIn(host, id).turn?.id).not.toBe(turn);
  expect(lines()).toEqual({ added: 4, removed: 2 });
});
