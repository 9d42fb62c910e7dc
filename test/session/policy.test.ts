import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestIdOf, type SessionId, type TurnId } from '../../protocol/ids.ts';
import type { ToolKind } from '../../protocol/item.ts';
import type { PermissionOption, PermissionPolicy } from '../../protocol/permission.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, called } from './reports.ts';
import { codeOf, headIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
let turn: TurnId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
  turn = host.prompt(id, 'go');
});
afterEach(() => host.close());

const set = (policy: PermissionPolicy) => codeOf(host.service.dispatch({ type: 'set-policy', sessionId: id, policy }));
const OPTIONS: readonly PermissionOption[] = [
  { id: 'always', kind: 'allow-always', name: 'Always' },
  { id: 'once', kind: 'allow-once', name: 'Once' },
  { id: 'no', kind: 'reject-once', name: 'No' },
];
let questions = 0;
/** Whether a person is asked about a tool of this kind. */
function ask(tool: ToolKind, options = OPTIONS): boolean {
  questions += 1;
  const { question } = asked(questions);
  host.report(id, turn, called(question.call, { tool }), { type: 'asked', question: { ...question, options } });
  return headIn(host, id).requests.some((request) => request.id === question.id);
}

test('[C37] a policy decides which questions a person is asked, from the next one on', () => {
  const kinds: readonly ToolKind[] = ['read', 'search', 'think', 'edit', 'run', 'delete', 'move', 'fetch', 'other'];
  const askedFor = () => kinds.filter((kind) => ask(kind));
  expect(askedFor()).toEqual(kinds);
  expect(set('edits')).toBe('ok');
  expect(headIn(host, id).requests).toHaveLength(kinds.length);
  expect(askedFor()).toEqual(['run', 'delete', 'move', 'fetch', 'other']);
  set('all');
  expect(askedFor()).toEqual([]);
  set('ask');
  expect(askedFor()).toEqual(kinds);
});

test('[C37] what a policy grants it grants once, never for good; without such an answer a person is asked', () => {
  set('all');
  expect(ask('run')).toBe(false);
  expect(host.runner.answered).toEqual([
    [id, requestIdOf(asked(questions).question.id.slice(3)), { kind: 'selected', optionId: 'once' }],
  ]);
  expect(ask('run', [{ id: 'always', kind: 'allow-always', name: 'Always' }])).toBe(true);
});

test('[C37] the policy is part of the head, so every view and a restart know it', () => {
  set('edits');
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 40_000 });
  expect(headIn(host, id).policy).toBe('edits');
});
